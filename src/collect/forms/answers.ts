import { rowMapper } from '#src/collect/imports/index.ts'
import {
  type Column,
  type CustomerRecord,
  type Fault,
  type GateContext,
  type InteractionRecord,
  ports,
} from '#src/collect/intake/index.ts'
import { formFields } from './contract.ts'
import { longestText } from './pages.ts'
import type { FormRow } from './queries.ts'
import { wordsOf } from './words.ts'

/** What a visitor wrote, by the name of the field. */
export type Answers = Readonly<Partial<Record<string, string>>>
/** What is wrong with it, in words, by the name of the field. */
export type Wrong = ReadonlyMap<string, string>

/** The fields of a sent form; undefined for what is none. Of a name told twice the first counts. */
export function answersIn(body: Buffer): Answers | undefined {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return undefined
  }
  const answers: Record<string, string> = Object.create(null)
  let count = 0
  for (const [name, value] of new URLSearchParams(text)) {
    if (++count > 60) return undefined
    answers[name] ??= value.trim()
  }
  return answers
}

const told = ['email', ...formFields] as const
const customerColumns = told.map(
  (field, at): Column => ({
    at,
    header: field,
    field,
    ...(field === 'birthDate' && { dateOrder: 'dmy' as const }),
  }),
)
const readCustomer = rowMapper({ kind: 'customer', columns: customerColumns, key: 'email' })
const readText = rowMapper({
  kind: 'interaction',
  columns: [
    { at: 0, header: 'at', field: 'at', dateOrder: 'ymd' },
    { at: 1, header: 'text', field: 'text' },
  ],
  key: 'row',
})

export interface Address {
  /** As addresses are compared. */
  key: string
  /** Where the mail goes: the very address that is confirmed by it, never another one written beside it. */
  mailTo: string
}
export interface Understood {
  wrong: Map<string, string>
  customer?: CustomerRecord
  text?: string
  email?: Address
}

/** Reads what was written by the same gate as everything else, and says what is wrong where. */
export function understand(form: FormRow, answers: Answers, gate: GateContext): Understood {
  const words = wordsOf(form.language)
  const wrong = new Map<string, string>()
  const asked = new Set<string>(['email', ...form.fields.map(({ field }) => field)])
  const cells = told.map((field) => (asked.has(field) ? (answers[field] ?? '') : ''))
  const say = ({ field, code }: Fault) => {
    if (asked.has(field) && !wrong.has(field)) wrong.set(field, words.faults[code] ?? words.otherFault)
  }
  const read = ports().gate(readCustomer(cells), gate)
  read.faults.forEach(say)
  for (const { field, required } of [{ field: 'email', required: true }, ...form.fields])
    if (required && (answers[field] ?? '') === '') wrong.set(field, words.missing)
  const customer = read.record?.kind === 'customer' ? read.record : undefined
  const email = customer?.claims.emails?.[0]
  if (email === undefined && !wrong.has('email')) wrong.set('email', words.faults.email_invalid!)
  const text = form.ask === null ? undefined : textIn(form, answers, gate, wrong)
  return {
    wrong,
    ...(customer && { customer }),
    ...(text !== undefined && { text }),
    ...(email && {
      email: { key: email.key, mailTo: email.value.toLowerCase() === email.key ? email.value : email.key },
    }),
  }
}

function textIn(form: FormRow, answers: Answers, gate: GateContext, wrong: Map<string, string>): string | undefined {
  const words = wordsOf(form.language)
  const written = answers.text ?? ''
  if (written === '') wrong.set('text', words.missing)
  else if (written.length > longestText) wrong.set('text', words.faults.text_too_long!)
  if (wrong.has('text')) return undefined
  const { record } = ports().gate(readText([gate.now.toISOString(), written]), gate)
  const text = (record as InteractionRecord | undefined)?.text
  if (text === undefined) wrong.set('text', words.faults.text_unreadable!)
  return text
}
