import type { Uuid } from '#src/terms/index.ts'
import { type DeliveryRow, hows, ourFields, type State, type System, type SystemLine } from './contract.ts'
import type { Health, SystemRow, TaskRow } from './queries/systems.ts'
import type { SeenRow } from './queries/seen.ts'

const iso = (at: Date | null | undefined) => at?.toISOString() ?? null

/** Where a system is, in a few characters. */
function whereOf({ way, target }: SystemRow): string {
  if (way === 'hook') return URL.canParse(target.url ?? '') ? new URL(target.url!).host : ''
  if (way === 'sftp') return `${target.host ?? ''}:${target.folder ?? ''}`
  return target.folder ?? target.email ?? ''
}

export function basicsOf(row: SystemRow) {
  const state = row.state === 'paused' ? ('paused' as const) : ('active' as const)
  return { id: row.id, name: row.name, way: row.way, state, where: whereOf(row) }
}

export function healthIn(
  row: SystemRow,
  health: readonly Health[],
  tasks: readonly TaskRow[],
): Omit<SystemLine, keyof ReturnType<typeof basicsOf>> {
  const mine = health.find(({ system_id }) => system_id === row.id)
  const task = tasks.find(({ system_id }) => system_id === row.id)
  return {
    waiting: mine?.waiting ?? 0,
    failing: mine?.failing ?? 0,
    dead: mine?.dead ?? 0,
    oldest: iso(mine?.oldest),
    lastAckAt: iso(row.last_ack_at),
    lastError: row.last_error,
    lastErrorAt: iso(row.last_error_at),
    heldUntil: iso(row.held_until),
    nextFileAt: iso(row.next_file_at),
    sendingAll: row.sending_all !== null,
    task: task === undefined ? null : { openedAt: task.opened_at.toISOString(), who: task.who ?? '' },
  }
}

interface Beside {
  health: readonly Health[]
  tasks: readonly TaskRow[]
  staff: { id: Uuid; name: string }[]
  sources: { id: Uuid; name: string }[]
  attributes: string[]
}
export function present(row: SystemRow, { health, tasks, staff, sources, attributes }: Beside): System {
  const { url, folder, format, host, port, user, fingerprint, email, allowPrivate } = row.target
  const reach = { url, folder, format, host, port, user, fingerprint, email, allowPrivate }
  return {
    ...basicsOf(row),
    ...healthIn(row, health, tasks),
    ...Object.fromEntries(Object.entries(reach).filter(([, value]) => value !== undefined)),
    version: row.version,
    mapping: row.mapping,
    sendsProtected: row.sends_protected,
    sourceId: row.source_id,
    source: sources.find(({ id }) => id === row.source_id)?.name ?? null,
    schedule: row.schedule,
    limitHours: row.limit_hours,
    responsibleId: row.responsible_id,
    responsible: staff.find(({ id }) => id === row.responsible_id)?.name ?? null,
    createdAt: row.created_at.toISOString(),
    hasSecret: row.secret !== null || row.token_id !== null,
    fields: [...ourFields],
    attributes,
    staff,
    sources,
  }
}

/** How a delivery stands, in the words of people; the next try is never before the system is tried at all. */
export function standingIn(row: SeenRow, system: SystemRow): Omit<DeliveryRow, 'customerId' | 'name'> {
  const state = stateOf(row, system)
  const open = row.state !== 'acknowledged'
  const at = [row.next_at, system.held_until, system.next_file_at].flatMap((one) => one?.getTime() ?? [])
  const tries = row.state === 'pending' && system.state === 'active' && system.way !== 'pull'
  return {
    state,
    how: open ? null : (hows.find((how) => how === row.acked_how) ?? 'sent'),
    since: open ? iso(row.since) : null,
    at: iso(row.state === 'sent' ? row.sent_at : row.acked_at),
    nextTry: tries ? iso(new Date(Math.max(...at))) : null,
    attempts: row.attempts,
    error: open ? row.last_error : null,
  }
}

function stateOf({ state, last_error }: SeenRow, system: SystemRow): State {
  if (state !== 'pending') return state
  if (system.state === 'paused') return 'held'
  return last_error === null ? 'waiting' : 'retrying'
}
