import { raw, type Statement, sql } from '#src/platform/db/index.ts'

/**
 * What a mail came to, as the line that is written of it tells (its status is the furthest signal): happenings of their own beside the `event`.
 */
const mails = raw(`(values
  ('mailDelivered', array['delivered', 'opened', 'clicked', 'unsubscribed', 'spam']),
  ('mailOpened', array['opened', 'clicked', 'unsubscribed']),
  ('mailClicked', array['clicked']),
  ('mailBounced', array['bounced']),
  ('mailUnsubscribed', array['unsubscribed'])) m (kind, statuses)`)

/** Words of strangers as buckets hold them: small letters, so many at most. */
export const folded = (text: Statement, most: 60 | 200) =>
  sql`left(lower(btrim(${text})), ${most === 60 ? raw('60') : raw('200')})`
const channel = (of: Statement) => sql`coalesce(${folded(of, 60)}, '')`

/**
 * What a line of a purchase is (over `p` know.purchase and `l` know.purchase_line): in a purchase, what has gone back is a return.
 */
export const lineKind = raw(
  `(case when p.type <> 'purchase' then p.type when l.amount < 0 or l.quantity < 0 then 'return' else 'purchase' end)`,
)
/** Entries of the timeline that tell of a mail to a person. */
export const ofMail = raw(`kind = 'event' and channel = 'email' and direction = 'out'`)

/**
 * Rows of know.bucket.
 * @param entries rows of the timeline
 * @param whose a condition on the customers of lines, over alias `l`
 */
export const bucketsFrom = (entries: Statement, whose: Statement, timeZone: string) => sql`
  select customer_id, (at at time zone ${timeZone}::text)::date as day, count(*)::int as events, kind, '' as category,
    ${channel(sql`channel`)} as channel, case when amount is null then '' else coalesce(currency, '') end as currency,
    coalesce(sum(amount) filter (where currency is not null), 0) as amount, 0::numeric as quantity
  from (
    select customer_id, at, kind, channel, amount, currency from ${entries}
    union all
    select customer_id, at, m.kind, 'email', null, null
    from (select customer_id, at, status from ${entries} where ${ofMail}) e join ${mails} on e.status = any(m.statuses)
  ) told
  group by 1, 2, 4, 6, 7
  union all
  select customer_id, (at at time zone ${timeZone}::text)::date, count(*)::int, kind, ${folded(sql`title`, 200)}, ${channel(sql`channel`)}, '', 0, 0
  from ${entries} where kind = 'event' and btrim(title) <> '' and (${ofMail}) is not true group by 1, 2, 4, 5, 6
  union all
  select l.customer_id, (p.at at time zone ${timeZone}::text)::date, count(distinct l.purchase_id)::int, ${lineKind}, ${folded(sql`l.category`, 200)},
    ${channel(sql`p.channel`)}, p.currency, sum(l.amount), sum(l.quantity)
  from know.purchase_line l join know.purchase p on p.customer_id = l.customer_id and p.id = l.purchase_id
  where ${whose} and btrim(l.category) <> '' group by 1, 2, 4, 5, 6, 7`

/**
 * Common table expressions that make the buckets of the customers in `ours` anew from `entries` (both named by the statement around): what
 * stands as it should is not touched. `ids`: all customers in play.
 */
export const bucketsAnew = (ids: readonly string[], timeZone: string) => sql`
  wanted as materialized (${bucketsFrom(raw('entries'), sql`l.customer_id = any(${ids}::uuid[])`, timeZone)}
  ), existing as materialized (
    select customer_id, kind, day, category, channel, currency, events, amount, quantity
    from know.bucket where customer_id = any(${ids}::uuid[])
  ), stray as materialized (
    select e.* from existing e where e.customer_id in (select customer_id from ours) and not exists (
      select from wanted w where w.customer_id = e.customer_id and w.kind = e.kind and w.day = e.day and w.category = e.category
        and w.channel = e.channel and w.currency = e.currency)
  ), unwanted as (
    delete from know.bucket b using stray s
    where b.customer_id = any(${ids}::uuid[]) and b.customer_id = s.customer_id and b.kind = s.kind and b.day = s.day
      and b.category = s.category and b.channel = s.channel and b.currency = s.currency
  ), bucketed as (
    insert into know.bucket as b (customer_id, day, events, kind, category, channel, currency, amount, quantity)
    select w.* from wanted w
    left join existing k on k.customer_id = w.customer_id and k.kind = w.kind and k.day = w.day and k.category = w.category
      and k.channel = w.channel and k.currency = w.currency
    where w.customer_id in (select customer_id from ours)
      and (k.customer_id is null or (k.events, k.amount, k.quantity) is distinct from (w.events, w.amount, w.quantity))
    on conflict (customer_id, kind, day, category, channel, currency)
      do update set events = excluded.events, amount = excluded.amount, quantity = excluded.quantity
  )`
