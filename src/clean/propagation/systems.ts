import { authorize, createToken, revokeToken } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { mayName, StrangeHost, Unreached } from '#src/platform/egress/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { seal } from '#src/platform/vault/index.ts'
import { announce } from '#src/platform/live/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type {
  MappingLine,
  System,
  SystemChange,
  SystemChoices,
  SystemDraft,
  SystemList,
  SystemMade,
  Trial,
  Way,
} from './contract.ts'
import { everybody, forget, nobody } from './jobs.ts'
import { messageId } from './message.ts'
import { basicsOf, healthIn, present } from './present.ts'
import { again } from './queries/deliveries.ts'
import {
  addSystem,
  attributeNames,
  changeSystem,
  closeTasks,
  connected,
  giveTask,
  healthOf,
  openTasks,
  setSendingAll,
  sourceNames,
  staffNames,
  type SystemRow,
  systemForChange,
  systemOf,
  type Target,
} from './queries/systems.ts'
import { nextFile } from './schedule.ts'
import { secretOf } from './send.ts'
import { tryPlace } from './ways/file.ts'
import { call, keyPrefix } from './ways/hook.ts'
import { ask } from './ways/person.ts'

const unknown = () => new Refusal(404, 'system_unknown', 'There is no such system.', 'Choose one from the list.')

/** Systems with how they are doing, by name. */
export async function list({ actor, db, config }: Context): Promise<SystemList> {
  authorize(actor, 'system.read')
  const rows = await connected(db)
  const ids = rows.map(({ id }) => id)
  const [health, tasks] = await Promise.all([healthOf(db, ids), openTasks(db)])
  return {
    systems: rows.map((row) => ({ ...basicsOf(row), ...healthIn(row, health, tasks) })),
    mailWorks: config.mail !== undefined,
  }
}

/** What the form of a new system offers. */
export async function choices({ actor, db, config }: Context): Promise<SystemChoices> {
  authorize(actor, 'system.manage')
  const [staff, sources, attributes] = await Promise.all([staffNames(db), sourceNames(db), attributeNames(db)])
  return {
    me: actor.id,
    staff,
    sources,
    attributes: attributes.map(({ name }) => name),
    mailWorks: config.mail !== undefined,
  }
}

/** One system with all that may be known of it. Throws 404 `system_unknown`. */
export async function read({ actor, db }: Context, id: Uuid): Promise<System> {
  authorize(actor, 'system.read')
  const row = await systemOf(db, id)
  if (row === undefined) throw unknown()
  const [health, tasks, staff, sources, attributes] = await Promise.all([
    healthOf(db, [id]),
    openTasks(db),
    staffNames(db),
    sourceNames(db),
    attributeNames(db),
  ])
  return present(row, { health, tasks, staff, sources, attributes: attributes.map(({ name }) => name) })
}

/** What a system of each way is told unless somebody says otherwise. */
const usual: readonly MappingLine[] = (
  [
    'name',
    'given',
    'family',
    'email',
    'phone',
    'street',
    'postcode',
    'city',
    'country',
    'language',
    'archived',
  ] as const
).map((field) => ({ field, name: field }))

const needed: Record<Way, readonly (keyof Target | 'password')[]> = {
  hook: ['url'],
  folder: ['folder'],
  sftp: ['host', 'user', 'folder'],
  pull: [],
  person: ['email'],
}
const reachable = ['url', 'folder', 'format', 'host', 'port', 'user', 'fingerprint', 'email', 'allowPrivate'] as const

/** The parts that say where a system is; refuses what its way lacks or what leads where nothing may be sent. */
function targetOf(way: Way, given: SystemChange, old: Target = {}): Target {
  const target: Target = {
    ...old,
    ...Object.fromEntries(reachable.flatMap((key) => (given[key] === undefined ? [] : [[key, given[key]]]))),
  }
  const missing = needed[way].filter((key) => target[key as keyof Target] === undefined)
  if (missing.length > 0)
    throw new Refusal(422, 'target_incomplete', 'It is not said where the system is.', 'Fill in what is missing.', {
      missing: missing.join(', '),
    })
  const inside = target.allowPrivate === true
  if (target.url !== undefined && way === 'hook') {
    const url = URL.canParse(target.url) ? new URL(target.url) : undefined
    if (url === undefined || url.username !== '' || url.password !== '' || url.hash !== '')
      throw new Refusal(422, 'target_wrong', 'The address of the system is not well formed.', 'Write it as https://….')
    if (url.protocol === 'http:' && !inside) throw notOutside()
    if (!mayName(url.hostname, inside)) throw notOutside()
  }
  if (target.host !== undefined && way === 'sftp' && !mayName(target.host, inside)) throw notOutside()
  return target
}

const notOutside = () =>
  new Refusal(
    422,
    'target_inside',
    'The address is within the house, or unprotected.',
    'Use an https:// address outside, or say that the system stands in your own network.',
  )

