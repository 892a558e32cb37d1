import type { Runner } from '#src/platform/db/connection.ts'
import { raw, type Statement, sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Run } from './contract.ts'

export interface RunRow<Step extends string> {
  id: Uuid
  state: Run<Step>['state']
  step: Step | null
  done: number
  total: number
  stop_asked: boolean
  asked_at: Date
  finished_at: Date | null
}
export type Runs<Step extends string> = ReturnType<typeof runsIn<Step>>

const columns = raw('id, state, step, done, total, stop_asked, asked_at, finished_at')
const goesOn = raw(`state in ('waiting', 'running')`)
/** A run that has not ended by then is dead. */
const longestMs = 2 * 3_600_000

/** What is written and asked of the runs in a table of the caller's. */
export function runsIn<Step extends string>(table: Statement) {
  type Row = RunRow<Step>
  return {
    /** Whoever asks for a run at the same time waits until the transaction ends. */
    async holdRuns(tx: Tx): Promise<void> {
      await tx.run(sql`lock table ${table} in share row exclusive mode`)
    },
    async insertRun(runner: Runner, run: { id: Uuid; by: Uuid | null; now: Date }): Promise<void> {
      await runner.run(sql`
        insert into ${table} (id, state, done, total, asked_by, asked_at)
        values (${run.id}, 'waiting', 0, 0, ${run.by}, ${run.now})`)
    },
    runOf: (runner: Runner, id: Uuid): Promise<Row | undefined> =>
      runner.maybe(sql<Row>`select ${columns} from ${table} where id = ${id}`),
    /** The run that waits or goes on; a dead one is passed over. */
    openRun: (runner: Runner, now: Date): Promise<Row | undefined> =>
      runner.maybe(sql<Row>`
        select ${columns} from ${table} where ${goesOn} and asked_at > ${new Date(now.getTime() - longestMs)}
        order by asked_at desc, id desc limit 1`),
    /** The latest run, however it stands. */
    lastRun: (runner: Runner): Promise<Row | undefined> =>
      runner.maybe(sql<Row>`select ${columns} from ${table} order by asked_at desc, id desc limit 1`),
    async setRun(
      runner: Runner,
      id: Uuid,
      { state, step, done, total, now }: Pick<Row, 'state' | 'step' | 'done' | 'total'> & { now: Date },
    ): Promise<void> {
      const over = !['waiting', 'running'].includes(state)
      await runner.run(sql`
        update ${table}
        set state = ${state}, step = ${step}, done = ${done}, total = ${total}, started_at = coalesce(started_at, ${now}::timestamptz),
          finished_at = ${over ? now : null}::timestamptz
        where id = ${id}`)
    },
    /** Whether there was anything to stop. */
    askToStop: async (runner: Runner, id: Uuid): Promise<boolean> =>
      (await runner.run(sql`update ${table} set stop_asked = true where id = ${id} and ${goesOn}`)) > 0,
    /** Old runs tell nobody anything. */
    async forgetRuns(runner: Runner, before: Date): Promise<void> {
      await runner.run(sql`delete from ${table} where asked_at < ${before}`)
    },
  }
}
