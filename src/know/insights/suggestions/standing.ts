import { authorize, may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { SuggestionModel, SuggestionRun } from './contract.ts'
import { modelInForce, type ModelRow } from './queries/model.ts'
import { silenced } from './queries/said.ts'
import { ask, latest, stop } from './run.ts'

/** How suggestions stand: the model with its window and how good it is, the learning that goes on, what is never suggested. */
export async function suggestionModel(context: Context): Promise<SuggestionModel> {
  authorize(context.actor, 'value.read')
  const { db, actor } = context
  const [model, run, quiet] = await Promise.all([modelInForce(db), latest(context), silenced(db)])
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

/** Learns the links anew now; a learning that waits or goes on is answered instead. */
export async function relearn(context: Context): Promise<SuggestionRun> {
  authorize(context.actor, 'insights.manage')
  await ask(context)
  return (await latest(context))!
}

/** Ends the learning that goes on; what was in force before stays. Throws 409 `learning_over`. */
export async function stopLearning(context: Context): Promise<SuggestionRun> {
  authorize(context.actor, 'insights.manage')
  if (!(await stop(context)))
    throw new Refusal(409, 'learning_over', 'Suggestions are not being learned.', 'Start when you want to.')
  return (await latest(context))!
}
