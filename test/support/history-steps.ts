import fc from 'fast-check'
import type { Claims, ConsentClaim, IntakeRecord, LineRecord } from '#src/collect/intake/index.ts'
import type { EntryKind } from '#src/terms/index.ts'

/** What happens in a history: sources tell, staff act, time passes or goes back, programs look. */
export type Step =
  | { do: 'tell'; key: number; told: number }
  | { do: 'vouch'; key: number; granted: boolean }
  | { do: 'buy'; key: number; nth: number; daysAgo: number; amount: number; line: number; bulk: boolean }
  | { do: 'meet'; key: number; nth: number; daysAgo: number; what: number }
  | { do: 'matter'; key: number; open: boolean }
  | { do: 'takeBack'; nth: number }
  | { do: 'deliver'; keys: number[]; told: number }
  | { do: 'rollBack'; nth: number }
  | { do: 'merge'; one: number; other: number }
  | { do: 'unmerge'; nth: number }
  | { do: 'delete' | 'archive' | 'erase' | 'pick' | 'unpick'; key: number }
  | { do: 'deviate'; key: number; ended: boolean }
  | { do: 'pass'; days: number }
  | { do: 'refresh' | 'cut' | 'forecast' | 'watch' | 'look' | 'build' | 'lookTwice' | 'drop' }
  | { do: 'edit'; to: number }

const key = fc.nat(3)
const nth = fc.nat(9)
const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary })
/** Mostly lately, some long ago, some to come. */
const daysAgo = fc.oneof(
  weighted(3, fc.nat(3)),
  weighted(4, fc.nat(120)),
  weighted(1, fc.integer({ min: 300, max: 500 })),
  weighted(1, fc.integer({ min: -12, max: -1 })),
)
const what = <T extends string>(...of: T[]) => fc.constantFrom(...of)
export const step: fc.Arbitrary<Step> = fc.oneof(
  weighted(5, fc.record({ do: what('tell'), key, told: fc.nat(40) })),
  weighted(1, fc.record({ do: what('vouch'), key, granted: fc.boolean() })),
  weighted(
    7,
    fc.record({
      do: what('buy'),
      key,
      nth: fc.nat(5),
      daysAgo,
      amount: fc.integer({ min: -4000, max: 9000 }),
      line: fc.nat(11),
      bulk: fc.constantFrom(false, false, true),
    }),
  ),
  weighted(4, fc.record({ do: what('meet'), key, nth: fc.nat(3), daysAgo, what: fc.nat(11) })),
  weighted(1, fc.record({ do: what('matter'), key, open: fc.boolean() })),
  weighted(2, fc.record({ do: what('takeBack'), nth })),
  weighted(
    1,
    fc.record({ do: what('deliver'), keys: fc.uniqueArray(key, { minLength: 1, maxLength: 3 }), told: fc.nat(40) }),
  ),
  weighted(1, fc.record({ do: what('rollBack'), nth })),
  weighted(3, fc.record({ do: what('merge'), one: key, other: key })),
  weighted(3, fc.record({ do: what('unmerge'), nth })),
  weighted(4, fc.record({ do: what('delete', 'archive', 'archive', 'erase', 'pick', 'pick', 'unpick'), key })),
  weighted(1, fc.record({ do: what('deviate'), key, ended: fc.boolean() })),
  weighted(
    6,
    fc.record({
      do: what('pass'),
      days: fc.oneof(
        weighted(4, fc.integer({ min: 0, max: 12 })),
        weighted(2, fc.integer({ min: 20, max: 200 })),
        weighted(1, fc.integer({ min: -40, max: -1 })),
      ),
    }),
  ),
  weighted(6, fc.record({ do: what('refresh', 'cut', 'look', 'look', 'look', 'build', 'lookTwice', 'drop') })),
  weighted(1, fc.record({ do: what('forecast', 'forecast', 'forecast', 'watch') })),
  weighted(1, fc.record({ do: what('edit'), to: fc.nat(3) })),
)

