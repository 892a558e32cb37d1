import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { anchors } from './anchor.ts'
import { commit, commitRemoval, genesis, headOf, link } from './chain.ts'
import type { BadLink, Verdict } from './contract.ts'
import {
  allSeals,
  type CheckedRow,
  neverSealed,
  newestSeal,
  nextLeaves,
  oneMoment,
  openLeaves,
  type RemovedRow,
  removals,
  sealed,
  type SealRow,
} from './queries.ts'

export interface VerifyOptions {
  signal?: AbortSignal
  onProgress?: (done: number, total: number) => void | Promise<void>
}

/** Faults are counted to the end; the first ones are named. */
const named = 20

/**
 * Walks every chain and compares every sealed entry with what stands in the history now. Names the first bad link of each kind of
 * tampering: an entry changed, deleted, copied or written in; a leaf cut off, out of order or altered; a seal missing or rewritten against
 * the heads beside the database; an erasure that no seal tells. Reads one snapshot, in bounded memory.
 */
export async function verifyHistory(context: Context, options: VerifyOptions = {}): Promise<Verdict> {
  const told = await anchors(context.config.dataDir)
  return context.db.tx(
    async (tx) => {
      await oneMoment(tx)
      const walk = new Walk(await allSeals(tx), await removals(tx))
      const total = Number((await sealed(tx)).leaves)
      await walkLeaves(tx, walk, total, options)
      walk.closeSeals()
      compareAnchors(walk, told)
      const until = (await newestSeal(tx))[0]?.until
      if (until !== undefined) {
        const odd = await neverSealed(tx, until)
        if (odd.n > 0)
          walk.tell(
            { what: 'added', entryId: odd.first, customerId: odd.customer, seal: null, shard: null, n: null },
            odd.n,
          )
      }
      return walk.verdict()
    },
    { readOnly: true },
  )
}

async function walkLeaves(tx: Tx, walk: Walk, total: number, { signal, onProgress }: VerifyOptions): Promise<void> {
  await openLeaves(tx)
  let done = 0
  for (;;) {
    signal?.throwIfAborted()
    const rows = await nextLeaves(tx)
    if (rows.length === 0) return
    for (const row of rows) walk.leaf(row)
    done += rows.length
    await onProgress?.(done, Math.max(total, done))
  }
}

function compareAnchors(walk: Walk, { heads, newest }: Awaited<ReturnType<typeof anchors>>): void {
  for (const [seal, head] of walk.headsOfSeals())
    if (heads.has(seal) && !heads.get(seal)!.has(head)) walk.tell({ ...nowhere, what: 'rewritten', seal })
  // a crash may leave the head of one seal that never came to be
  if (newest > walk.lastSeal + 1) walk.tell({ ...nowhere, what: 'truncated', seal: walk.lastSeal + 1 })
  walk.anchored = heads.size
}

const nowhere = { seal: null, shard: null, n: null, entryId: null, customerId: null }
const placeOf = ({ seal, shard, n }: { seal: number; shard: number; n: number }) => `${seal} ${shard} ${n}`

class Walk {
  readonly #seals: SealRow[]
  readonly #byPlace: Map<string, SealRow>
  readonly #removedAt: Map<string, RemovedRow>
  /** Removals that each seal has to tell in each shard, in order. */
  readonly #toTell: Map<string, RemovedRow[]>
  readonly #heads = new Map<number, { head: Buffer; seal: number; n: number }>()
  readonly #first: BadLink[] = []
  #faults = 0
  #entries = 0
  #erased = 0
  anchored = 0
  lastSeal = 0

  constructor(seals: SealRow[], removed: RemovedRow[]) {
    this.#seals = seals
    this.#byPlace = new Map(seals.map((row) => [`${row.seal} ${row.shard}`, row]))
    this.#removedAt = new Map(removed.map((row) => [placeOf(row), row]))
    this.#toTell = Map.groupBy(
      removed.filter((row) => row.told_in !== null),
      (row) => `${row.told_in} ${row.shard}`,
    )
    for (const { seal } of seals) this.lastSeal = Math.max(this.lastSeal, seal)
  }

  tell(bad: BadLink, count = 1): void {
    this.#faults += count
    if (this.#first.length < named) this.#first.push(bad)
  }

  leaf(row: CheckedRow): void {
    const chain = this.#heads.get(row.shard) ?? { head: genesis, seal: 0, n: 0 }
    if (chain.seal !== row.seal) {
      this.#close(row.shard, chain, row.seal)
      Object.assign(chain, { seal: row.seal, n: 0 })
    }
    this.#heads.set(row.shard, chain)
    const bad = (what: BadLink['what']) =>
      this.tell({
        what,
        seal: row.seal,
        shard: row.shard,
        n: row.n,
        entryId: row.entry_id,
        customerId: row.customer_id,
      })
    if (row.n === chain.n - 1 && row.entry_id !== null) {
      bad('copied')
      return
    }
    if (row.n !== chain.n || row.seal > this.lastSeal) bad('missing')
    chain.n = row.n + 1
    chain.head = link(chain.head, row, row.commitment)
    const fault = row.kind === 'removal' ? this.#removal(row) : this.#entry(row)
    if (fault) bad(fault)
  }

  #removal(row: CheckedRow): BadLink['what'] | undefined {
    const removed = this.#toTell.get(`${row.seal} ${row.shard}`)?.[row.n]
    if (removed === undefined) return 'altered'
    return commitRemoval({ ...removed, erasure: removed.erasure_id }).equals(row.commitment) ? undefined : 'altered'
  }

  #entry(row: CheckedRow): BadLink['what'] | undefined {
    if (row.salt === null || row.entry_id === null) {
      this.#erased++
      return this.#removedAt.has(placeOf(row)) ? undefined : 'untold'
    }
    this.#entries++
    if (row.content === null) return 'deleted'
    return commit(row.salt, row.content).equals(row.commitment) ? undefined : 'changed'
  }

  /** The chain of a shard goes on to seal `next`: what every seal before says of the shard must hold. */
  #close(shard: number, chain: { head: Buffer; seal: number; n: number }, next: number): void {
    for (let seal = Math.max(chain.seal, 1); seal < Math.min(next, this.lastSeal + 1); seal++) {
      const row = this.#byPlace.get(`${seal} ${shard}`)
      const n = seal === chain.seal ? chain.n : 0
      if (row?.leaves !== n) this.tell({ ...nowhere, what: 'missing', seal, shard, n })
      else if (!row.head.equals(chain.head)) this.tell({ ...nowhere, what: 'altered', seal, shard, n })
    }
  }

  closeSeals(): void {
    for (const shard of new Set([...this.#heads.keys(), ...this.#seals.map((row) => row.shard)]))
      this.#close(shard, this.#heads.get(shard) ?? { head: genesis, seal: 0, n: 0 }, this.lastSeal + 1)
  }

  *headsOfSeals(): Iterable<[number, string]> {
    for (const [seal, rows] of Map.groupBy(this.#seals, (row) => row.seal))
      yield [
        seal,
        headOf(
          seal,
          rows.map((row) => row.head),
        ).toString('hex'),
      ]
  }

  verdict(): Verdict {
    return {
      whole: this.#faults === 0,
      seals: new Set(this.#seals.map((row) => row.seal)).size,
      entries: this.#entries,
      erased: this.#erased,
      late: this.#seals.reduce((sum, row) => sum + row.late, 0),
      anchored: this.anchored,
      sealedUntil: this.#seals.at(-1)?.until.toISOString() ?? null,
      faults: this.#faults,
      first: this.#first,
    }
  }
}
