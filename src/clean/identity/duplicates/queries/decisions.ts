import type { Runner } from '#src/platform/db/connection.ts'
import { raw, sql, type Tx } from '#src/platform/db/index.ts'
import type { CustomerKind, Uuid } from '#src/terms/index.ts'
import type { Evidence, Zone } from '../shapes.ts'

export type Verdict = 'same' | 'apart' | 'later'
export interface DecidedPair {
  a: Uuid
  b: Uuid
  probability: number
  zone: Zone
  model: number
  evidence: readonly Evidence[]
}
export interface Decision {
  id: Uuid
  at: Date
  by_id: Uuid | null
  verdict: Verdict
  kind: CustomerKind
  customers: Uuid[]
  survivor: Uuid | null
  merges: Uuid[]
  pairs: DecidedPair[]
  likely: boolean | null
  auto: boolean
  undone_at: Date | null
}
const columns = raw('id, at, by_id, verdict, kind, customers, survivor, merges, pairs, likely, auto, undone_at')

export async function insertDecision(tx: Tx, d: Omit<Decision, 'undone_at'>): Promise<void> {
  await tx.run(sql`
    insert into clean.match_decision (id, at, by_id, verdict, kind, customers, survivor, merges, pairs, likely, auto)
    values (${d.id}, ${d.at}, ${d.by_id}, ${d.verdict}, ${d.kind}, ${d.customers}::uuid[], ${d.survivor}, ${d.merges}::uuid[],
      ${JSON.stringify(d.pairs)}::jsonb, ${d.likely}, ${d.auto})`)
}
export function decisionById(runner: Runner, id: Uuid): Promise<Decision | undefined> {
  return runner.maybe(sql<Decision>`select ${columns} from clean.match_decision where id = ${id}`)
}
/** False when it has been taken back meanwhile. */
export async function setUndone(tx: Tx, id: Uuid, by: Uuid | null, now: Date): Promise<boolean> {
  const rows = await tx.run(sql`
    update clean.match_decision set undone_at = ${now}, undone_by = ${by} where id = ${id} and undone_at is null`)
  return rows > 0
}
/** The latest decisions, of people only or of the program too. */
export function latestDecisions(
  runner: Runner,
  after: { at: Date; id: Uuid } | null,
  limit: number,
): Promise<Decision[]> {
  const past = after ? sql`(at, id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql`true`
  return runner.rows(sql<Decision>`
    select ${columns} from clean.match_decision where ${past} order by at desc, id desc limit ${limit}`)
}

export interface Agreement {
  /** Decisions of people about what the model had found, of the last `most`. */
  decided: number
  /** Where they saw it as the model did. */
  agreed: number
  /** The same, of groups in the automatic zone. */
  autoDecided: number
  autoAgreed: number
}
export function agreement(runner: Runner, most: number): Promise<Agreement> {
  return runner.one(sql<Agreement>`
    select count(*)::int as decided, (count(*) filter (where likely = (verdict = 'same')))::int as agreed,
      (count(*) filter (where auto))::int as "autoDecided",
      (count(*) filter (where auto and verdict = 'same'))::int as "autoAgreed"
    from (
      select verdict, likely, auto from clean.match_decision
      where by_id is not null and undone_at is null and verdict <> 'later' and likely is not null
      order by at desc limit ${most}
    ) d`)
}

/** Whoever is forgotten leaves no trace in what was decided. */
export async function eraseMatches(tx: Tx, customers: readonly Uuid[]): Promise<void> {
  await tx.run(sql`delete from clean.match_key where customer_id = any(${customers}::uuid[])`)
  await tx.run(sql`delete from clean.match_stale where customer_id = any(${customers}::uuid[])`)
  await tx.run(sql`delete from clean.match_pair where a = any(${customers}::uuid[]) or b = any(${customers}::uuid[])`)
  await tx.run(sql`delete from clean.match_group where customers && ${customers}::uuid[]`)
  await tx.run(sql`delete from clean.match_decision where customers && ${customers}::uuid[]`)
}
