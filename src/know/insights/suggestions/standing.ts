import { authorize, may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { SuggestionModel, SuggestionRun } from './contract.ts'
import { ask } from './jobs.ts'
import { modelInForce, type ModelRow } from './queries/model.ts'
import { askToStop, lastRun, openRun, type RunRow } from './queries/runs.ts'
import { silenced } from './queries/said.ts'

/** How suggestions stand: the model with its window and how good it is, the learning that goes on, what is never suggested. */
export async function suggestionModel(context: Context): Promise<SuggestionModel> {
  authorize(context.actor, 'value.read')
  const { db, actor } = context
  const [model, run, quiet] = await Promise.all([modelInForce(db), latestRun(context), silenced(db)])
  return {
    model: model === undefined ? null : presentModel(model),
    run,
    silenced: quiet.map(({ source_id: sourceId, code, name, at, by }) => ({
      sourceId,
      code,
      name: name ?? code,
      at: at.toISOString(),
      by,
    })),
    manages: may(actor, 'insights.manage'),
  }
}

const presentModel = ({ made_at: madeAt, data_from: from, data_to: to, ...model }: ModelRow) => ({
  version: model.version,
  madeAt: madeAt.toISOString(),
  from,
  to,
  customers: model.customers,
  products: model.products,
  pairs: model.pairs,
  covered: model.covered,
  popularity: model.popularity,
  quality: model.quality,
})

async function latestRun({ db, now }: Context): Promise<SuggestionRun | null> {
  const run = (await openRun(db, now)) ?? (await lastRun(db))
  return run === undefined ? null : presentRun(run)
}
const presentRun = (run: RunRow): SuggestionRun => ({
  id: run.id,
  state: run.state,
  step: run.step,
  done: run.done,
  total: run.total,
  stopping: run.stop_asked,
  askedAt: run.asked_at.toISOString(),
  finishedAt: run.finished_at?.toISOString() ?? null,
})

/** Learns the links anew now; a learning that waits or goes on is answered instead. */
export async function relearn(context: Context): Promise<SuggestionRun> {
  authorize(context.actor, 'insights.manage')
  await ask(context)
  return (await latestRun(context))!
}

/** Ends the learning that goes on; what was in force before stays. Throws 409 `learning_over`. */
export async function stopLearning(context: Context): Promise<SuggestionRun> {
  authorize(context.actor, 'insights.manage')
  const run = await openRun(context.db, context.now)
  if (run === undefined || !(await askToStop(context.db, run.id)))
    throw new Refusal(409, 'learning_over', 'Suggestions are not being learned.', 'Start when you want to.')
  return (await latestRun(context))!
}
