import type { ConsentChannel } from '#src/collect/intake/index.ts'
import { type Claim, vouched } from './golden.ts'

export interface Consent {
  channel: ConsentChannel
  granted: boolean
  /** Milliseconds since 1970. */
  at: number
  claim: Claim
}

/**
 * The latest word per channel; at the same moment a ban goes before a permission. A ban kept when two customers were made one yields only to
 * a permission with a date of its own or to a word by hand: a source that tells its old permission again has asked nobody. Pure.
 */
export function consentsOf(claims: readonly Claim[]): Consent[] {
  const strict = new Set<ConsentChannel>()
  for (const { said } of claims) for (const one of said.consents ?? []) if (one.strict) strict.add(one.channel)
  const latest = new Map<ConsentChannel, Consent>()
  for (const claim of claims)
    for (const { channel, granted, at: told } of claim.said.consents ?? []) {
      if (granted && told === undefined && strict.has(channel) && !vouched(claim)) continue
      const at = told === undefined ? claim.observedAt : Date.parse(told)
      const other = latest.get(channel)
      if (!other || at > other.at || (at === other.at && !granted)) latest.set(channel, { channel, granted, at, claim })
    }
  return [...latest.values()]
}
