import type { Uuid } from '#src/terms/index.ts'

/** Somebody who may be dealt lines. */
export interface Dealer {
  readonly id: Uuid
  readonly team: string
  readonly seesProtected: boolean
  /** Open lines they have already. */
  readonly load: number
}
export interface Dealt {
  readonly id: Uuid
  readonly protected: boolean
  readonly reasons: readonly { readonly kind: string; readonly score: number }[]
  /** Who had the line before or spoke with the customer last: they go on with it if they can. */
  readonly knownTo: Uuid | null
}
export interface Dealing {
  /** Lines of one person at the most. */
  readonly capacity: number
  /** What a team has learned of a kind, 1 where nothing. */
  readonly weight: (team: string, kind: string) => number
  /** Whose work a kind is. */
  readonly isWorkOf: (team: string, kind: string) => boolean
}

/** What a line is worth to a team: its reasons by what the team has learned, the strongest counts. */
export const valueTo = (
  team: string,
  reasons: readonly { kind: string; score: number }[],
  weight: Dealing['weight'],
): number => Math.max(0, ...reasons.map(({ kind, score }) => score * weight(team, kind)))

/** What each further line of one kind counts for beside the one before, per person: eight alike make no list worth reading. */
const again = 0.94

/** How much lines count when they are dealt: what they are worth to the team that values them most, and less the more of their kind stand before. */
export function counted(
  lines: readonly Dealt[],
  people: readonly Dealer[],
  weight: Dealing['weight'],
): Map<Uuid, number> {
  const teams = [...new Set(people.map(({ team }) => team))]
  const best = (line: Dealt) => Math.max(0, ...teams.map((team) => valueTo(team, line.reasons, weight)))
  const values = new Map(lines.map((line) => [line.id, best(line)]))
  const before = new Map<string, number>()
  const ordered = [...lines].sort((a, b) => values.get(b.id)! - values.get(a.id)! || (a.id < b.id ? -1 : 1))
  return new Map(
    ordered.map((line) => {
      const kind = line.reasons[0]?.kind ?? ''
      const alike = before.get(kind) ?? 0
      before.set(kind, alike + 1)
      return [line.id, values.get(line.id)! * again ** (alike / Math.max(1, people.length))]
    }),
  )
}

/**
 * Deals lines to people, best first: nobody gets more than the capacity, no line goes to two, and one of somebody under non-disclosure only to who may
 * see their details. A line goes to whoever knows the customer, else to a team whose work it is, there to whoever has least; to other
 * teams only when those have no room. What a team has found useless sinks, and so do lines alike; the capacity cuts them off.
 * @returns customer → person; lines that found nobody are absent
 */
export function deal(
  lines: readonly Dealt[],
  people: readonly Dealer[],
  { capacity, weight, isWorkOf }: Dealing,
): Map<Uuid, Uuid> {
  const load = new Map(people.map((person) => [person.id, person.load]))
  const value = counted(lines, people, weight)
  const dealt = new Map<Uuid, Uuid>()
  const ordered = [...lines].sort((a, b) => value.get(b.id)! - value.get(a.id)! || (a.id < b.id ? -1 : 1))
  for (const line of ordered) {
    const able = people.filter((person) => load.get(person.id)! < capacity && (!line.protected || person.seesProtected))
    const theirs = able.filter(({ team }) => line.reasons.some(({ kind }) => isWorkOf(team, kind)))
    const among = theirs.length > 0 ? theirs : able
    const to =
      able.find(({ id }) => id === line.knownTo) ??
      among.reduce<Dealer | undefined>((best, one) => {
        if (best === undefined) return one
        const less = load.get(one.id)! - load.get(best.id)!
        if (less !== 0) return less < 0 ? one : best
        const better = valueTo(one.team, line.reasons, weight) - valueTo(best.team, line.reasons, weight)
        return better > 0 || (better === 0 && one.id < best.id) ? one : best
      }, undefined)
    if (to === undefined) continue
    dealt.set(line.id, to.id)
    load.set(to.id, load.get(to.id)! + 1)
  }
  return dealt
}
