import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Ask, FormField } from './contract.ts'

export interface FormRow {
  id: Uuid
  key: string
  source_id: Uuid
  source: string
  name: string
  title: string
  intro: string
  language: 'fi' | 'en'
  fields: FormField[]
  ask: Ask | null
  channels: ('email' | 'sms' | 'phone' | 'post')[]
  wording: number
  /** The text of the wording. */
  consent: string
  returns: string[]
  days: number
  version: number
  created_at: Date
}
const columns = sql`f.id, f.key, f.source_id, s.name as source, f.name, f.title, f.intro, f.language, f.fields, f.ask, f.channels,
  f.wording, w.text as consent, f.returns, f.days, f.version, f.created_at`
const from = sql`collect.form f join collect.source s on s.id = f.source_id
  join collect.form_wording w on w.form_id = f.id and w.wording = f.wording`

export function formOfKey(runner: Runner, key: string): Promise<FormRow | undefined> {
  return runner.maybe(sql<FormRow>`select ${columns} from ${from} where f.key = ${key} and f.ended_at is null`)
}
export function formById(runner: Runner, id: Uuid): Promise<FormRow | undefined> {
  return runner.maybe(sql<FormRow>`select ${columns} from ${from} where f.id = ${id} and f.ended_at is null`)
}
export function lockForm(tx: Tx, id: Uuid): Promise<FormRow | undefined> {
  return tx.maybe(
    sql<FormRow>`select ${columns} from ${from} where f.id = ${id} and f.ended_at is null for update of f`,
  )
}

const counted = 10_000
const counts = sql`
  (select count(*)::int from (select from collect.form_entry e where e.form_id = f.id and e.state = 'waiting' limit ${counted}) e) as waiting,
  (select count(*)::int from (select from collect.form_entry e where e.form_id = f.id and e.state = 'confirmed' limit ${counted}) e) as confirmed,
  (select max(e.sent_at) from collect.form_entry e where e.form_id = f.id) as last_at`
export type Counted = FormRow & { waiting: number; confirmed: number; last_at: Date | null }
export function livingForms(runner: Runner): Promise<Counted[]> {
  return runner.rows(sql<Counted>`
    select ${columns}, ${counts} from ${from} where f.ended_at is null order by f.name, f.id`)
}
export function countedForm(runner: Runner, id: Uuid): Promise<Counted | undefined> {
  return runner.maybe(sql<Counted>`select ${columns}, ${counts} from ${from} where f.id = ${id} and f.ended_at is null`)
}

type Settings = Omit<FormRow, 'source' | 'consent' | 'version' | 'created_at'>
export async function insertForm(tx: Tx, row: Settings & { at: Date; by: Uuid | null }): Promise<void> {
  await tx.run(sql`
    insert into collect.form (id, key, source_id, name, title, intro, language, fields, ask, channels, wording, returns, days, version,
      created_at, created_by)
    values (${row.id}, ${row.key}, ${row.source_id}, ${row.name}, ${row.title}, ${row.intro}, ${row.language},
      ${JSON.stringify(row.fields)}::text::jsonb, ${row.ask}, ${row.channels}::text[], ${row.wording}, ${row.returns}::text[],
      ${row.days}, 1, ${row.at}, ${row.by})`)
}
export async function updateForm(tx: Tx, row: Settings): Promise<number> {
  const { version } = await tx.one(sql<{ version: number }>`
    update collect.form set name = ${row.name}, title = ${row.title}, intro = ${row.intro}, language = ${row.language},
      fields = ${JSON.stringify(row.fields)}::text::jsonb, ask = ${row.ask}, channels = ${row.channels}::text[],
      wording = ${row.wording}, returns = ${row.returns}::text[], days = ${row.days}, version = version + 1
    where id = ${row.id} returning version`)
  return version
}
export async function insertWording(
  tx: Tx,
  row: { formId: Uuid; wording: number; text: string; channels: string[]; language: string; at: Date },
): Promise<void> {
  await tx.run(sql`
    insert into collect.form_wording (form_id, wording, text, channels, language, since)
    values (${row.formId}, ${row.wording}, ${row.text}, ${row.channels}::text[], ${row.language}, ${row.at})`)
}
/** Nobody can fill it in or confirm any more; what was confirmed and the wordings stay as evidence. */
export async function endForm(tx: Tx, id: Uuid, at: Date): Promise<void> {
  await tx.run(sql`delete from collect.form_entry where form_id = ${id} and state = 'waiting'`)
  await tx.run(sql`update collect.form set ended_at = ${at} where id = ${id}`)
}
export interface WordingRow {
  wording: number
  text: string
  since: Date
  consents: number
}
export function wordingsOf(runner: Runner, formId: Uuid): Promise<WordingRow[]> {
  return runner.rows(sql<WordingRow>`
    select w.wording, w.text, w.since, (
      select count(*)::int from (
        select from collect.form_entry e where e.form_id = w.form_id and e.state = 'confirmed' and e.wording = w.wording limit ${counted}
      ) e) as consents
    from collect.form_wording w where w.form_id = ${formId} order by w.wording desc limit 100`)
}
export interface Wording {
  text: string
  channels: FormRow['channels']
}
export function wordingText(runner: Runner, formId: Uuid, wording: number): Promise<Wording | undefined> {
  return runner.maybe(sql<Wording>`
    select text, channels from collect.form_wording where form_id = ${formId} and wording = ${wording}`)
}

