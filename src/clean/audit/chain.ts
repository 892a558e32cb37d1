import { createHash } from 'node:crypto'

/** Entries are spread over this many chains by the last digit of their id, so that none waits for another. */
export const shards = 16
export const shardOf = (entryId: string): number => Number.parseInt(entryId.at(-1)!, 16)

/** What stands before the first link. */
export const genesis = Buffer.alloc(32)

const sha256 = (...parts: (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** Binds to an entry without telling it: who has not the salt cannot even try guesses. @param salt 16 random bytes */
export const commit = (salt: Buffer, content: string): Buffer => sha256(salt, content)

/** What tells that the leaf at this place lost its entry by an erasure. */
export const commitRemoval = (at: { seal: number; shard: number; n: number; erasure: string }): Buffer =>
  sha256(`removed ${at.seal} ${at.shard} ${at.n} ${at.erasure}`)

/** The next link of a shard's chain: what came before, the place, and what stands there. */
export function link(
  before: Buffer,
  { seal, shard, n, kind }: { seal: number; shard: number; n: number; kind: string },
  commitment: Buffer,
): Buffer {
  return sha256(before, `${seal} ${shard} ${n} ${kind} `, commitment)
}

/** One value over all shards after a seal: what is kept outside the database. */
export const headOf = (seal: number, heads: readonly Buffer[]): Buffer => sha256(`seal ${seal} `, ...heads)
