import type { ColumnKind, Comparison } from './contract.ts'

/*
 * People of one household, like branches of one organisation, agree in what they share and in nothing else. Against chance alone an equal address,
 * postcode, town and family name would make one person of a family. So a pair is weighed against two others: two records that
 * have nothing to do with one another, and two of one household, who agree in a comparison with the share s of how one person's records do
 * and by chance for the rest: h = s·m + (1 − s)·u. How common such pairs are (`near`) is learned like lambda.
 */

/** How far members of a household agree in a comparison as one person does. What is not here they share by chance only. */
const sharing: Partial<Record<ColumnKind, number>> = {
  family: 0.7,
  street: 0.95,
  houseNumber: 0.95,
  postcode: 0.97,
  city: 0.97,
  phone: 0.15,
  email: 0.05,
}

/** By comparison: s. All 0 where no address or nothing that would tell members of a household apart is compared. */
export function sharesOf(comparisons: readonly Pick<Comparison, 'kind'>[]): number[] {
  const told = comparisons.some(({ kind }) => kind === 'given')
  const placed = comparisons.some(({ kind }) => kind === 'street')
  return comparisons.map(({ kind }) => (told && placed ? (sharing[kind] ?? 0) : 0))
}

/** Bits for one person against one household, of the bits against chance. */
export const againstHousehold = (bits: number, share: number): number =>
  share === 0 ? bits : -Math.log2(share + (1 - share) * 2 ** -bits)

/** Odds against both together, in bits: the chances of being wrong add up. */
export const together = (chance: number, household: number): number => {
  const [low, high] = chance < household ? [chance, household] : [household, chance]
  return low - Math.log2(1 + 2 ** (low - high))
}

/** Where a pair starts against a household before it is looked at, in bits; no limit where households are not looked at. */
export const nearStart = ({ lambda, near }: { lambda: number; near: number }): number =>
  near === 0 ? Number.POSITIVE_INFINITY : Math.log2(lambda / near)
