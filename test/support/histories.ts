import '#src/pipeline.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { merge, unmerge } from '#src/clean/identity/index.ts'
import {
  ensureSource,
  type IntakeRecord,
  noteChanged,
  recordId,
  retract,
  take,
  takeFromStaff,
  workOf,
} from '#src/collect/intake/index.ts'
import { archive, restore } from '#src/know/customers/archive.ts'
import { erase } from '#src/know/erasure/erase.ts'
import { watchEveryone } from '#src/know/insights/deviations/everyone.ts'
import { inForce } from '#src/know/insights/deviations/keep.ts'
import { insertRun as insertWatch, settle } from '#src/know/insights/deviations/queries.ts'
import { insertRun as insertMaking } from '#src/know/insights/forecast/queries/runs.ts'
import { carryOut } from '#src/know/insights/forecast/run.ts'
import { cutRfm, dayIn, refreshStale } from '#src/know/insights/index.ts'
import { noteOpen } from '#src/know/interactions/index.ts'
import type { Context } from '#src/platform/context.ts'
import { type Db, sql } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { testContext } from '#test/support/context.ts'
import { cities, claimsOf, day, meetingOf, purchaseOf, type Step } from './history-steps.ts'
import { customers, orders } from './shop-files.ts'
import { importFiles, takeBackImport } from './world.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'kauppias-histories-'))
process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
export const shopOfHistories = uuidOf('test', 'Kauppa')
const shop = { name: 'Kauppa', id: shopOfHistories }

/** A world in which histories happen one after the other, each to customers of its own; time goes on, or back, as it is told. */
export class History {
  readonly db: Db
  readonly #shared: Context
  #now = Date.UTC(2026, 5, 1, 9)
  #name = ''
  #made: Uuid[] = []
  #merges: Uuid[] = []
  #imports: Uuid[] = []
  #nth = 0

  constructor(db: Db) {
    this.db = db
    const context = testContext(db)
    this.#shared = { ...context, config: { ...context.config, dataDir } }
  }

  start(name: string): void {
    this.#name = name
    this.#made = []
    this.#merges = []
    this.#imports = []
  }

  context(): Context {
    this.#now += 1000
    const now = new Date(this.#now)
    return { ...this.#shared, now, clock: { ...this.#shared.clock, now: () => now } }
  }
  get name(): string {
    return this.#name
  }
  get timeZone(): string {
    return this.#shared.config.timeZone
  }

  pass(days: number): void {
    this.#now += days * day
  }

  async #tell(record: IntakeRecord, of: string, bulk = false): Promise<void> {
    const context = this.context()
    const source = await ensureSource(this.db, shop.name, { id: shop.id, now: context.now })
    const payload = Buffer.from(JSON.stringify(record))
    const hash = uuidOf(`${payload.toString()}${++this.#nth}`)
    const incoming = { fileNo: 0, line: 0, record, key: of, hash, payload, copy: false, overtaken: false }
    await this.db.tx((tx) => take(workOf(context, tx), { source, importId: null, bulk, incoming: [incoming] }))
    this.#made.push(recordId(source.id, record.kind, of))
  }

  /** Whose a number is now. */
  async of(one: number): Promise<Uuid | undefined> {
    const record = recordId(shop.id, 'customer', this.#ref(one))
    const row = await this.db.maybe(sql<{ id: Uuid }>`
      select l.customer_id as id from clean.link l join know.customer c on c.id = l.customer_id where l.record_id = ${record}`)
    return row?.id
  }
  readonly #ref = (one: number) => `${this.#name}-${one}`
  readonly #at = (daysAgo: number) => new Date(this.#now - daysAgo * day).toISOString()

  /** Takes a step that changes customers or time; others are the caller's. Returns whether it was one. */
  async happen(one: Step): Promise<boolean> {
    try {
      return (await this.#told(one)) || (await this.#acted(one)) || (await this.#counted(one))
    } catch (error) {
      // what cannot be merged, parted or put away in this history stays as it is
      if (error instanceof Refusal && error.status < 500) return true
      throw error
    }
  }

  /** What sources tell. */
  async #told(one: Step): Promise<boolean> {
    if (one.do === 'tell') {
      const ref = this.#ref(one.key)
      await this.#tell({ kind: 'customer', externalId: ref, claims: claimsOf(one.told, ref, this.#now) }, ref)
    } else if (one.do === 'buy') {
      const number = `${this.#ref(one.key)}-${one.nth}`
      const record = purchaseOf(number, this.#ref(one.key), { ...one, at: this.#at(one.daysAgo) })
      await this.#tell(record, number, one.bulk)
    } else if (one.do === 'meet')
      await this.#tell(
        meetingOf(one.what, this.#ref(one.key), this.#at(one.daysAgo)),
        `${this.#ref(one.key)}-m${one.nth}`,
      )
    else if (one.do === 'deliver') await this.#deliver(one)
    else if (one.do === 'rollBack') {
      const [id] = this.#imports.splice(one.nth % Math.max(1, this.#imports.length), 1)
      if (id !== undefined) await takeBackImport(this.context(), id)
    } else if (one.do === 'takeBack') await this.#takeBack(this.#made[one.nth % Math.max(1, this.#made.length)])
    else return false
    return true
  }

  /** What staff do, and time. */
  async #acted(one: Step): Promise<boolean> {
    if (one.do === 'pass') this.pass(one.days)
    else if (one.do === 'merge') await this.#merge(one.one, one.other)
    else if (one.do === 'unmerge') await this.#unmerge(one.nth)
    else if (one.do === 'vouch' || one.do === 'matter' || one.do === 'deviate') {
      const id = await this.of(one.key)
      if (id === undefined) return true
      if (one.do === 'vouch') await this.#vouch(id, one.granted)
      else if (one.do === 'matter') await this.#matter(id, one)
      else await this.#deviate(id, one.ended)
    } else if (one.do === 'delete' || one.do === 'archive' || one.do === 'erase')
      await this.#act(one.do, await this.of(one.key))
    else return false
    return true
  }

  /** What the program counts of everybody. */
  async #counted(one: Step): Promise<boolean> {
    if (one.do === 'refresh') await refreshStale(this.db, { timeZone: this.timeZone })
    else if (one.do === 'cut') await cutRfm(this.db, new Date(this.#now))
    else if (one.do === 'forecast') {
      const context = this.context()
      const id = context.uuid()
      await insertMaking(this.db, { id, by: null, now: context.now })
      await carryOut(context, id, new AbortController().signal)
    } else if (one.do === 'watch') {
      const context = this.context()
      const id = context.uuid()
      await insertWatch(this.db, { id, by: null, now: context.now })
      await watchEveryone(context, id, new AbortController().signal)
    } else return false
    return true
  }

  async #deliver({ keys, told }: Extract<Step, { do: 'deliver' }>): Promise<void> {
    const refs = keys.map(this.#ref)
    const people = refs.map((ref, i) => [ref, `Nimi ${(told + i) % 7}`, `${ref}${told % 5}@example.com`, '', ''])
    const bought = refs.map((ref, i) => [
      `${ref}-${told % 6}`,
      ref,
      '',
      '',
      this.#at((told * 7 + i) % 100).slice(0, 10),
      `${told + i}.50`,
    ])
    const files = told % 3 === 0 ? [orders(...bought)] : [customers(...people), orders(...bought)]
    this.#imports.push(await importFiles(this.context(), shop, files))
  }

  async #takeBack(id: Uuid | undefined): Promise<void> {
    const known = id && (await this.db.maybe(sql<{ id: Uuid }>`select id from collect.record where id = ${id}`))
    const context = this.context()
    if (known) await this.db.tx((tx) => retract(workOf(context, tx), [known.id], {}))
  }

  async #merge(one: number, other: number): Promise<void> {
    const [to, from] = [await this.of(one), await this.of(other)]
    if (to === undefined || from === undefined || to === from) return
    const context = this.context()
    const done = await this.db.tx((tx) => merge(workOf(context, tx), { to, from, because: { by: 'person' } }))
    this.#merges.push(done.mergeId)
  }

  async #unmerge(nth: number): Promise<void> {
    const mergeId = this.#merges[nth % Math.max(1, this.#merges.length)]
    const context = this.context()
    if (mergeId !== undefined) await this.db.tx((tx) => unmerge(workOf(context, tx), { mergeId }))
  }

