import { rhythmFrom } from '#src/know/insights/index.ts'
import { later, startOf } from '../days.ts'
import { comesBack } from '../worth.ts'
import { groupWith, judged, purchaseFigures, stageNow } from './judged.ts'

/** Not even the most faithful is waited for longer than this. */
const longest = 730

/** Among the most frequent buyers of all, and now silent: the few whom analytics §3 says to call. */
export const cantLose = judged(
  { kind: 'cantLose', urgency: 0.9, teams: ['sales', 'manager'], worth: comesBack },
  (subject, env) => {
    if (subject.purchaseDays < rhythmFrom || groupWith(subject, env) !== 'cantLose') return null
    const judgement = stageNow(subject, env)
    const figures = purchaseFigures(subject, env)
    if (judgement?.stage !== 'slipping' && judgement?.stage !== 'lost') return null
    if (Number(figures.sinceDays) > longest) return null
    // where there is a forecast, it knows better who is lost for good: they are a matter of win-back
    if (subject.forecast !== null && subject.forecast.none >= 0.95) return null
    const { rhythmDays = '', limitDays = '0' } = judgement.stageWhy.figures
    return {
      since: startOf(later(subject.last!, Number(limitDays))),
      figures: { ...figures, rhythmDays, limitDays },
      // the longer gone, the less a call brings
      urgency: judgement.stage === 'lost' ? 0.7 : 0.9,
    }
  },
)
