import { ensureSource } from '#src/collect/intake/index.ts'
import { authorize, may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { announce } from '#src/platform/live/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { seal } from '#src/platform/vault/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type {
  Hook,
  HookChange,
  HookDraft,
  HookLine,
  HookList,
  HookMade,
  Scheme,
  SuggestAsk,
  Suggested,
} from './contract.ts'
import { mustHold } from './parts.ts'
import { payloadsIn } from './payload.ts'
import {
  endHook,
  hookById,
  type HookRow,
  insertHook,
  lastWaiting,
  latestDeliveries,
  livingHooks,
  lockHook,
  updateHook,
  waitingFor,
} from './queries.ts'
import { placesIn, previewOf, suggestParts } from './suggest.ts'

const unknown = () => new Refusal(404, 'not_found', 'There is no such web hook.', 'Open it from the list.')

/** Web hooks by source and name. Addresses are shown to those who may manage sources. */
export async function list(context: Context): Promise<HookList> {
  authorize(context.actor, 'source.read')
  const rows = await livingHooks(context.db)
  return { hooks: rows.map((row) => lineOf(context, row, row.waiting)) }
}

const addressOf = ({ config }: Context, key: string) => `${config.publicUrl}/v1/hooks/${key}`

function lineOf(context: Context, row: HookRow, waiting: number): HookLine {
  return {
    id: row.id,
    name: row.name,
    preset: row.preset,
    scheme: row.scheme,
    sourceId: row.source_id,
    source: row.source,
    address: may(context.actor, 'source.manage') ? addressOf(context, row.key) : null,
    createdAt: row.created_at.toISOString(),
    lastAt: row.last_at?.toISOString() ?? null,
    waiting,
    unmapped: row.preset === 'own' && row.parts === null,
    refused: row.refused,
    refusedAt: row.refused_at?.toISOString() ?? null,
  }
}

const shownDeliveries = 30

/** One web hook with what came last. Throws 404. */
export async function read(context: Context, id: Uuid): Promise<Hook> {
  authorize(context.actor, 'source.read')
  const row = await hookById(context.db, id)
  if (row === undefined) throw unknown()
  const [waiting, deliveries] = await Promise.all([
    waitingFor(context.db, id),
    latestDeliveries(context.db, id, shownDeliveries),
  ])
  return {
    ...lineOf(context, row, waiting),
    version: row.version,
    header: row.header,
    currency: row.currency,
    parts: row.parts,
    deliveries: deliveries.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })),
  }
}

/** A secret of ours, in the form that receivers of the scheme expect. */
const newSecret = ({ random }: Context, scheme: Scheme): string =>
  scheme === 'standard' ? `whsec_${random.bytes(24).toString('base64')}` : random.bytes(24).toString('base64url')

function secretFor(
  context: Context,
  scheme: Scheme,
  given: string | undefined,
): { kept: string; shown: string | null } {
  if (given !== undefined) return { kept: given, shown: null }
  if (scheme === 'shopify')
    throw new Refusal(422, 'hook_secret_needed', 'The shop makes the secret itself.', 'Copy it from its settings.')
  const made = newSecret(context, scheme)
  return { kept: made, shown: made }
}

/** Makes a web hook of a source, which is made too where it is new. Throws 422 `hook_secret_needed`, `source_name`. */
export async function add(context: Context, draft: HookDraft): Promise<HookMade> {
  authorize(context.actor, 'source.manage')
  const { db, now, config, random, actor } = context
  const { kept, shown } = secretFor(context, draft.scheme, draft.secret)
  const id = context.uuid()
  const key = random.bytes(16).toString('base64url')
  const secret = await seal({ dataDir: config.dataDir, random }, id, kept)
  await db.tx(async (tx) => {
    const source = await ensureSource(tx, draft.source, { id: context.uuid(), now })
    await insertHook(tx, {
      id,
      key,
      source_id: source.id,
      name: draft.name.trim(),
      preset: draft.preset,
      scheme: draft.scheme,
      header: draft.scheme === 'token' || draft.scheme === 'stripe' ? (draft.header?.toLowerCase() ?? null) : null,
      secret,
      currency: draft.currency ?? config.currency,
      parts: null,
      created_at: now,
      by: actor.kind === 'system' ? null : actor.id,
    })
  })
  return { id, address: addressOf(context, key), secret: shown }
}

async function locked(tx: Tx, id: Uuid): Promise<HookRow> {
  const row = await lockHook(tx, id)
  if (row === undefined) throw unknown()
  return row
}

/** Changes the name or the meaning; what waits is applied with it. Throws 404, 409 `hook_changed`, 422 `hook_parts`. */
export async function change(
  context: Context,
  id: Uuid,
  version: number,
  given: HookChange,
): Promise<{ id: Uuid; version: number }> {
  authorize(context.actor, 'source.manage')
  return context.db.tx(async (tx) => {
    const row = await locked(tx, id)
    if (given.parts) mustHold(given.parts)
    if (row.version !== version)
      throw new Refusal(409, 'hook_changed', 'Somebody changed it meanwhile.', 'Look at it again, then change it.')
    const parts = row.preset === 'own' ? (given.parts ?? row.parts) : null
    const next = await updateHook(tx, { ...row, name: given.name?.trim() ?? row.name, parts })
    await announce(tx, { topic: 'event', id })
    return { id, version: next }
  })
}

/** A new secret; the old one is dead within seconds. Throws 404, 422 `hook_secret_needed`. */
export async function renewSecret(context: Context, id: Uuid, given?: string): Promise<{ secret: string | null }> {
  authorize(context.actor, 'source.manage')
  const { db, config, random } = context
  return db.tx(async (tx) => {
    const row = await locked(tx, id)
    const { kept, shown } = secretFor(context, row.scheme, given)
    await updateHook(tx, { ...row, secret: await seal({ dataDir: config.dataDir, random }, id, kept) })
    return { secret: shown }
  })
}

/** Nobody is heard at its address any more; what came stays, what still waits goes. Throws 404. */
export async function remove(context: Context, id: Uuid): Promise<void> {
  authorize(context.actor, 'source.manage')
  await context.db.tx(async (tx) => {
    await locked(tx, id)
    await endHook(tx, id, context.now)
  })
}

/** What a payload seems to mean, and what would become of it. Nothing of it is kept. Throws 404, 422 `hook_sample`, `hook_parts`. */
export async function suggest(context: Context, id: Uuid, ask: SuggestAsk): Promise<Suggested> {
  authorize(context.actor, 'source.manage')
  const { db, config, now } = context
  const row = await hookById(db, id)
  if (row === undefined) throw unknown()
  if (ask.parts) mustHold(ask.parts)
  const bytes = ask.sample === undefined ? await lastWaiting(db, id) : Buffer.from(ask.sample)
  if (bytes === undefined) return { sample: null, parts: ask.parts ?? row.parts, places: [], preview: [] }
  const payload = payloadsIn(bytes)?.[0]
  if (payload === undefined)
    throw new Refusal(422, 'hook_sample', 'The sample is no JSON object.', 'Paste a whole payload.')
  const parts = ask.parts ?? (ask.kind === undefined ? row.parts : null) ?? suggestParts(payload, ask.kind)
  const gate = { timeZone: config.timeZone, currency: row.currency, country: 'FI', now }
  return {
    sample: ask.sample === undefined ? 'received' : 'pasted',
    parts,
    places: placesIn(payload, parts),
    preview: parts === null ? [] : previewOf(payload, parts, gate),
  }
}