export const day = 86_400_000
/** On which day of the year they were born, seen from the first moment of a history: around it, and on the last of February. */
const births = ['1984-02-29', '1990-06-03', '1990-06-12', '2001-12-31']
export const cities = ['Helsinki', 'Turku', 'Oulu']

/** What a source says of a customer; the same number says the same. */
export function claimsOf(told: number, who: string, now: number): Claims {
  const consents: ConsentClaim[] = [{ channel: 'email', granted: told % 8 === 0 }]
  return {
    kind: told % 11 === 0 ? 'organisation' : 'person',
    name: { display: `Nimi ${told % 7}` },
    ...(told % 2 === 0 && {
      emails: [{ value: `${who}${told % 5}@example.com`, key: `${who}${told % 5}@example.com` }],
    }),
    ...(told % 3 === 0 && { addresses: [{ street: `Katu ${told}`, postcode: '00100', city: cities[told % 3]! }] }),
    ...(told % 4 === 0 && { consents }),
    ...(told % 5 === 0 && { attributes: { Taso: String(told % 2) } }),
    ...(told % 6 === 0 && { birthDate: births[told % 4]! }),
    ...(told % 7 === 0 && { protected: true }),
    ...(told % 9 === 0 && { customerSince: new Date(now - (told * 9 + 1) * day).toISOString() }),
  }
}

const lines: readonly (LineRecord | undefined)[] = [
  undefined,
  undefined,
  { sku: 'A-1', category: 'Kengät', quantity: '1', amount: '2500', lineNumber: '1' },
  { sku: 'A-1', category: 'kengät ', quantity: '2', amount: '5000', lineNumber: '2' },
  { sku: 'B-2', category: 'Laukut', quantity: '-1', amount: '-1500', lineNumber: '1' },
  { sku: 'B-2', quantity: '1', amount: '900' },
]

/** A purchase, with a line of its own in half of them. */
export function purchaseOf(
  number: string,
  ref: string,
  { amount, line, at }: { amount: number; line: number; at: string },
): IntakeRecord {
  const told = lines[line % lines.length]
  return {
    kind: 'purchase',
    number,
    party: { ref },
    at,
    type: amount < 0 ? 'return' : 'purchase',
    currency: line === 11 ? 'SEK' : 'EUR',
    total: String(amount),
    ...(line % 2 === 0 && { channel: 'web' as const }),
    ...(told && { line: told }),
  }
}

interface Met {
  entryKind: EntryKind
  channel?: 'email' | 'phone' | 'web'
  direction?: 'in' | 'out'
  subject?: string
  status?: string
}
const met: readonly Met[] = [
  { entryKind: 'complaint' },
  { entryKind: 'complaint', status: 'avoin', channel: 'web' },
  { entryKind: 'complaint', status: 'suljettu' },
  { entryKind: 'call', channel: 'phone', direction: 'in' },
  { entryKind: 'call', channel: 'phone', direction: 'out' },
  { entryKind: 'wish' },
  { entryKind: 'event', channel: 'email', direction: 'out', subject: 'Uutiskirje', status: 'delivered' },
  { entryKind: 'event', channel: 'email', direction: 'out', subject: 'Uutiskirje', status: 'opened' },
  { entryKind: 'event', channel: 'email', direction: 'out', subject: 'Uutiskirje', status: 'bounced' },
  { entryKind: 'event', channel: 'web', subject: 'Ladattu opas' },
  { entryKind: 'feedback' },
  { entryKind: 'mail', channel: 'email', direction: 'in', subject: 'Kysymys' },
]

export const meetingOf = (which: number, ref: string, at: string): IntakeRecord => {
  const { entryKind, ...rest } = met[which % met.length]!
  return { kind: 'interaction', entryKind, at, text: 'Sanottu', party: { ref }, ...rest }
}
