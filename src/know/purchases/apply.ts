import {
  type Batch,
  fresh,
  type Item,
  type LineRecord,
  type PurchaseRecord,
  recordId,
  type Work,
} from '#src/collect/intake/index.ts'
import { log, type NewEntry, unlog } from '#src/know/interactions/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { applyMoney } from './money.ts'
import {
  deleteLines,
  deletePurchases,
  followPurchase,
  insertLines,
  insertPurchases,
  type KnownProduct,
  type LineRow,
  type PurchaseRow,
  products,
  putProducts,
  setTotals,
  type Tally,
  tally,
} from './queries.ts'

type PurchaseItem = Item & { record: PurchaseRecord }
interface Part {
  item: Item
  purchaseId: Uuid
  line: LineRecord
}

/** Writes products, purchases with their lines, invoices and payments, and what of them belongs on the timeline. */
export async function apply(work: Work, batch: Batch): Promise<void> {
  await applyProducts(work, batch)
  const heads = fresh(batch, 'purchase')
  const parts: Part[] = fresh(batch, 'purchaseLine').map((item) => ({
    item,
    purchaseId: item.parentId!,
    line: item.record.line,
  }))
  for (const item of heads) if (item.record.line) parts.push({ item, purchaseId: item.id, line: item.record.line })
  const rows = await writeLines(work, batch, parts)
  await summarise(work, batch, heads, rows)
  await applyMoney(work, batch)
}

async function applyProducts(work: Work, batch: Batch): Promise<void> {
  const found = new Map(fresh(batch, 'product').map((item) => [productId(batch, item.record.sku), item.record]))
  await putProducts(
    work.tx,
    [...found].map(([id, r]) => ({
      id,
      source_id: batch.source.id,
      sku: r.sku,
      name: r.name ?? null,
      category: r.category ?? null,
      price: r.price ?? null,
      currency: r.currency ?? null,
      attributes: r.attributes ?? null,
      in_stock: r.inStock ?? null,
    })),
  )
}
const productId = (batch: Batch, sku: string) => recordId(batch.source.id, 'product', sku)

async function writeLines(work: Work, batch: Batch, parts: Part[]): Promise<LineRow[]> {
  const skus = new Set(
    parts
      .filter(({ line }) => line.sku !== undefined && !(line.description && line.category))
      .map(({ line }) => line.sku!),
  )
  const known = new Map(
    (
      await products(
        work.tx,
        [...skus].map((sku) => productId(batch, sku)),
      )
    ).map((p) => [p.id, p]),
  )
  const changed = parts.filter(({ item }) => item.version > 1)
  await deleteLines(
    work.tx,
    changed.map(({ item }) => ({ customerId: item.formerCustomerId ?? item.customerId!, id: item.id })),
  )
  const rows = parts.map((part) =>
    lineRow(batch, part, part.line.sku === undefined ? undefined : known.get(productId(batch, part.line.sku))),
  )
  await insertLines(work.tx, rows)
  return rows
}

function lineRow(batch: Batch, { item, purchaseId, line }: Part, product: KnownProduct | undefined): LineRow {
  return {
    customer_id: item.customerId,
    purchase_id: purchaseId,
    id: item.id,
    line_number: line.lineNumber ?? null,
    sku: line.sku ?? null,
    description: line.description ?? product?.name ?? null,
    category: line.category ?? product?.category ?? null,
    quantity: line.quantity,
    unit_price: line.unitPrice ?? null,
    amount: line.amount,
    freight: line.freight ?? null,
    duplicate: item.bucket === 'duplicate',
    source_id: batch.source.id,
    origin_id: item.identityId,
  }
}

async function writeHeads(work: Work, batch: Batch, heads: PurchaseItem[], news: Tally[]): Promise<void> {
  const sums = new Map(news.map((t) => [t.id, t]))
  const known = heads.filter((item) => item.version > 1)
  await unlog(work, batch, known)
  await deletePurchases(
    work.tx,
    known.map((item) => ({ customerId: item.formerCustomerId ?? item.customerId!, id: item.id })),
  )
  for (const item of known)
    if (item.formerCustomerId !== null && item.formerCustomerId !== item.customerId)
      await followPurchase(work.tx, {
        id: item.id,
        from: item.formerCustomerId,
        to: item.customerId!,
        originId: item.identityId!,
      })
  await insertPurchases(
    work.tx,
    heads.map((item) => headRow(batch, item, sums.get(item.id))),
  )
}

