import { type Statement, sql } from '#src/platform/db/index.ts'
import { customerKinds, stages } from '#src/terms/index.ts'
import { insightFields, madeInsight } from './insights.ts'
import { reachFields } from './reach.ts'
import type { Field, FieldTable, Place } from '../fields.ts'
import { stage, stageDue, stageJoined } from './stage.ts'

const own = (value: Statement) => (): Place => ({ at: 'own', value })
const rollup = (value: Statement, absent?: 0) => (): Place => ({
  at: 'row',
  from: sql`know.rollup r`,
  on: sql`r.customer_id = c.id`,
  value,
  ...(absent === undefined ? {} : { absent }),
})
const contact = { verb: 'customer.contact', veiled: true } as const
const bought = { verb: 'purchase.read' } as const
const heard = { verb: 'timeline.read' } as const

const fixed: readonly Field[] = [
  { id: 'id', type: 'identifier', cast: 'uuid', place: own(sql`c.id`) },
  { id: 'name', type: 'text', place: own(sql`c.name`) },
  { id: 'kind', type: 'choice', choices: customerKinds, place: own(sql`c.kind`) },
  { id: 'given', type: 'text', place: own(sql`c.given`) },
  { id: 'family', type: 'text', place: own(sql`c.family`) },
  { id: 'title', type: 'text', place: own(sql`c.title`) },
  { id: 'email', type: 'text', ...contact, place: own(sql`c.email`) },
  { id: 'emailDomain', type: 'text', ...contact, place: own(sql`nullif(split_part(c.email, '@', 2), '')`) },
  { id: 'phone', type: 'text', ...contact, place: own(sql`c.phone`) },
  { id: 'street', type: 'text', ...contact, place: own(sql`c.street`) },
  { id: 'postcode', type: 'text', ...contact, place: own(sql`c.postcode`) },
  { id: 'city', type: 'text', ...contact, place: own(sql`c.city`) },
  { id: 'country', type: 'text', ...contact, place: own(sql`c.country`) },
  { id: 'language', type: 'text', place: own(sql`c.language`) },
  { id: 'businessId', type: 'identifier', place: own(sql`c.business_id`) },
  { id: 'birthDate', type: 'date', ...contact, place: own(sql`c.birth_date`) },
  { id: 'leadSource', type: 'text', place: own(sql`c.lead_source`) },
  {
    id: 'source',
    type: 'choice',
    cast: 'uuid',
    place: () => ({
      at: 'many',
      from: sql`clean.claim k`,
      key: sql`k.customer_id`,
      on: sql`true`,
      value: sql`k.source_id`,
    }),
    shown: () => sql`(select string_agg(distinct s.name, ', ' order by s.name) from clean.claim k
      join collect.source s on s.id = k.source_id where k.customer_id = c.id)`,
  },
  { id: 'protected', type: 'yesno', place: own(sql`c.protected`) },
  { id: 'archived', type: 'yesno', place: own(sql`(c.archived_at is not null)`) },
  { id: 'customerSince', type: 'date', instant: true, place: own(sql`c.customer_since`) },
  { id: 'created', type: 'date', instant: true, place: own(sql`c.created_at`) },
  { id: 'updated', type: 'date', instant: true, place: own(sql`c.updated_at`) },
  {
    id: 'stage',
    type: 'choice',
    choices: stages,
    verb: 'value.read',
    place: (env) => ({ at: 'own', value: stage(env), whole: stageJoined(env) }),
    due: (env, leaf) => ({ at: 'row', ...stageDue(env, leaf) }),
  },
  { id: 'purchases', type: 'number', ...bought, place: rollup(sql`r.purchases`, 0) },
  { id: 'purchaseDays', type: 'number', ...bought, place: rollup(sql`r.purchase_days`, 0) },
  { id: 'returns', type: 'number', ...bought, place: rollup(sql`r.returns`, 0) },
  { id: 'firstPurchase', type: 'date', ...bought, place: rollup(sql`r.first_purchase`) },
  { id: 'lastPurchase', type: 'date', ...bought, place: rollup(sql`r.last_purchase`) },
  { id: 'contacts', type: 'number', ...heard, place: rollup(sql`r.contacts`, 0) },
  { id: 'complaints', type: 'number', ...heard, place: rollup(sql`r.complaints`, 0) },
  { id: 'lastContact', type: 'date', instant: true, ...heard, place: rollup(sql`r.last_contact`) },
  ...reachFields,
  ...insightFields,
]

