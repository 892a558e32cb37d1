import { rhythmFrom } from '#src/know/insights/index.ts'
import { later, startOf } from '../days.ts'
import { comesBack } from '../worth.ts'
import { judged, purchaseFigures, stageNow } from './judged.ts'

/** A regular who is silent for longer than their own rhythm explains, and not lost yet. */
export const slipping = judged(
  { kind: 'slipping', urgency: 0.75, teams: ['sales', 'service', 'manager'], worth: comesBack },
  (subject, env) => {
    if (subject.purchaseDays < rhythmFrom) return null
    const judgement = stageNow(subject, env)
    if (judgement?.stage !== 'slipping') return null
    const { rhythmDays = '', limitDays = '0' } = judgement.stageWhy.figures
    return {
      since: startOf(later(subject.last!, Number(limitDays))),
      figures: { ...purchaseFigures(subject, env), rhythmDays, limitDays },
    }
  },
)
