import { daysBetween, rfmOf, stageOf } from '#src/know/insights/index.ts'
import type { Env, Found, Source, Subject } from '../source.ts'

/** A source that tells from a customer's own figures alone. */
export function judged(
  rest: Omit<Source, 'find'>,
  judge: (subject: Subject, env: Env) => Omit<Found, 'customerId'> | null,
): Source {
  return {
    ...rest,
    find: ({ subjects, env }) =>
      Promise.resolve(
        subjects.flatMap((subject) => {
          const found = judge(subject, env)
          return found === null ? [] : [{ customerId: subject.id, ...found }]
        }),
      ),
  }
}

/** Stage with its figures, of a customer who has bought; null for others. */
export function stageNow(subject: Subject, { figures, day }: Env) {
  const { purchaseDays: count, first, last, previous, purchases } = subject
  if (count === 0 || first === null || last === null) return null
  return stageOf({
    purchases,
    days: { count, first, last, previous },
    leadSource: null,
    customerSince: null,
    meanInterval: figures?.meanInterval ?? null,
    today: day,
  })
}

/** The RFM group as it would be with so many purchase days. */
export function groupWith(subject: Subject, { figures }: Env, count = subject.purchaseDays) {
  if (figures === null || subject.last === null || count < 1) return null
  return rfmOf(figures, { last: subject.last, count }, subject.spend ?? undefined).group
}

/** What the sentence about purchases needs, in plain digits. */
export function purchaseFigures(subject: Subject, { day }: Env): Record<string, string> {
  const { first, last, purchases, purchaseDays } = subject
  if (first === null || last === null) return {}
  return {
    purchases: String(purchases),
    purchaseDays: String(purchaseDays),
    first,
    last,
    lasted: String(daysBetween(first, last)),
    sinceDays: String(Math.max(0, daysBetween(last, day))),
  }
}
