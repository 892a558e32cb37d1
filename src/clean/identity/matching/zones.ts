import type { ColumnKind, Comparison } from './contract.ts'

/**
 * Bits that a pair with these levels (by comparison, from `at` on) needs beyond the zone's threshold to be merged without asking;
 * infinite = never.
 */
export type Needs = (levels: ArrayLike<number>, at?: number) => number

/** From which level on, counted from the last (0), a comparison of the kind shows who somebody is, beside the name. */
const anchors: Partial<Record<ColumnKind, number>> = {
  birthDate: 1,
  email: 2,
  phone: 1,
  street: 1,
  code: 1,
  businessId: 0,
  postcode: 0,
  city: 0,
}
/** A household shares these: alone beside a name they leave father and son of one name together. */
const shared: readonly ColumnKind[] = ['street', 'postcode']
/** Too many share these for them to stand alone beside a name. */
const weak: readonly ColumnKind[] = ['city']
/** These outweigh a birth date or a family name that contradicts: they were given to one person. */
const strong: readonly ColumnKind[] = ['email', 'phone', 'code', 'businessId']
const doubtful = 3
const never = Number.POSITIVE_INFINITY

/**
 * Rules that hold whatever was learned. A person needs a given name that is the same but for slips and short forms, a family name that
 * does not differ, and something beside them that agrees (two things when part of the name is not known or the family name differs, one
 * of them given to one person), and no birth date or code that contradicts: namesakes and members of a household stay apart. An
 * organisation needs its business id or another code: branches share name, phone and house.
 */
export function needsOf(comparisons: readonly Comparison[]): Needs {
  const of = (...kinds: ColumnKind[]) => comparisons.flatMap(({ kind }, c) => (kinds.includes(kind) ? [c] : []))
  const given = of('given')
  const family = of('family')
  const names = [...given, ...family]
  const organisations = of('organisation')
  const dates = of('birthDate')
  const codes = of('code', 'businessId')
  const beside = comparisons.flatMap(({ kind, levels }, c) => {
    const below = anchors[kind]
    if (below === undefined) return []
    return [
      {
        c,
        from: levels.length - 1 - below,
        strong: strong.includes(kind),
        weak: weak.includes(kind),
        shared: shared.includes(kind),
      },
    ]
  })
  const tops = comparisons.map(({ levels }) => levels.length - 1)
  const isAlike = (c: number, level: number) => comparisons[c]!.levels[level] === 'alike'
  return (levels, at = 0) => {
    const level = (c: number) => levels[at + c]!
    const sameCode = codes.some((c) => level(c) === tops[c])
    if (given.some((c) => level(c) === 1 || isAlike(c, level(c))) && !sameCode) return never
    if (codes.some((c) => level(c) === 1) && !sameCode) return never
    const differ = names.filter((c) => level(c) === 1).length
    const crosswise = names.some((c) => comparisons[c]!.levels[level(c)] === 'crosswise')
    const agree = crosswise ? names.length : names.filter((c) => level(c) > 1).length
    if (agree + differ === 0 && organisations.length > 0) return sameCode ? 0 : never
    const anchored = beside.filter(({ c, from }) => level(c) >= from)
    const surely = anchored.some((anchor) => anchor.strong)
    if (dates.some((c) => level(c) === 1) && !surely) return never
    if (names.length === 0 && !surely) return never
    if (!anchored.some((anchor) => !anchor.weak)) return never
    const extra = anchored.some((anchor) => !anchor.weak && !anchor.shared) ? 0 : doubtful
    if (differ > 0) return surely && agree > 0 && anchored.length > 1 ? extra : never
    if (agree === names.length || sameCode) return extra
    return anchored.length > 1 && (agree > 0 || surely) ? extra : never
  }
}

/**
 * Whether two groups of rows contradict each other as a whole: wherever both sides know the birth date (or a code), it differs, and
 * nothing given to one person is the same. One slip is nothing; two groups each sure of another date are two people.
 */
export function contradictionIn(
  comparisons: readonly Comparison[],
  level: (c: number, a: number, b: number) => number,
): (a: readonly number[], b: readonly number[]) => boolean {
  const of = (kinds: readonly ColumnKind[]) => comparisons.flatMap(({ kind }, c) => (kinds.includes(kind) ? [c] : []))
  const telling = of(['birthDate', 'code', 'businessId'])
  const sure = of(strong)
  return (a, b) => {
    const [few, many] = [a.slice(0, rowsLookedAt), b.slice(0, rowsLookedAt)]
    const levelsOf = (c: number) => few.flatMap((x) => many.map((y) => level(c, x, y))).filter((one) => one > 0)
    const contradicts = telling.some((c) => {
      const known = levelsOf(c)
      return known.length > 0 && known.every((one) => one === 1)
    })
    return contradicts && !sure.some((c) => levelsOf(c).includes(comparisons[c]!.levels.length - 1))
  }
}
const rowsLookedAt = 12
