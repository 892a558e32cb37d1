import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Db, Tx } from '#src/platform/db/index.ts'
import type { Clock } from '#src/platform/ports/index.ts'
import type { Bucket, Currency, RecordKind, Uuid } from '#src/terms/index.ts'
import type { MappedRow } from './fields.ts'
import type { Claims, CustomerRecord, Fault, IntakeRecord } from './records.ts'

/** What every step of the pipeline is given. One transaction; `now` never comes from anywhere else. */
export interface Work {
  tx: Tx
  now: Date
  uuid(): Uuid
  /** Who of the staff does this; null for programs. */
  actorId: Uuid | null
  company: { timeZone: string; currency: Currency }
  /** Where the key stands by which erased people are known. */
  dataDir?: string
}

/** A source as the pipeline needs it. */
export interface SourceInfo {
  id: Uuid
  name: string
  trust: number
  hasCustomers: boolean
}

/** What an entrance hands in: one line, message or edit. */
export interface Incoming {
  fileNo: number
  line: number
  record: IntakeRecord
  /** Natural key within source and kind. */
  key: string
  /** Hash of the written content: the same again is no change. */
  hash: Uuid
  payload: Buffer
  /** An exact copy of an earlier line of the same file that has no id of its own. */
  copy: boolean
  /** A later line of the same file tells the same record: this one has no effect. */
  overtaken: boolean
  /** The first line of its purchase in its file: it speaks for the purchase's header. */
  tellsHeader?: boolean
}

/** One source record on its way through the pipeline. */
export interface Item extends Omit<Incoming, 'record'> {
  record: IntakeRecord
  /** Id of the source record. */
  id: Uuid
  /** Made by us from a line (a purchase's header, a customer named on an order, a contact of a company): counts as no line. */
  derived: boolean
  /** Came earlier and waited for its parent until now. */
  released: boolean
  /** Has a bucket but takes no part: its record is told by another item. */
  echo: boolean
  bucket: Bucket
  version: number
  /** The purchase or invoice it is a part of. */
  parentId: Uuid | null
  /** The customer record through which it belongs to a customer; null = nobody known. */
  identityId: Uuid | null
  /** Before this batch, where it differs. */
  formerIdentityId: Uuid | null
  /** Filled by identity. */
  customerId: Uuid | null
  formerCustomerId: Uuid | null
  /** When it was told, where that is not now: a version that comes back, a record that finds another place. */
  receivedAt?: Date
  /** The version that came back; `version` is above 1 then, so that what was written of it before is replaced. */
  recordVersion?: number
  /** The import that told it, where that is not the batch's. */
  importId?: Uuid | null
}

/** A source record that has no effect any more: taken back, or belonging to nobody known now. */
export interface Gone {
  id: Uuid
  kind: RecordKind
  /** The customer record through which it had its effect. */
  identityId: Uuid | null
  /** The purchase or invoice it was a part of. */
  parentId: Uuid | null
  /** The stock number of a product. */
  sku?: string
  /** The record itself stays, only without a customer. */
  stays: boolean
  /** Filled by identity. */
  customerId: Uuid | null
}

/** What is stored of a customer record: its claims and ids. */
export type Said = Claims & Pick<CustomerRecord, 'externalId' | 'personId'>

/** The values in use of one customer: a function of its claims. */
export interface Golden {
  id: Uuid
  kind: 'person' | 'organisation'
  name: string
  given: string | null
  family: string | null
  email: string | null
  phone: string | null
  street: string | null
  postcode: string | null
  city: string | null
  country: string | null
  language: string | null
  businessId: string | null
  birthDate: string | null
  title: string | null
  protected: boolean
  customerSince: string | null
  leadSource: string | null
}

/** What a batch did, filled step by step in flow order. */
export interface Batch {
  source: SourceInfo
  importId: Uuid | null
  /** Many lines at once: figures are made afterwards, not line by line. */
  bulk: boolean
  /** One of several batches of more than `largeBulk` lines together: what follows from customers is made anew when all have come. */
  large?: boolean
  items: Item[]
  /** Records that lose their effect; `retract` takes it away before the steps run. */
  gone: Gone[]
  /** Why something is taken back; null where something is taken in. */
  taking: 'rolledBack' | 'undone' | 'deleted' | null
  /** Identity notes here what happens to known customers, where somebody wants to know. */
  effects?: Effect[]
  /** Filled by identity, taken over by customers. */
  created: Golden[]
  changed: Golden[]
  /** Customers left without any record (their rows went elsewhere). */
  emptied: Uuid[]
  /** Customers whose timeline changed. */
  touched: Set<Uuid>
  /** Of the emptied: those who went into another customer, and into whom. */
  joined?: Map<Uuid, Uuid>
  /** Of the created: those who were there before and went into another. */
  returned?: Set<Uuid>
}

/** From more lines than this on, looking at each customer costs more than looking at everybody once. */
export const largeBulk = 30_000

export type Step = (work: Work, batch: Batch) => Promise<void>
/** Takes away what the batch's `gone` have written in a slice, and brings what leant on it up to date. */
export type RetractStep = Step

/** What a record does to a customer: `filled` an empty field, `changed` a value, `kept` = it lost to the value in use; `new` = a customer. */
export interface Effect {
  field: string
  what: 'filled' | 'changed' | 'kept' | 'new'
  customerId: Uuid
  fileNo: number
  line: number
  /** The value that was in use, and the one that is told. */
  old: string | null
  told: string | null
}

