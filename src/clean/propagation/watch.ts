import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { announce } from '#src/platform/live/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { closeTasks, healthOf, late, openTask, openTasks, overdueFiles, setNextFile } from './queries/systems.ts'
import { nextFile } from './schedule.ts'

/** A system that has not got its changes in time, and who sees to it. */
export interface LateSystem {
  readonly systemId: Uuid
  readonly system: string
  readonly userId: Uuid
  readonly who: string | null
  readonly openedAt: Date
  /** At most 10,001. */
  readonly waiting: number
  readonly oldest: Date | null
}

/** Makes a task of every system whose oldest change is older than its limit or given up, and ends those that are well again. */
export async function watch(context: Context): Promise<void> {
  const { db, clock, uuid, config } = context
  const now = clock.now()
  const systems = await late(db, now)
  const open = new Set((await openTasks(db)).map((task) => task.system_id))
  for (const { id, responsible_id: userId, late: isLate } of systems) {
    if (!isLate || open.has(id)) continue
    await openTask(db, { id: uuid(), systemId: id, userId, now })
    await announce(db, { topic: 'delivery', id })
  }
  const well = systems.filter((one) => !one.late && open.has(one.id)).map(({ id }) => id)
  const removed = [...open].filter((id) => !systems.some((one) => one.id === id))
  await closeTasks(db, [...well, ...removed], now)
  for (const { id, schedule } of await overdueFiles(db, now))
    await setNextFile(db, id, nextFile(schedule, now, config.timeZone))
}

/** What waits for people, the longest first: for the first page of the day. */
export async function lateSystems(runner: Runner): Promise<LateSystem[]> {
  const tasks = await openTasks(runner)
  const health = new Map(
    (
      await healthOf(
        runner,
        tasks.map((task) => task.system_id),
      )
    ).map((row) => [row.system_id, row]),
  )
  return tasks.map(({ system_id, system, user_id, who, opened_at }) => ({
    systemId: system_id,
    system,
    userId: user_id,
    who,
    openedAt: opened_at,
    waiting: health.get(system_id)?.waiting ?? 0,
    oldest: health.get(system_id)?.oldest ?? null,
  }))
}