// --- entries ----------------------------------------------------------------------------------------------------------------

export interface NewEntry {
  id: Uuid
  formId: Uuid
  tokenHash: Buffer
  token: Buffer
  answers: Buffer
  email: string
  wording: number | null
  at: Date
  expiresAt: Date
}
export async function insertEntry(tx: Tx, row: NewEntry): Promise<void> {
  await tx.run(sql`
    insert into collect.form_entry (id, form_id, token_hash, token, state, answers, email, wording, sent_at, expires_at)
    values (${row.id}, ${row.formId}, ${row.tokenHash}, ${row.token}, 'waiting', ${row.answers}, ${row.email}, ${row.wording},
      ${row.at}, ${row.expiresAt})`)
}

export interface EntryRow {
  id: Uuid
  form_id: Uuid
  state: 'waiting' | 'confirmed'
  token: Buffer | null
  answers: Buffer | null
  wording: number | null
  sent_at: Date
  expires_at: Date
  mailed_at: Date | null
}
const entry = sql`id, form_id, state, token, answers, wording, sent_at, expires_at, mailed_at`
export function entryById(runner: Runner, id: Uuid): Promise<EntryRow | undefined> {
  return runner.maybe(sql<EntryRow>`select ${entry} from collect.form_entry where id = ${id}`)
}
export function entryOfToken(runner: Runner, hash: Buffer): Promise<EntryRow | undefined> {
  return runner.maybe(sql<EntryRow>`select ${entry} from collect.form_entry where token_hash = ${hash}`)
}
export function lockEntry(tx: Tx, hash: Buffer): Promise<EntryRow | undefined> {
  return tx.maybe(sql<EntryRow>`select ${entry} from collect.form_entry where token_hash = ${hash} for update`)
}
export async function noteMailed(runner: Runner, id: Uuid, at: Date): Promise<void> {
  await runner.run(sql`update collect.form_entry set mailed_at = ${at} where id = ${id}`)
}
/** It has entered: what was written is in the records now, here stays the evidence of the consent. */
export async function markConfirmed(tx: Tx, id: Uuid, at: Date, recordId: Uuid): Promise<void> {
  await tx.run(sql`
    update collect.form_entry set state = 'confirmed', token = null, answers = null, email = null, confirmed_at = ${at},
      record_id = ${recordId}
    where id = ${id}`)
}
/** What nobody confirmed in time goes. */
export function forgetUnconfirmed(runner: Runner, now: Date, limit: number): Promise<number> {
  return runner.run(sql`
    delete from collect.form_entry e using (
      select id from collect.form_entry where state = 'waiting' and expires_at < ${now} limit ${limit}
    ) old where e.id = old.id`)
}
/** Of somebody who is erased. */
export async function forgetEntries(tx: Tx, records: readonly Uuid[], emails: readonly string[]): Promise<void> {
  await tx.run(sql`
    delete from collect.form_entry where record_id = any(${records}::uuid[]) or email = any(${emails}::text[])`)
}
