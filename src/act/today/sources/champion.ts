import { daysBetween } from '#src/know/insights/index.ts'
import { startOf } from '../days.ts'
import { next12 } from '../worth.ts'
import { groupWith, judged, purchaseFigures } from './judged.ts'

/** How long the thanks are news. */
const newsDays = 7

/** Whose latest purchase brought them among the champions: without it they would not be there. */
export const champion = judged(
  { kind: 'champion', urgency: 0.45, teams: ['sales', 'marketing'], worth: next12 },
  (subject, env) => {
    if (subject.last === null || daysBetween(subject.last, env.day) > newsDays) return null
    if (groupWith(subject, env) !== 'champions') return null
    if (groupWith(subject, env, subject.purchaseDays - 1) === 'champions' || subject.purchaseDays < 2) return null
    return { since: startOf(subject.last), figures: purchaseFigures(subject, env) }
  },
)