function headRow(batch: Batch, item: PurchaseItem, sum: Tally | undefined): PurchaseRow {
  const r = item.record
  return {
    customer_id: item.customerId,
    id: item.id,
    number: r.number ?? null,
    at: r.at,
    type: r.type,
    status: r.status ?? null,
    channel: r.channel ?? null,
    currency: r.currency,
    stated_total: r.total ?? null,
    stated_net: r.net ?? null,
    total: r.total ?? sum?.sum ?? null,
    items: sum?.items ?? 0,
    source_id: batch.source.id,
    origin_id: item.identityId,
  }
}

/**
 * Sums the purchases that got a header or lines, writes the headers and puts each purchase on the timeline. All lines of a new purchase are
 * at hand; of one that was known before, the lines are read back.
 */
async function summarise(work: Work, batch: Batch, heads: PurchaseItem[], rows: LineRow[]): Promise<void> {
  const linesOf = Map.groupBy(rows, (row) => row.purchase_id as Uuid)
  const fresh = heads.filter((item) => item.version === 1)
  const news = fresh.map((item) => newTally(item, linesOf.get(item.id) ?? []))
  await writeHeads(work, batch, heads, news)
  const isNew = new Set(fresh.map((item) => item.id))
  const known = new Map<Uuid, Uuid>()
  for (const [id, [row]] of linesOf) if (!isNew.has(id)) known.set(id, row!.customer_id as Uuid)
  for (const item of heads) if (item.version > 1) known.set(item.id, item.customerId!)
  const sums = await tally(
    work.tx,
    [...known].map(([id, customerId]) => ({ id, customerId })),
  )
  await setTotals(
    work.tx,
    sums.map((t) => ({ customerId: t.customer_id, id: t.id, total: t.stated_total ?? t.sum, items: t.items })),
  )
  await log(work, batch.source, batch, [...sums.map((t) => entryOf(t, false)), ...news.map((t) => entryOf(t, true))])
}

/** What `tally` would answer for a purchase that is being written. */
function newTally(item: PurchaseItem, lines: LineRow[]): Tally {
  const r = item.record
  const shown = lines.filter((l) => (l.description ?? l.category) !== null)
  const worth = (l: LineRow) => BigInt(l.amount as string)
  shown.sort((a, b) =>
    worth(a) === worth(b) ? ((a.id as string) < (b.id as string) ? -1 : 1) : worth(a) > worth(b) ? -1 : 1,
  )
  const sum = lines.reduce((all, l) => all + worth(l) + BigInt((l.freight as string | null) ?? 0), 0n)
  return {
    customer_id: item.customerId!,
    id: item.id,
    number: r.number ?? null,
    at: r.at,
    type: r.type,
    status: r.status ?? null,
    channel: r.channel ?? null,
    currency: r.currency,
    origin_id: item.identityId!,
    stated_total: r.total ?? null,
    sum: lines.length === 0 ? null : sum.toString(),
    items: lines.length,
    descriptions: shown.slice(0, 4).map((l) => (l.description ?? l.category) as string),
  }
}

/** A purchase as the timeline shows it. */
export function entryOf(t: Tally, isNew: boolean): NewEntry {
  const amount = t.stated_total ?? t.sum
  // a "purchase" whose lines all came back is a return
  const kind = t.type === 'purchase' && amount?.startsWith('-') ? 'return' : t.type
  const shown = t.descriptions.slice(0, 3).map((d) => (d.length > 80 ? `${d.slice(0, 79)}…` : d))
  return {
    customerId: t.customer_id,
    id: t.id,
    at: t.at,
    kind,
    channel: t.channel,
    title: shown.length === 0 ? null : shown.join(', ') + (t.items > 3 ? ' …' : ''),
    amount,
    currency: t.currency,
    reference: t.number,
    status: t.status,
    originId: t.origin_id,
    isNew,
  }
}
