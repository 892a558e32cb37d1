import type { Sizes } from '#src/know/segments/kept/contract.ts'
import type { Day } from '#src/terms/index.ts'
import { dayBefore } from '../lists/conditions/days.ts'

type Size = Sizes['sizes'][number]
/**
 * Sizes day by day, up to today: between the days on which something changed the size stays. Begins at the first day that is known, at most
 * `days` before today; the last is `now`.
 */
export function daily(sizes: readonly Size[], now: number, today: Day, days: number): { day: Day; members: number }[] {
  const first = sizes[0]?.day
  if (first === undefined) return [{ day: today, members: now }]
  const line: { day: Day; members: number }[] = []
  let at = 0
  let members = 0
  for (let back = days; back >= 0; back--) {
    const day = dayBefore(today, back)
    while (at < sizes.length && sizes[at]!.day <= day) members = sizes[at++]!.members
    if (day >= first) line.push({ day, members: back === 0 ? now : members })
  }
  return line
}