/** A stored version of a record, to be read again. */
export interface Stored {
  id: Uuid
  kind: RecordKind
  key: string
  source_id: Uuid
  import_id: Uuid | null
  file_no: number | null
  read_import: Uuid | null
  read_file: number | null
  received_at: Date
  payload: Buffer
}
/** An import that told what was known already. */
export interface Teller {
  record_id: Uuid
  import_id: Uuid
  file_no: number
  line_no: number
  at: Date
}
/** Why an import may not be taken back: a code of the dictionary and a sentence. */
export interface Objection {
  code: string
  because: string
}

/** What the gate needs to read a row: where naive times, bare amounts and local telephone numbers are from. */
export interface GateContext {
  timeZone: string
  currency: Currency
  /** ISO 3166-1 alpha-2. */
  country: string
  now: Date
}
/** How later slices serve the entrances that stand before them in the flow. */
export interface Ports {
  /** Quality: makes a typed record of a mapped row, or says what is wrong. */
  gate(row: MappedRow, context: GateContext): { record?: IntakeRecord; faults: Fault[] }
  /** Identity, customers, interactions, purchases, insights: run over every batch, in flow order. */
  steps: readonly Step[]
  /** Identity first, then whoever wrote something of a record: run over `gone` before the steps. */
  retract: readonly RetractStep[]
  /** Imports: rows as their own import's mapping read them; records that no mapping can read any more are absent. */
  reread(work: Work, versions: Stored[]): Promise<Map<Stored, IntakeRecord>>
  /** Imports: who else told these records, oldest first, without the given import and those that are taken back. */
  toldAgain(runner: Runner, records: Uuid[], except: Uuid): Promise<Teller[]>
  /** Whoever has sent an effect outside, or must keep something by law: what forbids taking an import back. */
  objections: readonly ((runner: Runner, importId: Uuid) => Promise<Objection[]>)[]
  /** Insights: brings the figures of all customers marked stale up to date, after a bulk. */
  figures(db: Db, company: Work['company'], clock: Clock, signal?: AbortSignal): Promise<void>
  /** Identity: how many customers these customer records of an import are of, how many nobody else tells of, and what staff wrote of them. */
  leaningOn(
    runner: Runner,
    identities: Uuid[],
    importId: Uuid,
  ): Promise<{ customers: number; gone: number; edits: number }>
  /** Customers: who they are, and whether non-disclosure for safety hides what is told of them. */
  named(runner: Runner, customers: Uuid[]): Promise<Map<Uuid, { id: Uuid; name: string; protected: boolean }>>
  /** Segments: notes of whom what has changed, so that conditions which read it are looked at again. */
  changed(tx: Tx, customers: readonly Uuid[] | 'all', what: readonly Area[], bulk: boolean): Promise<void>
  /** Slices after erasure: take what they keep of people who are forgotten for good, in its transaction. */
  forget: readonly ((tx: Tx, customers: readonly Uuid[]) => Promise<void>)[]
  /** Customers: who of these is put away. */
  archivedAmong(runner: Runner, customers: Uuid[]): Promise<Set<Uuid>>
  /** Customers: whose a customer record is, and whether non-disclosure for safety hides what it tells. */
  whoIs(runner: Runner, identities: Uuid[]): Promise<Map<Uuid, { id: Uuid; name: string; protected: boolean }>>
}

/**
 * What of customers changes and conditions read: `customer` values in use and standing, `claims` what sources say (consents, attributes,
 * identifiers), `timeline` what happened and what is counted of it, `figures` what is measured on all customers together (cut points, mean
 * interval), `forecast` and `deviation` what insights make of it, `picks` lists of customers, `other` anything else.
 */
export const areas = ['customer', 'claims', 'timeline', 'figures', 'forecast', 'deviation', 'picks', 'other'] as const
export type Area = (typeof areas)[number]

/**
 * For whoever changes customers beside the pipeline: with the caller's transaction, and within a second of it, segments know. The pipeline
 * itself notes all that it changes. `bulk`: very many customers, who wait behind others; all of them: when the bulk that tells so piece by
 * piece has ended. Without a filled pipeline nobody listens.
 */
export async function noteChanged(
  tx: Tx,
  customers: readonly Uuid[] | 'all',
  what: readonly Area[],
  bulk = false,
): Promise<void> {
  await filled?.changed(tx, customers, what, bulk)
}

let filled: Ports | undefined

/** Called once by the composing root (`src/pipeline.ts`). */
export function fillPorts(ports: Ports): void {
  filled = ports
}
export function ports(): Ports {
  if (!filled) throw new Error('the pipeline is not filled: import src/pipeline.ts')
  return filled
}

/** Runs the steps after intake. */
export async function runPipeline(work: Work, batch: Batch): Promise<void> {
  if (batch.gone.length > 0) for (const step of ports().retract) await step(work, batch)
  for (const step of ports().steps) await step(work, batch)
}

/** Items that say something new, of the given kinds. */
export function fresh<K extends IntakeRecord['kind']>(
  batch: Batch,
  ...kinds: K[]
): (Item & { record: Extract<IntakeRecord, { kind: K }> })[] {
  const wanted = new Set<string>(kinds)
  return batch.items.filter(
    (item): item is Item & { record: Extract<IntakeRecord, { kind: K }> } =>
      wanted.has(item.record.kind) && isFresh(item),
  )
}

/** New or changed content that is to take effect now. Copies without an id of their own are lines in their own right. */
export function isFresh(item: Item): boolean {
  if (item.echo) return false
  return item.bucket === 'new' || item.bucket === 'updated' || (item.bucket === 'duplicate' && item.copy)
}

/** The pipeline's work on behalf of whoever acts. */
export const workOf = (context: Context, tx: Tx): Work => ({
  tx,
  now: context.now,
  uuid: context.uuid,
  actorId: context.actor.kind === 'system' ? null : context.actor.id,
  company: { timeZone: context.config.timeZone, currency: context.config.currency },
  dataDir: context.config.dataDir,
})
