/** What has been written, with the way back and forth. */
export interface History<T> {
  readonly past: readonly T[]
  readonly now: T
  readonly future: readonly T[]
  /** What was being typed: going on with the same is one step, not one for each key. */
  readonly typing: string | undefined
}
/** Further back nobody goes. */
const most = 200

export const historyOf = <T>(now: T): History<T> => ({ past: [], now, future: [], typing: undefined })

/** One step more; nothing where nothing has changed. `typing` names what is being typed. */
export function did<T>(history: History<T>, now: T, typing?: string): History<T> {
  if (now === history.now) return history
  if (typing !== undefined && typing === history.typing) return { ...history, now, future: [] }
  return { past: [...history.past, history.now].slice(-most), now, future: [], typing }
}
export function undone<T>({ past, now, future, ...rest }: History<T>): History<T> {
  const before = past.at(-1)
  if (before === undefined) return { past, now, future, ...rest }
  return { past: past.slice(0, -1), now: before, future: [now, ...future], typing: undefined }
}
export function redone<T>({ past, now, future, ...rest }: History<T>): History<T> {
  const [after, ...later] = future
  if (after === undefined) return { past, now, future, ...rest }
  return { past: [...past, now], now: after, future: later, typing: undefined }
}
