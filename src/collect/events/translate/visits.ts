import { type Message, textOf } from '../message.ts'

/** Pages and screens of one person on one day: one line of the timeline, not hundreds. Pure. */

/** What was looked at, by message. */
export type Visit = Record<string, [name: string, at: number]>

/** As many looks of a day are kept, the earliest. */
const most = 300

export const pageName = ({ name, values }: Message): string =>
  name ?? textOf(values.title) ?? textOf(values.path) ?? textOf(values.url) ?? '/'

export function look(visit: Visit, { id, at }: Message, name: string): boolean {
  if (visit[id] !== undefined) return false
  visit[id] = [name, at]
  const all = Object.entries(visit)
  if (all.length <= most) return true
  const [last] = all.sort(([a, [, x]], [b, [, y]]) => y - x || (a < b ? 1 : -1))[0]!
  delete visit[last]
  return last !== id
}
export function unlook(visit: Visit, id: string): boolean {
  if (visit[id] === undefined) return false
  delete visit[id]
  return true
}

export function visitLine(visit: Visit): { at: number; title: string; text?: string } | undefined {
  const looks = Object.entries(visit).sort(([a, [, x]], [b, [, y]]) => x - y || (a < b ? -1 : 1))
  if (looks.length === 0) return undefined
  const names = [...new Set(looks.map(([, [name]]) => name))]
  const title = names
    .slice(0, 3)
    .map((name) => (name.length > 60 ? `${name.slice(0, 59)}…` : name))
    .join(', ')
  return {
    at: looks[0]![1][1],
    title: names.length > 3 ? `${title} …` : title,
    ...(names.length > 3 && { text: names.slice(0, 30).join('\n') }),
  }
}
