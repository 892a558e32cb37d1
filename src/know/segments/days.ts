import { daysBetween } from '#src/know/insights/index.ts'
import type { Day } from '#src/terms/index.ts'

/** The day `count` days later; earlier when negative. */
export function dayAfter(day: Day, count: number): Day {
  const at = new Date(daysBetween('1970-01-01', day) * 86_400_000 + count * 86_400_000)
  return at.toISOString().slice(0, 10)
}

/** Whether a text is a calendar day that exists, in the years that records are about. */
export function isDay(text: string): boolean {
  if (!/^(1[5-9]|[2-8]\d)\d\d-\d\d-\d\d$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}
