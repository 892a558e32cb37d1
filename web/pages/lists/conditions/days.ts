import type { Day } from '#src/terms/index.ts'

const dayMs = 86_400_000

/** So many days after a day. */
export const dayAfter = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** So many days before a day. */
export const dayBefore = (day: Day, days: number): Day => dayAfter(day, -days)
