import { ensureSource, trust } from '#src/collect/intake/index.ts'
import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Form, FormChange, FormDraft, FormLine, FormList } from './contract.ts'
import { formOf } from './pages.ts'
import {
  type Counted,
  countedForm,
  endForm,
  type FormRow,
  insertForm,
  insertWording,
  livingForms,
  lockForm,
  updateForm,
  wordingsOf,
} from './queries.ts'

const unknown = () => new Refusal(404, 'not_found', 'There is no such form.', 'Open it from the list.')

const lineOf = ({ config }: Context, row: Counted): FormLine => ({
  id: row.id,
  name: row.name,
  title: row.title,
  language: row.language,
  sourceId: row.source_id,
  source: row.source,
  address: `${config.publicUrl}/f/${row.key}`,
  createdAt: row.created_at.toISOString(),
  waiting: row.waiting,
  confirmed: row.confirmed,
  lastAt: row.last_at?.toISOString() ?? null,
})

/** Forms by name. */
export async function list(context: Context): Promise<FormList> {
  authorize(context.actor, 'source.read')
  const rows = await livingForms(context.db)
  return { forms: rows.map((row) => lineOf(context, row)), mailWorks: context.config.mail !== undefined }
}

/** One form with its HTML and its wordings. Throws 404. */
export async function read(context: Context, id: Uuid): Promise<Form> {
  authorize(context.actor, 'source.read')
  const row = await countedForm(context.db, id)
  if (row === undefined) throw unknown()
  const wordings = await wordingsOf(context.db, id)
  const action = `${context.config.publicUrl}/v1/forms/${row.key}`
  const returnTo = row.returns[0]
  return {
    ...lineOf(context, row),
    version: row.version,
    intro: row.intro,
    fields: row.fields,
    ask: row.ask,
    channels: row.channels,
    consent: row.consent,
    returns: row.returns,
    days: row.days,
    snippet: formOf(row, { action, ...(returnTo !== undefined && { returnTo }) }).text,
    wordings: wordings.map(({ since, ...rest }) => ({ ...rest, since: since.toISOString() })),
    mailWorks: context.config.mail !== undefined,
  }
}

/** A consent without a text is no consent, and nobody is asked the same twice. */
function mustHold(form: Pick<FormDraft, 'channels' | 'consent' | 'fields' | 'returns'>): void {
  const refuse = (because: string, next: string) => {
    throw new Refusal(422, 'form_wrong', because, next)
  }
  if (form.channels.length > 0 && form.consent.trim() === '')
    refuse('The consent has no text.', 'Write what people consent to.')
  if (new Set(form.fields.map(({ field }) => field)).size < form.fields.length)
    refuse('A field is asked twice.', 'Ask each once.')
  if (!form.returns.every((address) => URL.canParse(address))) refuse('An address is none.', 'Write whole addresses.')
}

/** Makes a form, and its source where that is new: what people say of themselves is believed most. Throws 422 `form_wrong`, `source_name`. */
export async function add(context: Context, draft: FormDraft): Promise<{ id: Uuid; version: number }> {
  authorize(context.actor, 'source.manage')
  mustHold(draft)
  const { db, now, random, actor } = context
  const id = context.uuid()
  await db.tx(async (tx) => {
    const source = await ensureSource(tx, draft.source, { id: context.uuid(), now, trust: trust.customer })
    await insertForm(tx, {
      ...rowOf(draft),
      id,
      key: random.bytes(16).toString('base64url'),
      source_id: source.id,
      wording: 1,
      at: now,
      by: actor.kind === 'system' ? null : actor.id,
    })
    const { channels, language } = draft
    await insertWording(tx, { formId: id, wording: 1, text: draft.consent.trim(), channels, language, at: now })
  })
  return { id, version: 1 }
}

const rowOf = (draft: Omit<FormDraft, 'source'>) => ({
  name: draft.name.trim(),
  title: draft.title.trim(),
  intro: draft.intro.trim(),
  language: draft.language,
  fields: draft.fields,
  ask: draft.ask,
  channels: draft.channels,
  returns: draft.returns,
  days: draft.days,
})

/** Changes a form. Another text of the consent is a new wording. Throws 404, 409 `form_changed`, 422 `form_wrong`. */
export async function change(
  context: Context,
  id: Uuid,
  version: number,
  given: FormChange,
): Promise<{ id: Uuid; version: number }> {
  authorize(context.actor, 'source.manage')
  return context.db.tx(async (tx) => {
    const row: FormRow | undefined = await lockForm(tx, id)
    if (row === undefined) throw unknown()
    if (row.version !== version)
      throw new Refusal(409, 'form_changed', 'Somebody changed it meanwhile.', 'Look at it again, then change it.')
    const next = { ...row, ...given }
    mustHold(next)
    const text = next.consent.trim()
    const { channels, language } = next
    const isNew =
      text !== row.consent || language !== row.language || channels.toSorted().join() !== row.channels.toSorted().join()
    const wording = isNew ? row.wording + 1 : row.wording
    if (isNew) await insertWording(tx, { formId: id, wording, text, channels, language, at: context.now })
    return { id, version: await updateForm(tx, { ...row, ...rowOf(next), wording }) }
  })
}

/** Nobody can fill it in any more; what was confirmed stays. Throws 404. */
export async function remove(context: Context, id: Uuid): Promise<void> {
  authorize(context.actor, 'source.manage')
  await context.db.tx(async (tx) => {
    if ((await lockForm(tx, id)) === undefined) throw unknown()
    await endForm(tx, id, context.now)
  })
}
