import type { Runner } from '#src/platform/db/connection.ts'
import { sql } from '#src/platform/db/index.ts'
import type { Day, Uuid } from '#src/terms/index.ts'
import type { AgainBy } from '../model/index.ts'

/** A product that the customer bought or brought back. */
export interface OwnRow {
  source_id: Uuid
  code: string
  name: string | null
  category: string | null
  in_stock: boolean | null
  /** Days on which it was bought. */
  times: number
  first: Day | null
  last: Day | null
  purchase_id: Uuid | null
  /** Brought back, complained about, said or sold out: not to be suggested. */
  blocked: boolean
  product: number | null
  buyers: number | null
  refill_days: number | null
  refill_share: number | null
}
export interface FreshRow {
  source_id: Uuid
  code: string
  name: string | null
  category: string | null
  in_stock: boolean | null
  score: number
  buyers: number
  /** Numbers of the customer's own products that speak most for it. */
  because: number[] | null
}
export interface StandingRow {
  archived: boolean
  city: string | null
  model: { version: number; made_at: string; data_from: Day; data_to: Day; customers: number; again_by: AgainBy } | null
  own: OwnRow[] | null
  fresh: FreshRow[] | null
}

/** Products that somebody bought last; what lies further back says less, and of a reseller there would be thousands. */
const looked = 300
/** Products that the links lead to, and before what is sold out and the like is left out. */
const [spoken, candidates] = [300, 100]

/**
 * Everything that the lists of these customers are made of, as it is now: own products from the lines, and what the links of the model in force say
 * of others. One statement: a purchase counts from the moment it is there. Who is not a customer is absent.
 */
export function standingOf(
  runner: Runner,
  customerIds: readonly Uuid[],
  { timeZone, fresh }: { timeZone: string; fresh: number },
): Promise<{ customer_id: Uuid; json: StandingRow }[]> {
  return runner.rows(sql<{ customer_id: Uuid; json: StandingRow }>`
    with force as materialized (
      select version, made_at, data_from, data_to, customers, again_by from know.suggestion_model order by version desc limit 1
    ), popular as materialized (
      select product from know.suggestion_product
      where version = (select version from force) and base > 0 order by base desc, product limit ${candidates}
    )
    select c.id as customer_id, x.json from know.customer c cross join lateral (
      with complained as materialized (
        select distinct reference from know.timeline where customer_id = c.id and kind = 'complaint' and reference is not null
      ), lines as materialized (
        select l.source_id, coalesce(l.sku, l.description) as code, l.description, l.category, p.id as purchase_id, p.at,
          (p.at at time zone ${timeZone}::text)::date as day, (p.type <> 'purchase' or l.quantity <= 0 or l.amount < 0) as back,
          p.number in (select reference from complained) as complained
        from know.purchase_line l
        join know.purchase p on p.customer_id = l.customer_id and p.id = l.purchase_id
        where l.customer_id = c.id and coalesce(l.sku, l.description) is not null
      ), bought as materialized (
        select source_id, code,
          (count(distinct day) filter (where not back))::int as times,
          min(day) filter (where not back) as first, max(day) filter (where not back) as last,
          (array_agg(purchase_id order by at desc) filter (where not back))[1] as purchase_id,
          (array_agg(description order by at desc) filter (where description is not null))[1] as name,
          (array_agg(category order by at desc) filter (where category is not null))[1] as category,
          coalesce(max(at) filter (where back or complained) >= max(at) filter (where not back), true) and bool_or(back or complained) as unwanted
        from lines group by source_id, code
      ), own as materialized (
        select b.*, s.product, s.buyers, s.refill_days, s.refill_share, s.others, s.weights, k.in_stock,
          coalesce(k.name, b.name, s.name) as shown, coalesce(b.category, k.category, s.category) as sort,
          b.unwanted or k.in_stock is false
            or exists (select from know.suggestion_excluded e where e.customer_id = c.id and e.source_id = b.source_id and e.code = b.code)
            or exists (select from know.suggestion_silenced n where n.source_id = b.source_id and n.code = b.code) as blocked
        from bought b
        left join know.suggestion_product s on s.version = (select version from force) and s.source_id = b.source_id and s.code = b.code
        left join lateral (
          select name, category, in_stock from know.product p where p.sku = b.code and p.source_id = b.source_id limit 1) k on true
      ), mine as materialized (
        select product, others, weights from own where times > 0 and product is not null order by last desc, code limit ${looked}
      ), spoken as materialized (
        select t.other as product, sum(t.weight) as score,
          (array_agg(m.product order by t.weight desc, m.product) filter (where t.weight > 0))[1:2] as because
        from mine m cross join lateral unnest(m.others, m.weights) as t (other, weight)
        where t.other not in (select product from mine)
        group by t.other order by score desc, t.other limit ${spoken}
      ), ranked as materialized (
        select s.source_id, s.code, s.name, s.category, s.buyers, s.product, s.base + coalesce(p.score, 0) as score, p.because
        from (select product from spoken union select product from popular) w
        join know.suggestion_product s on s.version = (select version from force) and s.product = w.product
        left join spoken p on p.product = s.product
        where exists (select from mine)
          and s.product not in (select product from own where product is not null)
          and not exists (select from know.suggestion_excluded e where e.customer_id = c.id and e.source_id = s.source_id and e.code = s.code)
          and not exists (select from know.suggestion_silenced n where n.source_id = s.source_id and n.code = s.code)
        order by score desc, s.product limit ${candidates}
      )
      select to_json(y) as json from (
        select c.archived_at is not null as archived, case when c.protected then null else lower(c.city) end as city,
          (select to_json(f) from force f) as model,
          (select json_agg(json_build_object('source_id', source_id, 'code', code, 'name', shown, 'category', sort, 'in_stock', in_stock,
              'times', times, 'first', first, 'last', last, 'purchase_id', purchase_id, 'blocked', blocked, 'product', product, 'buyers', buyers,
              'refill_days', refill_days, 'refill_share', refill_share) order by last desc, code) from own) as own,
          (select json_agg(f) from (
            select r.source_id, r.code, coalesce(k.name, r.name) as name, coalesce(k.category, r.category) as category, k.in_stock, r.score,
              r.buyers, r.because
            from ranked r
            left join lateral (
              select name, category, in_stock from know.product p where p.sku = r.code and p.source_id = r.source_id limit 1) k on true
            where k.in_stock is not false and r.score > 0
            order by r.score desc, r.product limit ${fresh}) f) as fresh) y
      ) x
    where c.id = any(${customerIds}::uuid[])`)
}

