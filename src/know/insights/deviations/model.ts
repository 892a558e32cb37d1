import { bitsOfChance, type Deed, type Finding, findHabits, type HabitModel } from './habits.ts'
import { judgeOf, leastPurchases, type PaceModel, type Shift } from './pace.ts'
import { weeklyCounts } from './weeks.ts'

/** What is known of everybody. Plain data. */
export interface DeviationModel {
  readonly pace: PaceModel
  readonly habits: HabitModel
}

/** The weeks that are looked at, Monday to Sunday. */
export interface Windows {
  /** Monday of week 0, days since 1970. */
  readonly first: number
  readonly baseline: number
  /** The last may be part of a week. */
  readonly weeks: number
}

export const baselineWeeks = 52
export const watchedWeeks = 26
/** With less than this nothing is usual yet. */
const leastBaseline = 13

/** Monday of the week of a day (days since 1970; 1970-01-01 was a Thursday). */
export const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7)
export const weekOf = (day: number, first: number): number => Math.floor((day - first) / 7)

/**
 * Half a year to watch and the year before it to know what is usual, up to the day before `asOf`; of a shorter history a third is watched.
 * Null while the history is too short.
 * @param firstDay of the history, days since 1970
 */
export function windowsFor(
  firstDay: number,
  asOf: number,
  { baseline = baselineWeeks, watched = watchedWeeks }: { baseline?: number; watched?: number } = {},
): Windows | null {
  const end = mondayOf(asOf - 1) + 7
  const partial = end > asOf ? 1 : 0
  const whole = (end - mondayOf(firstDay)) / 7 - partial
  const fits = whole >= baseline + watched
  const seen = fits ? watched : Math.min(watched, Math.floor(whole / 3))
  const before = fits ? baseline : Math.min(baseline, whole - seen)
  if (before < leastBaseline || seen < 1) return null
  return { first: end - 7 * (before + seen + partial), baseline: before, weeks: before + seen + partial }
}

/** The same model some days later: each day since then is an exposure like those of the last four whole weeks. */
export function carriedOn(
  pace: PaceModel,
  windows: Windows,
  { asOf, today }: { asOf: number; today: number },
): PaceModel {
  if (today < asOf) return pace
  const index = [...pace.index]
  const partial = mondayOf(asOf) === asOf ? 0 : 1
  const whole = index.slice(pace.baseline, index.length - partial).slice(-4)
  const level = whole.length === 0 ? 1 : whole.reduce((sum, e) => sum + e, 0) / whole.length
  for (let day = asOf; day <= today; day++) {
    const week = weekOf(day, windows.first)
    index[week] = (index[week] ?? 0) + level / 7
  }
  return { ...pace, index, weeks: index.length }
}

/** One customer as it was read. */
export interface Past {
  /** Of the very first purchase, days since 1970. */
  readonly first: number
  /** Oldest first. */
  readonly deeds: readonly (Deed & { readonly currency?: string | null })[]
}

/** What goes on with a customer. Days since 1970. */
export interface Current {
  readonly kind: Finding['kind'] | 'drop' | 'rise'
  readonly since: number
  readonly found: number
  readonly size: number
  readonly bits: number
  readonly evidence: Readonly<Record<string, string>>
}

const short = (value: number): string => String(Number(value.toPrecision(4)))

/** Judges customers by a model; reused for many. `today` is the day on which it is done. */
export function watch(model: DeviationModel, windows: Windows, today: number) {
  const judge = judgeOf(model.pace)
  const spans = { baseline: windows.baseline, weeks: model.pace.weeks }
  const countsOf = ({ first, deeds }: Past) => {
    const days = [...new Set(deeds.flatMap((deed) => (deed.back ? [] : [deed.day])))]
    const weeks = [weekOf(first, windows.first), ...days.map((day) => weekOf(day, windows.first))]
    // the first purchase ever tells when the customer began, and is itself among the days when it is in the window
    const from = weeks[0]! < 0 ? 0 : 1
    return weeklyCounts(
      { customer: new Int32Array(weeks.length - from), week: Int32Array.from(weeks.slice(from)) },
      1,
      spans,
    )
  }
  return {
    /** What goes on; the strongest first. Nothing of customers who bought too little in the baseline. */
    currents(past: Past): Current[] {
      const counts = countsOf(past)
      const bought = past.deeds.filter((deed) => !deed.back && deed.week >= 0 && deed.week < windows.baseline)
      if (new Set(bought.map((deed) => deed.day)).size < leastPurchases) return []
      const shifts = judge.shifts(counts, 0).filter((shift) => shift.ended === null)
      return [
        ...shifts.map((shift) => ofShift(shift, windows, today)),
        ...findHabits(past.deeds, spans, model.habits).map((finding) => ofFinding(finding, past)),
      ].sort((a, b) => b.bits - a.bits)
    },
    /** Purchase days and what was expected of each watched week; nothing of customers who are not watched. */
    weeks(past: Past): { week: number; purchases: number; expected: number }[] {
      const counts = countsOf(past)
      const seen = new Float64Array(spans.weeks)
      for (let at = 0; at < counts.week.length; at++) seen[counts.week[at]!] = counts.count[at]!
      const before = seen.slice(0, windows.baseline).reduce((sum, y) => sum + y, 0)
      if (before < leastPurchases) return []
      return judge.expected(counts, 0).map((expected, t) => ({
        week: windows.first + 7 * (windows.baseline + t),
        purchases: seen[windows.baseline + t]!,
        expected,
      }))
    },
  }
}

function ofShift(shift: Shift, windows: Windows, today: number): Current {
  return {
    kind: shift.pace,
    since: windows.first + 7 * shift.since,
    found: Math.min(today, windows.first + 7 * shift.found + 6),
    size: shift.size,
    bits: shift.bits,
    evidence: {
      bought: short(shift.bought),
      expected: short(shift.expected),
      weeks: short(shift.weeks),
      usualPerWeek: short(shift.usualPerWeek),
    },
  }
}

function ofFinding({ kind, since, found, size, p, name, figures }: Finding, { deeds }: Past): Current {
  const currency =
    kind === 'basketDown' || kind === 'basketUp' ? deeds.find((deed) => deed.amount !== null)?.currency : null
  return {
    kind,
    since,
    found,
    size,
    bits: bitsOfChance(p),
    evidence: {
      ...Object.fromEntries(Object.entries(figures).map(([figure, value]) => [figure, short(value)])),
      ...(name === undefined ? {} : { name }),
      ...(currency ? { currency } : {}),
    },
  }
}