function mustHaveDistinctNames(mapping: readonly MappingLine[]): void {
  const twice = (of: string[]) => new Set(of).size < of.length
  if (twice(mapping.map(({ name }) => name)) || twice(mapping.map(({ field }) => field)))
    throw new Refusal(422, 'mapping_twice', 'The same field or name stands twice.', 'Leave one of them out.')
}

async function mustExist({ db }: Context, { sourceId, responsibleId }: SystemChange): Promise<void> {
  const people = responsibleId === undefined ? [] : await staffNames(db)
  const sources = sourceId === undefined || sourceId === null ? [] : await sourceNames(db)
  const none =
    (responsibleId !== undefined && !people.some(({ id }) => id === responsibleId)) ||
    (sourceId && !sources.some(({ id }) => id === sourceId))
  if (none) throw new Refusal(422, 'choice_unknown', 'The person or source chosen is not there.', 'Choose another one.')
}

/**
 * Connects a system. A hook gets the key of its signature, a pulling system its token: answered once. Throws 422 `target_incomplete`,
 * `target_wrong`, `target_inside`, `mapping_twice`, `choice_unknown`.
 */
export async function connect(context: Context, draft: SystemDraft): Promise<SystemMade> {
  authorize(context.actor, 'system.manage')
  const { db, now, random, uuid, config, actor, jobs } = context
  const target = targetOf(draft.way, draft)
  const mapping = draft.mapping ?? [...usual]
  mustHaveDistinctNames(mapping)
  await mustExist(context, draft)
  const id = uuid()
  const made = await secretFor(context, draft)
  const files = draft.way === 'folder' || draft.way === 'sftp'
  const schedule = files ? (draft.schedule ?? { everyMinutes: 60 }) : null
  await addSystem(db, {
    id,
    name: draft.name.trim(),
    way: draft.way,
    target: files ? { format: 'csv', ...target } : target,
    secret: made.kept === undefined ? null : await seal({ dataDir: config.dataDir, random }, id, made.kept),
    mapping,
    sends_protected: draft.sendsProtected ?? false,
    source_id: draft.sourceId ?? null,
    schedule,
    limit_hours: draft.limitHours ?? 24,
    responsible_id: draft.responsibleId ?? actor.id,
    token_id: made.tokenId,
    created_at: now,
    next_file_at: files ? nextFile(schedule, now, config.timeZone) : null,
  })
  if (draft.begin === 'all') {
    await setSendingAll(db, id, nobody)
    await jobs.enqueue(db, everybody, { systemId: id }, { key: id })
  }
  return { id, version: 1, secret: made.shown }
}

/** What the system proves itself with, or we ourselves to it. */
async function secretFor(
  context: Context,
  { way, password, name }: Pick<SystemDraft, 'way' | 'password' | 'name'>,
): Promise<{ kept?: string | undefined; shown: string | null; tokenId: Uuid | null }> {
  if (way === 'hook') {
    const key = `${keyPrefix}${context.random.bytes(32).toString('base64')}`
    return { kept: key, shown: key, tokenId: null }
  }
  if (way === 'pull') {
    const { token, secret } = await createToken(context, { name: name.trim(), scopes: ['change.read'], days: 730 })
    return { shown: secret, tokenId: token.id }
  }
  return { kept: way === 'sftp' ? password : undefined, shown: null, tokenId: null }
}

/** Changes what is given; the rest stays. Throws 404, 409 `system_changed`, and 422 as `connect`. */
export async function change(context: Context, id: Uuid, version: number, given: SystemChange): Promise<SystemMade> {
  authorize(context.actor, 'system.manage')
  const { db, now, config, random } = context
  if ((await systemOf(db, id)) === undefined) throw unknown()
  if (given.mapping) mustHaveDistinctNames(given.mapping)
  await mustExist(context, given)
  return db.tx(async (tx) => {
    const row = await systemForChange(tx, id)
    if (row === undefined) throw unknown()
    if (row.version !== version)
      throw new Refusal(
        409,
        'system_changed',
        'Somebody changed the system meanwhile.',
        'Look at it again, then change it.',
      )
    const schedule = row.schedule === null ? null : (given.schedule ?? row.schedule)
    const sealed =
      given.password !== undefined && row.way === 'sftp'
        ? await seal({ dataDir: config.dataDir, random }, id, given.password)
        : row.secret
    const next: SystemRow = {
      ...row,
      name: given.name?.trim() ?? row.name,
      target: targetOf(row.way, given, row.target),
      secret: sealed,
      mapping: given.mapping ?? row.mapping,
      sends_protected: given.sendsProtected ?? row.sends_protected,
      source_id: given.sourceId === undefined ? row.source_id : given.sourceId,
      schedule,
      limit_hours: given.limitHours ?? row.limit_hours,
      responsible_id: given.responsibleId ?? row.responsible_id,
      next_file_at: schedule === null ? null : nextFile(schedule, now, config.timeZone),
    }
    await giveTask(tx, id, next.responsible_id)
    const { version: made } = await changeSystem(tx, next, now)
    return { id, version: made, secret: null }
  })
}

