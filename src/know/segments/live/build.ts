import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { announce } from '#src/platform/live/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { compileWhole } from '../queries/compile.ts'
import { dueWhole } from '../queries/due.ts'
import type { Condition } from '../contract.ts'
import type { Env } from '../fields.ts'
import { asking, envFor, meantBy } from './asking.ts'
import { lookAgain } from './looking.ts'
import {
  awaitBuild,
  beginBuild,
  type Build,
  catalogue,
  endBuild,
  failBuild,
  forgetMeanwhile,
  isMine,
  takeMeanwhile,
} from './queries/catalogue.ts'
import { type Everybody, lookAtAll } from './queries/evaluate.ts'
import { anyMembers, onAnyList } from './queries/lists.ts'
import { awaitLook } from './queries/marks.ts'

/**
 * Makes the members of a segment anew, in three steps: from the first on, whoever changes is noted; the second looks at everybody as they were
 * at one moment, while others go on; the third looks again at those noted. A condition that changes meanwhile, or another run, makes this one
 * give way. Returns whether it came to its end.
 */
export async function build(context: Context, segment: Uuid): Promise<boolean> {
  const run = context.uuid()
  const begun = await context.db.tx(async (tx) => {
    await awaitLook(tx)
    const row = await beginBuild(tx, segment, run, context.now)
    if (row !== undefined) await forgetMeanwhile(tx, segment)
    return row
  })
  if (begun === undefined) return false
  await tell(context, segment)
  try {
    if (!(await context.db.tx((tx) => lookAtEverybody(context, tx, begun, run)))) return false
    const done = await context.db.tx((tx) => finish(context, tx, begun, run))
    await tell(context, segment)
    return done
  } catch (error) {
    await failBuild(context.db, segment, run, context.now).catch(() => {})
    throw error
  }
}

const tell = ({ db }: Context, id: Uuid) => announce(db, { topic: 'segment', id }).catch(() => {})

async function lookAtEverybody(context: Context, tx: Tx, begun: Build, run: Uuid): Promise<boolean> {
  const { segment_id: segment, condition_version: version, built_version: built, why } = begun
  await awaitBuild(tx, segment)
  if (!(await isMine(tx, segment, run))) return false
  const kept = await catalogue(tx)
  const env = await envFor(tx, context, meantBy(kept))
  const [asked] = asking(
    kept.filter((one) => one.id === segment),
    env,
    (_, error) => {
      throw error
    },
  )
  if (asked === undefined || asked.version !== version) return false
  const first = built === 0 && !(await anyMembers(tx, segment))
  const because = why === 'condition' ? 'condition' : 'rebuilt'
  const everybody = asked.condition === null ? onAnyList(segment) : wholeOf(asked.condition, env)
  await lookAtAll(tx, segment, everybody, { because, today: env.today, now: context.now, first })
  return true
}

function wholeOf(condition: Condition, env: Env): Everybody {
  const due = dueWhole(condition, env)
  return { ...compileWhole(condition, env), ...(due && { due }) }
}

async function finish(context: Context, tx: Tx, begun: Build, run: Uuid): Promise<boolean> {
  const { segment_id: segment, condition_version: version } = begun
  await awaitLook(tx)
  if (!(await isMine(tx, segment, run))) return false
  await lookAgain(context, tx, segment, await takeMeanwhile(tx, segment))
  await endBuild(tx, segment, version, context.now)
  return true
}
