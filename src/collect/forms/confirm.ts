import {
  announceCustomers,
  type CustomerRecord,
  type Incoming,
  type IntakeRecord,
  type InteractionRecord,
  markHasCustomers,
  recordId,
  sourceInfo,
  take,
  touchedBy,
  workOf,
} from '#src/collect/intake/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type Answers, understand } from './answers.ts'
import { formFields } from './contract.ts'
import { confirmPage, noticePage } from './pages.ts'
import {
  type EntryRow,
  entryOfToken,
  formById,
  type FormRow,
  lockEntry,
  markConfirmed,
  wordingText,
} from './queries.ts'
import { hashOf, type Shown } from './submit.ts'

/** What the link of a mail opens. Changes nothing, however often and by whomever it is opened. */
export async function look(context: Context, token: string): Promise<Shown> {
  const entry = await entryOfToken(context.db, hashOf(token))
  const form = entry && (await formById(context.db, entry.form_id))
  const language = form?.language ?? context.config.language
  if (entry && form && entry.state === 'confirmed')
    return { status: 200, page: noticePage(language, 'done', form.returns[0]) }
  if (!entry || !form) return { status: 404, page: noticePage(language, 'late') }
  if (entry.expires_at <= context.now) return { status: 410, page: noticePage(language, 'late') }
  return { status: 200, page: confirmPage(form, token) }
}

/** The one who reads the mail says that it was them: now it enters. Said again it is the same. */
export async function confirm(context: Context, token: string): Promise<Shown> {
  const { db } = context
  const done = await db.tx(async (tx) => {
    const entry = await lockEntry(tx, hashOf(token))
    const form = entry && (await formById(tx, entry.form_id))
    if (!entry || !form) return undefined
    if (entry.state === 'confirmed') return { form, touched: [] }
    if (entry.expires_at <= context.now || entry.answers === null) return form.language
    return { form, touched: await enter(context, tx, form, entry) }
  })
  if (done === undefined) return { status: 404, page: noticePage(context.config.language, 'late') }
  if (typeof done === 'string') return { status: 410, page: noticePage(done, 'late') }
  await announceCustomers(db, done.touched)
  return { status: 200, page: noticePage(done.form.language, 'done', done.form.returns[0]) }
}

const incoming = (record: IntakeRecord, key: string): Incoming => {
  const text = JSON.stringify(record)
  return {
    fileNo: 0,
    line: 0,
    record,
    key,
    hash: uuidOf(text),
    payload: Buffer.from(text),
    copy: false,
    overtaken: false,
  }
}

async function enter(context: Context, tx: Tx, form: FormRow, entry: EntryRow): Promise<Uuid[]> {
  const work = workOf(context, tx)
  const answers = JSON.parse(entry.answers!.toString()) as Answers
  const { timeZone, currency } = work.company
  // as it was read then, whatever the form asks now
  const then: FormRow = {
    ...form,
    fields: formFields.filter((field) => answers[field] !== undefined).map((field) => ({ field, required: false })),
    ask: answers.text === undefined ? null : (form.ask ?? 'inquiry'),
  }
  const { customer, text, email } = understand(then, answers, { timeZone, currency, country: 'FI', now: entry.sent_at })
  const told = entry.sent_at.toISOString()
  const consented = entry.wording === null ? undefined : await wordingText(tx, form.id, entry.wording)
  const records: [IntakeRecord, string][] = []
  const record: CustomerRecord = {
    kind: 'customer',
    // the same address in the forms of a source is the same person
    ...(email !== undefined && { personId: `email:${email.key}` }),
    observedAt: told,
    claims: {
      ...customer?.claims,
      verified: { by: 'customer', channel: 'form' },
      ...(consented && {
        consents: consented.channels.map((channel) => ({ channel, granted: true, at: work.now.toISOString() })),
      }),
    },
  }
  records.push([record, entry.id])
  const entryOf = (part: Partial<InteractionRecord>): InteractionRecord => ({
    kind: 'interaction',
    party: { ref: entry.id },
    entryKind: 'event',
    at: told,
    channel: 'form',
    direction: 'in',
    subject: form.title,
    ...part,
  })
  if (text !== undefined && then.ask !== null)
    records.push([entryOf({ entryKind: then.ask, text }), `${entry.id}\u001ftext`])
  if (consented)
    records.push([
      // what exactly was consented to stands on the customer's page
      entryOf({ at: work.now.toISOString(), text: consented.text }),
      `${entry.id}\u001fconsent`,
    ])
  const source = await sourceInfo(tx, form.source_id)
  if (!source.hasCustomers) await markHasCustomers(tx, source.id)
  const batch = await take(work, {
    source: { ...source, hasCustomers: true },
    importId: null,
    bulk: false,
    incoming: records.map(([one, key]) => incoming(one, key)),
  })
  await markConfirmed(tx, entry.id, work.now, recordId(source.id, 'customer', entry.id))
  return touchedBy(batch)
}
