import { dayNumber, dayText } from '#src/know/insights/index.ts'
import type { Day } from '#src/terms/index.ts'

const dayMs = 86_400_000

/** The first moment of a day, for states that know only their day: in UTC, since it is only ever compared with acts of later hours. */
export const startOf = (day: Day): Date => new Date(dayNumber(day) * dayMs)

/** So many days later. */
export function later(day: Day, days: number): Day {
  return dayText(dayNumber(day) + days)
}
