import type { System, SystemChange, Way } from '#src/clean/propagation/contract.ts'

/** What stands in the form, as texts. */
export interface Draft {
  name: string
  way: Way
  url: string
  folder: string
  format: 'csv' | 'xlsx'
  host: string
  port: string
  user: string
  password: string
  fingerprint: string
  email: string
  allowPrivate: boolean
  /** Minutes, or `times`. */
  every: string
  times: string
  limitHours: string
  responsibleId: string
  sourceId: string
}

export const emptyDraft = (me: string): Draft => ({
  name: '',
  way: 'hook',
  url: '',
  folder: '',
  format: 'csv',
  host: '',
  port: '22',
  user: '',
  password: '',
  fingerprint: '',
  email: '',
  allowPrivate: false,
  every: '60',
  times: '06:00',
  limitHours: '24',
  responsibleId: me,
  sourceId: '',
})

export function draftOf(system: System): Draft {
  const times = system.schedule?.times ?? []
  return {
    ...emptyDraft(system.responsibleId),
    name: system.name,
    way: system.way,
    url: system.url ?? '',
    folder: system.folder ?? '',
    format: system.format ?? 'csv',
    host: system.host ?? '',
    port: String(system.port ?? 22),
    user: system.user ?? '',
    fingerprint: system.fingerprint ?? '',
    email: system.email ?? '',
    allowPrivate: system.allowPrivate ?? false,
    every: times.length > 0 ? 'times' : String(system.schedule?.everyMinutes ?? 60),
    times: times.join(', ') || '06:00',
    limitHours: String(system.limitHours),
    sourceId: system.sourceId ?? '',
  }
}

const timesIn = (text: string) =>
  text.split(/[\s,;]+/).flatMap((one) => {
    const [, hours, minutes] = /^(\d{1,2})[:.](\d{2})$/.exec(one) ?? []
    return hours === undefined ? [] : [`${hours.padStart(2, '0')}:${minutes}`]
  })

/** The form as the API takes it: only what the way needs. */
export function settingsOf(draft: Draft): SystemChange {
  const { way } = draft
  const files = way === 'folder' || way === 'sftp'
  const inside = way === 'hook' || way === 'sftp' ? { allowPrivate: draft.allowPrivate } : {}
  return {
    ...(way === 'hook' ? { url: draft.url.trim() } : {}),
    ...(files ? { folder: draft.folder.trim(), format: draft.format } : {}),
    ...(files
      ? { schedule: draft.every === 'times' ? { times: timesIn(draft.times) } : { everyMinutes: Number(draft.every) } }
      : {}),
    ...(way === 'sftp' ? { host: draft.host.trim(), port: Number(draft.port) || 22, user: draft.user.trim() } : {}),
    ...(way === 'sftp' && draft.password ? { password: draft.password } : {}),
    ...(way === 'sftp' && draft.fingerprint.trim() ? { fingerprint: draft.fingerprint.trim() } : {}),
    ...(way === 'person' ? { email: draft.email.trim() } : {}),
    ...inside,
    limitHours: Number(draft.limitHours),
    responsibleId: draft.responsibleId,
    sourceId: draft.sourceId || null,
  }
}