/** Net spend in one currency: `spend.EUR`. Empty where nothing was bought in it. */
function spend(id: string): Field | undefined {
  const currency = /^spend\.([A-Z]{3})$/.exec(id)?.[1]
  if (currency === undefined) return undefined
  const on = sql`m.customer_id = c.id and m.currency = ${currency}::text`
  const place: Place = { at: 'row', from: sql`know.spend m`, on, value: sql`m.net` }
  return { id, type: 'money', verb: 'value.read', currency, place: () => place }
}

export const consentChannels = ['email', 'sms', 'phone', 'post'] as const

/** The word of a claim that counts, as `consentsOf` of identity says it. `strict`: whether a ban was kept when customers were made one. */
const words = (channel: string, strict: Statement) => sql`
  from clean.claim k cross join lateral jsonb_array_elements(k.said -> 'consents') l
  where l ->> 'channel' = ${channel}::text
    and not ((l ->> 'granted')::boolean and l ->> 'at' is null and k.said -> 'verified' is null and ${strict})`
const latest = sql`coalesce((l ->> 'at')::timestamptz, k.observed_at) desc, (l ->> 'granted')::boolean`
const word = sql`case when (l ->> 'granted')::boolean then 'granted' else 'denied' end`

/** What was last said of a channel: `consent.email`. */
function consent(id: string): Field | undefined {
  const channel = consentChannels.find((one) => id === `consent.${one}`)
  if (channel === undefined) return undefined
  const kept = sql`s.said -> 'consents' @> jsonb_build_array(jsonb_build_object('channel', ${channel}::text, 'strict', true))`
  const value = sql`(
    select ${word} ${words(channel, sql`exists (select from clean.claim s where s.customer_id = c.id and ${kept})`)}
      and k.customer_id = c.id
    order by ${latest} limit 1)`
  const found = sql`select distinct on (k.customer_id) k.customer_id as id, ${word} as value
    ${words(channel, sql`k.customer_id in (select s.customer_id from clean.claim s where ${kept})`)}
    order by k.customer_id, ${latest}`
  const whole = { found, of: (told: Statement) => told }
  return { id, type: 'choice', choices: ['granted', 'denied'], place: () => ({ at: 'own', value, whole }) }
}

/** What a source tells beside the fields that we know: `attribute.Kanta-asiakasnumero`. What was vouched for, else the latest word. */
function attribute(id: string): Field | undefined {
  const name = /^attribute\.(\S[\s\S]{0,99})$/.exec(id)?.[1]
  if (name === undefined || name.includes('\u0000') || !name.isWellFormed()) return undefined
  const value = sql`(
    select k.said -> 'attributes' ->> ${name}::text from clean.claim k
    where k.customer_id = c.id and k.said -> 'attributes' ->> ${name}::text is not null
    order by (k.said ? 'verified') desc, k.observed_at desc, k.origin_id limit 1)`
  const found = sql`select distinct on (k.customer_id) k.customer_id as id, k.said -> 'attributes' ->> ${name}::text as value
    from clean.claim k where k.said -> 'attributes' ->> ${name}::text is not null
    order by k.customer_id, (k.said ? 'verified') desc, k.observed_at desc, k.origin_id`
  const whole = { found, of: (told: Statement) => told }
  return { id, type: 'text', veiled: true, place: () => ({ at: 'own', value, whole }) }
}

/** Everything that can be asked of a customer, over alias `c` of know.customer. */
export const customerFields: FieldTable = {
  fixed,
  made: (id) => spend(id) ?? consent(id) ?? attribute(id) ?? madeInsight(id),
}
