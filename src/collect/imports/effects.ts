import type { Batch, Effect } from '#src/collect/intake/index.ts'
import type { Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type EffectCounts, type EffectRow, insertEffects, setEffects } from './queries.ts'

/** Examples that are kept of each field and what. */
const examples = 100
const longest = 500

/** What an import does to known customers: counts by field, and the first rows of each. */
export class Effects {
  readonly #importId: Uuid
  /** A dry run: new customers have no id that lasts. */
  readonly #dry: boolean
  #counts: EffectCounts
  readonly #rows: EffectRow[] = []

  constructor(importId: Uuid, dry: boolean, counts: EffectCounts | null) {
    this.#importId = importId
    this.#dry = dry
    this.#counts = structuredClone(counts ?? {})
  }

  /** What one more batch does: the counts with it, and rows to keep. Nothing is taken over until `accept`. */
  with(batch: Batch): { counts: EffectCounts; rows: EffectRow[] } {
    const counts = structuredClone(this.#counts)
    const rows: EffectRow[] = []
    for (const effect of batch.effects ?? []) {
      const nth = (counts[effect.field]?.[effect.what] ?? 0) + 1
      counts[effect.field] = { ...counts[effect.field], [effect.what]: nth }
      if (nth <= examples) rows.push(this.#row(effect, nth))
    }
    return { counts, rows }
  }
  accept({ counts, rows }: { counts: EffectCounts; rows: EffectRow[] }): void {
    this.#counts = counts
    if (this.#dry) this.#rows.push(...rows)
  }

  /** Keeps what a batch does, in its transaction. */
  async keep(tx: Tx, { counts, rows }: { counts: EffectCounts; rows: EffectRow[] }): Promise<void> {
    if (this.#dry || Object.keys(counts).length === 0) return
    await insertEffects(tx, rows)
    await setEffects(tx, this.#importId, counts)
  }
  /** Keeps what a dry run found, after it was taken back. */
  async report(tx: Tx): Promise<void> {
    await insertEffects(tx, this.#rows)
    await setEffects(tx, this.#importId, this.#counts)
  }

  #row({ field, what, customerId, fileNo, line, old, told }: Effect, nth: number): EffectRow {
    const cut = (text: string | null) => text?.slice(0, longest).toWellFormed() ?? null
    return {
      import_id: this.#importId,
      what,
      field,
      nth,
      customer_id: this.#dry && what === 'new' ? null : customerId,
      file_no: fileNo,
      line_no: line,
      old: cut(old),
      told: cut(told),
    }
  }
}