export interface FavouriteRows {
  kind: 'all' | 'city' | 'category'
  value: string
  customers: number
  products: FreshRow[] | null
}
/** Whom favourites are wanted for, and what is known of them that says whose. */
export interface Asking {
  customer: Uuid
  category: string | null
  city: string | null
}
/** For each the first of their groups that there are favourites of, with those they do not have and may be offered. */
export function favouritesFor(
  runner: Runner,
  asking: readonly Asking[],
  { version, fresh }: { version: number; fresh: number },
): Promise<{ customer_id: Uuid; json: FavouriteRows }[]> {
  if (asking.length === 0) return Promise.resolve([])
  return runner.rows(sql<{ customer_id: Uuid; json: FavouriteRows }>`
    select a.customer as customer_id, to_json(x) as json
    from unnest(${asking.map((one) => one.customer)}::uuid[], ${asking.map((one) => one.category)}::text[],
      ${asking.map((one) => one.city)}::text[]) as a (customer, category, city)
    cross join lateral (
      select g.kind, g.value, g.customers, (select json_agg(f) from (
        select s.source_id, s.code, coalesce(k.name, s.name) as name, coalesce(k.category, s.category) as category, k.in_stock,
          t.buyers::float8 / g.customers as score, s.buyers, null::int[] as because
        from unnest(g.products, g.buyers) with ordinality as t (product, buyers, place)
        join know.suggestion_product s on s.version = g.version and s.product = t.product
        left join lateral (
          select name, category, in_stock from know.product p where p.sku = s.code and p.source_id = s.source_id limit 1) k on true
        where k.in_stock is not false
          and not exists (select from know.purchase_line l
            where l.customer_id = a.customer and l.source_id = s.source_id and coalesce(l.sku, l.description) = s.code)
          and not exists (select from know.suggestion_excluded e
            where e.customer_id = a.customer and e.source_id = s.source_id and e.code = s.code)
          and not exists (select from know.suggestion_silenced n where n.source_id = s.source_id and n.code = s.code)
        order by t.place limit ${fresh}) f) as products
      from know.suggestion_favourite g
      where g.version = ${version}
        and ((g.kind = 'category' and g.value = a.category) or (g.kind = 'city' and g.value = a.city) or g.kind = 'all')
      order by case g.kind when 'category' then 1 when 'city' then 2 else 3 end
      limit 1) x`)
}
