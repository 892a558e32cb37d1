import {
  bitsOfChance,
  dayText,
  falseShare,
  type Finding,
  findHabits,
  fitHabits,
  judgeOf,
  type PaceModel,
  type Shift,
  watchedCustomers,
} from '#src/know/insights/index.ts'
import type { History } from './history.ts'

/** What changed with a customer. Days as ISO text, weeks as the file counts them. */
export interface Alarm {
  readonly customer: string
  readonly kind: string
  readonly direction: 'up' | 'down'
  readonly since: string | number
  readonly found: string | number
  /** When behaviour was back; null while it goes on. */
  readonly ended: string | number | null
  readonly size: number
  readonly bits: number
  readonly evidence: Readonly<Record<string, string | number>>
  /** Of purchases: of unchanged customers, the share with an alarm. Of the rest: the share of such alarms that may be chance. */
  readonly bound: number
}

const sampled = 20_000

/** The changes of all watched customers, strongest first. */
export function alarmsOf(
  history: History,
  model: PaceModel,
  names: readonly string[],
  onProgress: (done: number) => void,
): Alarm[] {
  const watched = watchedCustomers(history.counts)
  const judge = judgeOf(model)
  const step = Math.max(1, Math.ceil(watched.length / sampled))
  const habits = fitHabits(
    watched.filter((_, i) => i % step === 0).map((i) => history.deeds(i)),
    model,
  )
  const alarms = watched.flatMap((i, at) => {
    if (at % 1000 === 0) onProgress(at)
    const customer = names[i]!
    return [
      ...judge.shifts(history.counts, i).map((shift) => ofShift(customer, shift, history, model)),
      ...findHabits(history.deeds(i), model, habits).map((finding) => ofFinding(customer, finding, history)),
    ]
  })
  return alarms.sort((a, b) => b.bits - a.bits || (a.customer < b.customer ? -1 : 1))
}

const rounded = (value: number): number => Number(value.toPrecision(6))

function ofShift(customer: string, shift: Shift, { unit, first, last }: History, model: PaceModel): Alarm {
  // a week begins with its first day, and is known on its last
  const begin = (week: number) => (unit === 'day' ? dayText(first + 7 * week) : first + week)
  const end = (week: number) => (unit === 'day' ? dayText(Math.min(last, first + 7 * week + 6)) : first + week)
  return {
    customer,
    kind: shift.pace,
    direction: shift.pace === 'drop' ? 'down' : 'up',
    since: begin(shift.since),
    found: end(shift.found),
    ended: shift.ended === null ? null : end(shift.ended),
    size: rounded(shift.size),
    bits: rounded(shift.bits),
    evidence: {
      bought: shift.bought,
      expected: rounded(shift.expected),
      weeks: shift.weeks,
      usualPerWeek: rounded(shift.usualPerWeek),
    },
    bound: rounded(model.falseAlarms),
  }
}

function ofFinding(
  customer: string,
  { kind, name, since, found, size, p, figures }: Finding,
  { unit }: History,
): Alarm {
  const at = (day: number) => (unit === 'day' ? dayText(day) : day / 7)
  return {
    customer,
    kind,
    direction: size < 0 ? 'down' : 'up',
    since: at(since),
    found: at(found),
    ended: null,
    size: rounded(size),
    bits: rounded(bitsOfChance(p)),
    evidence: {
      ...(name !== undefined && { name }),
      ...Object.fromEntries(Object.entries(figures).map(([figure, value]) => [figure, rounded(value)])),
    },
    bound: falseShare,
  }
}
