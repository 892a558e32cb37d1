import { daysBetween } from '#src/know/insights/index.ts'
import type { Day } from '#src/terms/index.ts'
import { startOf } from '../days.ts'
import { next12 } from '../worth.ts'
import { judged, purchaseFigures, stageNow } from './judged.ts'

/** A weekend must not swallow it. */
const keptDays = 3
/** Those who have only just come have no birthday to speak of. */
const fromYears = 1

/** The latest anniversary of a day up to another, and how many years it is; 29 February is kept on the 28th where there is none. */
export function anniversary(of: Day, today: Day): { on: Day; years: number } {
  const year = Number(today.slice(0, 4))
  const in_ = (y: number): Day => {
    const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0
    return `${String(y).padStart(4, '0')}-${of.slice(5) === '02-29' && !leap ? '02-28' : of.slice(5)}`
  }
  const on = in_(year) <= today ? in_(year) : in_(year - 1)
  return { on, years: Number(on.slice(0, 4)) - Number(of.slice(0, 4)) }
}

/** The day the relationship began, of those who are with us: years in full, round ones before others. */
export const birthday = judged(
  { kind: 'birthday', urgency: 0.3, teams: ['sales', 'marketing', 'service'], worth: next12 },
  (subject, env) => {
    const { first, customerSince } = subject
    const began = first !== null && (customerSince === null || first < customerSince) ? first : customerSince
    if (began === null || began >= env.day) return null
    const { on, years } = anniversary(began, env.day)
    if (years < fromYears || daysBetween(on, env.day) > keptDays) return null
    const stage = stageNow(subject, env)?.stage
    if (stage !== 'regular' && stage !== 'wonBack') return null
    return {
      since: startOf(on),
      figures: { ...purchaseFigures(subject, env), years: String(years), began, on },
      urgency: years % 5 === 0 ? 0.45 : 0.3,
    }
  },
)
