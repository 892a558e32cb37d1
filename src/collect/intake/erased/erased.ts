import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { expand, partyKey, partyOf, recordId } from '../expand.ts'
import type { Incoming, Said, Work } from '../pipeline.ts'
import { cellsFromJson } from '../quarantine/quarantine.ts'
import type { Claims, IntakeRecord } from '../records.ts'
import { erasureKey, hashOf, note, type Trace } from './keeping.ts'
import { isNamed, type Named, textsOf, withoutNamed } from './named.ts'
import {
  anybodyErased,
  blankPayload,
  dropQuarantined,
  erasedOf,
  importsOf,
  liftErased,
  quarantinedLike,
  recordsOf,
  tellersBeside,
} from './queries.ts'
import { dropRecords } from '../retract/queries.ts'

const folded = (name: string) =>
  (
    name
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
    .sort()
    .join(' ')

/** What claims leave behind. A telephone or birthday is nobody's alone: it counts together with the name only. */
export function tracesOf(said: Claims & Pick<Said, 'personId'>, sourceId: Uuid): Trace[] {
  const name = said.name && folded(said.name.display)
  return [
    ...(said.emails ?? []).map((e): Trace => ['email', e.key]),
    ...(name === undefined ? [] : (said.phones ?? []).map((p): Trace => ['phone', `${p.value}|${name}`])),
    ...(said.businessId === undefined ? [] : [['businessId', said.businessId] satisfies Trace]),
    ...(said.personId === undefined ? [] : [['person', `${said.personId}|${sourceId}`] satisfies Trace]),
    ...(name === undefined || said.birthDate === undefined
      ? []
      : [['birth', `${name}|${said.birthDate}`] satisfies Trace]),
  ]
}

function claimsIn(record: IntakeRecord): (Claims & Pick<Said, 'personId'>)[] {
  if (record.kind === 'customer') {
    const own = { ...record.claims, ...(record.personId !== undefined && { personId: record.personId }) }
    return record.contact ? [own, record.contact] : [own]
  }
  const { email, phone, name } = partyOf(record) ?? {}
  return [{ ...(name && { name }), ...(email && { emails: [email] }), ...(phone && { phones: [phone] }) }]
}

function tracesIn(sourceId: Uuid, incoming: Incoming): Trace[] {
  const traces: Trace[] = claimsIn(incoming.record).flatMap((said) => tracesOf(said, sourceId))
  for (const item of expand(sourceId, incoming)) {
    traces.push(['record', item.id])
    if (item.parentId !== null) traces.push(['record', item.parentId])
  }
  const key = partyKey(partyOf(incoming.record) ?? {})
  if (key !== null) traces.push(['record', recordId(sourceId, 'customer', key)])
  return traces
}

async function matching<T>(
  work: Work,
  things: readonly T[],
  tracesFor: (thing: T) => Trace[],
): Promise<Map<T, Buffer[]>> {
  const found = new Map<T, Buffer[]>()
  if (things.length === 0 || !(await anybodyErased(work.tx))) return found
  if (work.dataDir === undefined)
    throw new Error('somebody was erased: whoever takes records in must say where the key is')
  const key = await erasureKey(work.dataDir)
  const hashes = new Map(things.map((thing) => [thing, tracesFor(thing).map((trace) => hashOf(key, trace))]))
  const known = await erasedOf(work.tx, [...hashes.values()].flat())
  for (const [thing, all] of hashes) {
    const same = all.filter((hash) => known.has(hash.toString('base64')))
    if (same.length > 0) found.set(thing, same)
  }
  return found
}

/** Lines that tell of somebody who was erased. One look-up, and none while nobody was. */
export async function erasedAmong(work: Work, sourceId: Uuid, incoming: readonly Incoming[]): Promise<Set<Incoming>> {
  return new Set((await matching(work, incoming, (one) => tracesIn(sourceId, one))).keys())
}

const email = /[^\s<>"',;:]+@[^\s<>"',;:]+/g
const rowOf = (sourceId: Uuid, cells: readonly string[]): Trace => ['row', `${sourceId}|${JSON.stringify(cells)}`]

/** The same of rows that nobody could read: as they were erased, or with the e-mail of somebody erased. */
export async function erasedRows<T extends { cells: string[] }>(
  work: Work,
  sourceId: Uuid,
  rows: readonly T[],
): Promise<Set<T>> {
  const found = await matching(work, rows, ({ cells }) => [
    rowOf(sourceId, cells),
    ...cells.flatMap((cell) => (cell.match(email) ?? []).map((key): Trace => ['email', key.toLowerCase()])),
  ])
  return new Set(found.keys())
}

/**
 * Staff add somebody who was erased: only on the person's own word, which ends the memory of it.
 * Throws 409 `person_erased` otherwise.
 */
export async function mayReturn(work: Work, incoming: Incoming, sourceId: Uuid): Promise<void> {
  if (incoming.record.kind !== 'customer') return
  const hashes = [...(await matching(work, [incoming], (one) => tracesIn(sourceId, one))).values()].flat()
  if (hashes.length === 0) return
  if (incoming.record.claims.verified?.by !== 'customer')
    throw new Refusal(
      409,
      'person_erased',
      'Somebody with these details was erased on request.',
      'Add them only when they asked for it themselves, and say so.',
    )
  await liftErased(work.tx, hashes)
  await note(work.dataDir!, { lifted: hashes.map((hash) => hash.toString('base64')), at: work.now.toISOString() })
}

/** What intake removed, and what must not come in again. */
export interface Scrubbed {
  records: Uuid[]
  imports: Uuid[]
  quarantined: number
  traces: Trace[]
}

/** Everything that sources told of somebody, given their customer records: all versions, what waits, and rows to repair that name them. */
export async function eraseRecords(work: Work, identities: Uuid[], named: Named): Promise<Scrubbed> {
  const { tx } = work
  const rows = await recordsOf(tx, identities)
  const records = rows.map((row) => row.id)
  const imports = new Set(await importsOf(tx, records))
  for (const { id, payload } of await tellersBeside(tx, records))
    await blankPayload(tx, id, Buffer.from(JSON.stringify(withoutNamed(named, JSON.parse(payload.toString())))))
  const like = await quarantinedLike(tx, records, textsOf(named), named.numbers)
  const gone = like.filter(
    ({ theirs, cells, draft, source_id }) =>
      theirs ||
      isNamed(named, cellsFromJson(cells), source_id) ||
      (draft !== null && isNamed(named, cellsFromJson(draft), source_id)),
  )
  for (const { import_id } of gone) if (import_id !== null) imports.add(import_id)
  await dropQuarantined(
    tx,
    gone.map((row) => row.id),
  )
  await dropRecords(tx, records)
  return {
    records,
    imports: [...imports],
    quarantined: gone.length,
    traces: [
      ...records.map((id): Trace => ['record', id]),
      ...gone.map(({ source_id, cells }) => rowOf(source_id, cellsFromJson(cells))),
    ],
  }
}
