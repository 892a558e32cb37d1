import type { ConsentChannel } from '#src/collect/intake/index.ts'
import { consentsOf } from '../consents.ts'
import { type Claim, isProtected } from '../golden.ts'
import type { Strict } from './queries.ts'

/**
 * What must be said of two customers made one, so that no ban of either becomes a permission and no non-disclosure is lifted by joining:
 * undefined where their own words say it already. Pure.
 */
export function strictest(a: readonly Claim[], b: readonly Claim[], now: Date): Strict | undefined {
  const all = [...a, ...b]
  const together = new Map(consentsOf(all).map(({ channel, granted }) => [channel, granted]))
  const banned = new Set<ConsentChannel>()
  for (const { channel, granted } of [...consentsOf(a), ...consentsOf(b)])
    if (!granted && together.get(channel) === true) banned.add(channel)
  const guarded = (isProtected(a) || isProtected(b)) && !isProtected(all)
  if (banned.size === 0 && !guarded) return undefined
  return {
    ...(banned.size > 0 && {
      consents: [...banned].map((channel) => ({
        channel,
        granted: false,
        at: now.toISOString(),
        strict: true as const,
      })),
    }),
    ...(guarded && { protected: true }),
  }
}