  /** Staff write down what the customer said. */
  async #vouch(about: Uuid, granted: boolean): Promise<void> {
    const context = this.context()
    const claims = {
      verified: { by: 'staff' as const },
      consents: [{ channel: 'email' as const, granted, at: context.now.toISOString() }],
      addresses: [{ street: 'Uusikatu 1', postcode: '00100', city: cities[granted ? 0 : 1]! }],
      told: context.uuid(),
    }
    await this.db.tx((tx) => takeFromStaff(workOf(context, tx), { kind: 'customer', about, claims }))
  }

  async #matter(customer: Uuid, { key, open }: { key: number; open: boolean }): Promise<void> {
    const originId = recordId(shop.id, 'customer', this.#ref(key))
    const matter = { kind: 'complaint', id: uuidOf(this.#ref(key)), originId, since: this.context().now } as const
    await this.db.tx((tx) => noteOpen(tx, customer, matter, open))
  }

  /** As a watch settles what it has found of one customer. */
  async #deviate(customer_id: Uuid, ended: boolean): Promise<void> {
    const today = dayIn(this.context().now, this.timeZone)
    const row = await this.db.maybe(
      sql<{ events: number }>`select events from know.rollup where customer_id = ${customer_id}`,
    )
    if (row === undefined) return
    const found = { customerId: customer_id, kind: 'drop' as const, since: today, foundOn: today, size: -0.5, bits: 9 }
    const version = (await inForce(this.db))?.head.version ?? 1
    await this.db.tx(async (tx) => {
      const all = ended ? [] : [{ ...found, evidence: {} }]
      const changed = await settle(tx, [{ customer_id, ...row }], all, { today, version })
      if (changed.length > 0) await noteChanged(tx, changed, ['deviation'])
    })
  }

  async #act(what: 'delete' | 'archive' | 'erase', id: Uuid | undefined): Promise<void> {
    if (id === undefined) return
    const context = this.context()
    const row = await this.db.one(
      sql<{
        version: number
        away: boolean
      }>`select version, archived_at is not null as away from know.customer where id = ${id}`,
    )
    if (what === 'erase') await erase(context, id, { reason: 'asked', confirm: row.version })
    else if (what === 'archive') await (row.away ? restore : archive)(context, id, row.version)
    else {
      const records = await this.db.rows(
        sql<{ id: Uuid }>`select record_id as id from clean.link where customer_id = ${id}`,
      )
      const ids = records.map((one) => one.id)
      await this.db.tx((tx) => retract(workOf(context, tx), ids, { what: 'deleted', whole: true }))
    }
  }
}
