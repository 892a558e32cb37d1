import { applyAll } from '#src/collect/events/index.ts'
import { sql } from '#src/platform/db/index.ts'
import type { Answer, TestApp } from './app.ts'

/** A source that sends events, and how a client of it sends. */
export interface Sending {
  source: string
  key: string
  /** POSTs one call or a batch with HTTP Basic. */
  send(path: string, body: unknown): Promise<Answer>
  /** Sends a batch and applies it. */
  tell(...messages: object[]): Promise<void>
  apply(): Promise<number>
}

export async function sendingSource(app: TestApp, name = 'Verkkokauppa'): Promise<Sending> {
  const administrator = await app.as('administrator')
  const answer = await administrator.post('/api/v1/event-sources', { name })
  if (answer.status !== 201) throw new Error(answer.text)
  const { sources } = answer.body as { sources: { id: string; name: string; keys: { key: string }[] }[] }
  const made = sources.find((one) => one.name === name)!
  const key = made.keys[0]!.key
  const send = (path: string, body: unknown) =>
    app.anonymous.post(path, body, { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` })
  const apply = () => applyAll(() => app.context())
  return {
    source: made.id,
    key,
    send,
    apply,
    tell: async (...messages) => {
      const { status, text } = await send('/v1/batch', { batch: messages })
      if (status !== 200) throw new Error(text)
      await apply()
    },
  }
}

/** What events have made of the customers of a source, without ids that differ between runs. */
export async function toldOf(app: TestApp, source: string) {
  const customers = await app.db.rows(sql<Record<string, unknown>>`
    select k.key as person, c.kind, c.name, c.given, c.family, c.email, c.phone, c.street, c.postcode, c.city, c.country, c.language,
      c.birth_date, c.title
    from collect.record k join clean.link l on l.record_id = k.id join know.customer c on c.id = l.customer_id
    where k.source_id = ${source} and k.kind = 'customer' and strpos(k.key, chr(31)) = 0 order by k.key collate "C"`)
  const claims = await app.db.rows(sql<Record<string, unknown>>`
    select k.key, k.observed_at, c.said from clean.claim c join collect.record k on k.id = c.origin_id
    where k.source_id = ${source} order by k.key collate "C"`)
  const timeline = await app.db.rows(sql<Record<string, unknown>>`
    select o.key as person, t.at, t.kind, t.channel, t.title, t.body, t.status, t.amount::text, t.currency, t.reference
    from know.timeline t join collect.record o on o.id = t.origin_id
    where t.source_id = ${source} order by t.at, o.key collate "C", t.kind, t.title, t.reference collate "C", t.amount, t.id`)
  const lines = await app.db.rows(sql<Record<string, unknown>>`
    select p.number, l.line_number, l.sku, l.description, l.quantity::text, l.amount::text, p.total::text, p.type
    from know.purchase p left join know.purchase_line l on l.purchase_id = p.id
    where p.source_id = ${source} order by p.number collate "C", p.at, l.line_number`)
  const figures = await app.db.rows(sql<Record<string, unknown>>`
    select k.key as person, r.events, r.purchases, r.returns
    from collect.record k join clean.link l on l.record_id = k.id join know.rollup r on r.customer_id = l.customer_id
    where k.source_id = ${source} and k.kind = 'customer' and strpos(k.key, chr(31)) = 0 order by k.key collate "C"`)
  return { customers, claims, timeline, lines, figures }
}
