import {
  agreement,
  askToStop,
  countGroups,
  countZones,
  edgeOfAuto,
  holdRuns,
  insertRun,
  lastRun,
  learnedOf,
  modelsAtHand,
  openRun,
  policies,
  type Run,
  setPolicy,
  waiting,
} from '#src/clean/identity/index.ts'
import { authorize, may } from '#src/company/index.ts'
import { identity, namesOf, seesContact } from '#src/know/customers/index.ts'
import type { Context } from '#src/platform/context.ts'
import { announce } from '#src/platform/live/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { CustomerKind, Uuid } from '#src/terms/index.ts'
import type { Automatic, Model, Sample, SearchRun, State } from './contract.ts'
import { searchJob } from './jobs.ts'

const countedTo = 1001
/** Decisions that the agreement is told of. */
const lately = 500

const presentRun = (run: Run): SearchRun => ({
  id: run.id,
  state: run.state,
  step: run.step as SearchRun['step'],
  done: run.done,
  total: run.total,
  askedAt: run.asked_at.toISOString(),
  finishedAt: run.finished_at?.toISOString() ?? null,
  stopping: run.cancel_asked,
  result: run.result,
})

/** How the search for duplicates stands: what waits, the models with what they learned, the run, and how often people agreed. */
export async function state(context: Context): Promise<State> {
  authorize(context.actor, 'customer.merge')
  const { db, actor } = context
  const [groups, arriving, run, models, agreed] = await Promise.all([
    countGroups(db, countedTo),
    waiting(db, countedTo),
    lastRun(db),
    modelsOf(context),
    agreement(db, lately),
  ])
  const manages = may(actor, 'duplicates.manage')
  return { groups, arriving, run: run ? presentRun(run) : null, models, agreement: agreed, manages }
}

async function modelsOf({ db }: Context): Promise<Model[]> {
  const [rows, rules, counts] = await Promise.all([modelsAtHand(db), policies(db), countZones(db)])
  return rows.map((row) => {
    const rule = rules.find(({ kind }) => kind === row.kind)
    const pairs = (zone: 'auto' | 'ask') => counts.find((c) => c.kind === row.kind && c.zone === zone)?.pairs ?? 0
    return {
      kind: row.kind,
      version: row.version,
      learnedAt: row.learned_at.toISOString(),
      customers: row.customers,
      compared: row.compared,
      waiting: { auto: pairs('auto'), ask: pairs('ask') },
      auto: row.zones.auto,
      ask: row.zones.ask,
      automatic: rule?.automatic ?? false,
      automaticSince: rule?.automatic ? rule.changed_at.toISOString() : null,
      learned: learnedOf(row),
    }
  })
}

/** Asks for a search through the whole base; while one waits or goes on, that one is answered. */
export async function askSearch(context: Context): Promise<SearchRun> {
  authorize(context.actor, 'duplicates.manage')
  return context.db.tx(async (tx) => {
    await holdRuns(tx)
    const open = await openRun(tx, context.now)
    if (open) return presentRun(open)
    const id = context.uuid()
    const by = context.actor.kind === 'system' ? null : context.actor.id
    await insertRun(tx, { id, by, now: context.now })
    await context.jobs.enqueue(tx, searchJob, { runId: id }, { key: 'duplicates.search' })
    await announce(tx, { topic: 'duplicates', id })
    return presentRun((await openRun(tx, context.now))!)
  })
}

/** Stops the search that goes on; what it has merged stays merged. Refuses 409 `search_over`. */
export async function stopSearch(context: Context): Promise<SearchRun> {
  authorize(context.actor, 'duplicates.manage')
  const { db } = context
  const run = await openRun(db, context.now)
  if (!run || !(await askToStop(db, run.id)))
    throw new Refusal(409, 'search_over', 'No search goes on.', 'Start one when you want to.')
  await announce(db, { topic: 'duplicates', id: run.id })
  return presentRun((await openRun(db, context.now)) ?? run)
}

/** Switches merging without asking on or off for a kind. Refuses 409 `no_model` before the first search. */
export async function setAutomatic(context: Context, { kind, automatic }: Automatic): Promise<State> {
  authorize(context.actor, 'duplicates.manage')
  const { db, now, actor } = context
  const models = await modelsAtHand(db)
  if (!models.some((model) => model.kind === kind))
    throw new Refusal(409, 'no_model', 'Nothing is learned of these customers yet.', 'Search for duplicates first.')
  const by = actor.kind === 'system' ? null : actor.id
  await db.tx((tx) => setPolicy(tx, { kind, automatic, changed_at: now, changed_by: by }))
  return state(context)
}

const sampled = 20
/** The least sure pairs of the automatic zone: where they are right, the surer ones are. */
export async function sample(context: Context, kind: CustomerKind): Promise<Sample> {
  authorize(context.actor, 'customer.merge')
  const { db, actor } = context
  const pairs = await edgeOfAuto(db, kind, sampled)
  const rows = await namesOf(db, [...new Set(pairs.flatMap(({ a, b }) => [a, b]))])
  const known = new Map(rows.map((row) => [row.id, row]))
  const told = async (id: Uuid) => {
    const row = known.get(id)
    if (!row) return []
    if (!seesContact(actor, row.protected)) return [{ id, name: row.name, told: [] }]
    const { emails, phones, addresses, birthDate, businessId } = await identity(context, id)
    const first = [emails[0]?.value, phones[0]?.value, addresses[0]?.value, birthDate, businessId]
    return [{ id, name: row.name, told: first.filter((text): text is string => typeof text === 'string') }]
  }
  const shown: Sample['pairs'] = []
  for (const { a, b, group, probability } of pairs)
    shown.push({ group, probability, customers: [...(await told(a)), ...(await told(b))] })
  return { pairs: shown.filter(({ customers }) => customers.length === 2) }
}
