import type { Batch, Golden, Work } from '#src/collect/intake/index.ts'
import { standings } from './merged.ts'
import { searchTokens, sortKey } from './names/index.ts'
import {
  deleteCustomers,
  deleteTokens,
  insertCustomers,
  insertTokens,
  keepArchived,
  learnWords,
  rowOf,
  standing,
} from './queries.ts'

const tokensOf = (name: string) => searchTokens(name)

/** Writes the values in use of new and changed customers and the words that they are found by. */
export async function apply(work: Work, batch: Batch): Promise<void> {
  const { tx, now } = work
  const old = await standing(tx, [...batch.changed.map((g) => g.id), ...batch.emptied])
  const before = new Map(old.map((row) => [row.id, row]))
  const { back, archived } = await standings(work, batch, before)
  const write = (g: Golden) => {
    const was = before.get(g.id) ?? back.get(g.id)
    return rowOf(
      g,
      sortKey({ kind: g.kind, display: g.name, given: g.given ?? undefined, family: g.family ?? undefined }),
      (was?.version ?? 0) + 1,
      was?.created_at ?? now,
      now,
    )
  }
  const written = [...batch.created, ...batch.changed]
  await deleteCustomers(
    tx,
    old.map((row) => row.id),
  )
  await insertCustomers(tx, written.map(write))
  await keepArchived(
    tx,
    written.flatMap((g) => {
      const at = archived.has(g.id) ? archived.get(g.id) : before.get(g.id)?.archived_at
      return at ? [{ id: g.id, at }] : []
    }),
  )
  const names = new Map(batch.changed.map((g) => [g.id, g.name]))
  const renamed = old.filter((row) => names.get(row.id) !== row.name)
  await deleteTokens(
    tx,
    renamed.flatMap((row) => tokensOf(row.name).map((token) => ({ token, customer_id: row.id }))),
  )
  const ids = new Set(renamed.map((row) => row.id))
  const tokens = written
    .filter((g) => !before.has(g.id) || ids.has(g.id))
    .flatMap((g) => tokensOf(g.name).map((token) => ({ token, customer_id: g.id })))
  tokens.sort((a, b) => (a.token < b.token ? -1 : a.token > b.token ? 1 : 0))
  await learnWords(tx, [...new Set(tokens.map((t) => t.token))])
  await insertTokens(tx, tokens)
}