/** A new key of the signature, or a new token; the old one is dead at once. Throws 404, 422 `no_secret_of_ours`. */
export async function renewSecret(context: Context, id: Uuid): Promise<{ secret: string }> {
  authorize(context.actor, 'system.manage')
  const { db, now, config, random } = context
  const system = await systemOf(db, id)
  if (system === undefined) throw unknown()
  if (system.way !== 'hook' && system.way !== 'pull')
    throw new Refusal(422, 'no_secret_of_ours', 'This system has no secret of ours.', 'Change its password instead.')
  const made = await secretFor(context, { way: system.way, name: system.name })
  await db.tx(async (tx) => {
    const row = await systemForChange(tx, id)
    if (row === undefined) throw unknown()
    const secret = made.kept === undefined ? null : await seal({ dataDir: config.dataDir, random }, id, made.kept)
    await changeSystem(tx, { ...row, secret, token_id: made.tokenId }, now)
  })
  if (system.token_id !== null) await revokeToken(context, system.token_id).catch(gone)
  return { secret: made.shown! }
}
const gone = (error: unknown) => {
  if (!(error instanceof Refusal && error.status === 404)) throw error
}

async function setState(
  context: Context,
  id: Uuid,
  state: 'active' | 'paused',
): Promise<{ id: Uuid; version: number }> {
  authorize(context.actor, 'system.run')
  const { db, now } = context
  return db.tx(async (tx) => {
    const row = await systemForChange(tx, id)
    if (row === undefined) throw unknown()
    const { version } = await changeSystem(tx, { ...row, state }, now)
    await announce(tx, { topic: 'delivery', id })
    return { id, version }
  })
}
/** Nothing is sent until it is resumed; what changes meanwhile waits. Throws 404. */
export const pause = (context: Context, id: Uuid) => setState(context, id, 'paused')
/** Sends what has waited. Throws 404. */
export const resume = (context: Context, id: Uuid) => setState(context, id, 'active')

/** Ends the connection: nothing more is sent, its secrets go, its deliveries are forgotten. Throws 404. */
export async function remove(context: Context, id: Uuid): Promise<void> {
  authorize(context.actor, 'system.manage')
  const { db, now, jobs } = context
  const token = await db.tx(async (tx) => {
    const row = await systemForChange(tx, id)
    if (row === undefined) throw unknown()
    await changeSystem(tx, { ...row, state: 'removed', secret: null, token_id: null, next_file_at: null }, now)
    await closeTasks(tx, [id], now)
    await jobs.enqueue(tx, forget, { systemId: id }, { key: id })
    return row.token_id
  })
  if (token !== null) await revokeToken(context, token).catch(gone)
}

/** Puts everybody into its queue, in the background. Throws 404. */
export async function sendAll(context: Context, id: Uuid): Promise<void> {
  authorize(context.actor, 'system.manage')
  const { db, jobs } = context
  if ((await systemOf(db, id)) === undefined) throw unknown()
  await setSendingAll(db, id, nobody)
  await jobs.enqueue(db, everybody, { systemId: id }, { key: id })
}

/** Tries at once all that has been tried in vain or given up. Throws 404. */
export async function retryAll(context: Context, id: Uuid): Promise<{ count: number }> {
  authorize(context.actor, 'system.run')
  const { db, now } = context
  return db.tx(async (tx) => {
    const row = await systemForChange(tx, id)
    if (row === undefined) throw unknown()
    const files = row.next_file_at === null ? {} : { next_file_at: now }
    await changeSystem(tx, { ...row, ...files }, now)
    return { count: await again(tx, { customerId: null, systemId: id, now }) }
  })
}

/** Sends a trial that is about nobody. What went wrong is answered, not thrown. Throws 404. */
export async function trial(context: Context, id: Uuid): Promise<Trial> {
  authorize(context.actor, 'system.manage')
  const { db, config, now } = context
  const system = await systemOf(db, id)
  if (system === undefined) throw unknown()
  try {
    const secret = await secretOf(context, system)
    const message = {
      id: messageId(id, nobody, now.getTime()),
      type: 'test',
      at: now.toISOString(),
      customer: null,
    } as const
    if (system.way === 'hook') await call(system.target, secret, message, now)
    else if (system.way === 'person') await ask(system, message, '', config)
    else if (system.way !== 'pull') await tryPlace(system, { config, secret })
    return { ok: true, error: null, seen: null }
  } catch (error) {
    if (!(error instanceof Unreached)) throw error
    return { ok: false, error: error.code, seen: error instanceof StrangeHost ? error.seen : null }
  }
}
