import { dayIn } from '#src/know/insights/index.ts'
import type { Context, Settings } from '#src/platform/context.ts'
import { send } from '#src/platform/mail/index.ts'
import type { Day, Language, Uuid } from '#src/terms/index.ts'
import { bySource } from './alerts.ts'
import { judge } from './chart.ts'
import { type Line, linesOf } from './lines.ts'
import {
  type AlertRow,
  alertsSince,
  lettersOf,
  noteLetter,
  type OwnerRow,
  owners,
  pointsOf,
  setAnnounced,
  unannounced,
} from './queries/read.ts'

const words = {
  fi: {
    weekly: 'Tietojen laatu tällä viikolla',
    alarm: 'Vikoja tavallista enemmän',
    first: 'Lähteistä, joista vastaat:',
    source: (name: string) => `Lähde: ${name}`,
    above: (at: string, faulty: number, told: number, share: string, upper: string, usual: string) =>
      `${at}: vikoja ${faulty} rivillä ${told} rivistä (${share}). Tavallisesti ${usual}, ja vaihtelua on enintään ${upper} asti.`,
    faults: (n: number) => `(viikon aikana ${n})`,
    look: 'Luvut, rajat ja rivit:',
    why: 'Saat tämän, koska sinut on merkitty lähteen vastuuhenkilöksi.',
  },
  en: {
    weekly: 'Quality of data this week',
    alarm: 'More faults than usual',
    first: 'Of the sources that you see to:',
    source: (name: string) => `Source: ${name}`,
    above: (at: string, faulty: number, told: number, share: string, upper: string, usual: string) =>
      `${at}: faults in ${faulty} of ${told} rows (${share}). Usually ${usual}, and by chance no more than ${upper}.`,
    faults: (n: number) => `(${n} this week)`,
    look: 'Figures, limits and rows:',
    why: 'You get this because you are named as the owner of the source.',
  },
} as const

/** Fewer faults in a week are not worth a letter. */
const leastFaults = 5
const linesPerSource = 3

const oneLine = (text: string) => text.replace(/\p{Cc}+/gu, ' ')
const percent = (share: number, language: Language) =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share)
const dayText = (day: Day, language: Language) =>
  new Intl.DateTimeFormat(language === 'fi' ? 'fi' : 'en-GB', { timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))

const aboveText = (alert: AlertRow, language: Language) =>
  words[language].above(
    dayText(alert.day, language),
    alert.faulty,
    alert.told,
    percent(alert.faulty / alert.told, language),
    percent(alert.upper_limit, language),
    percent(alert.centre, language),
  )

/** What a letter says of one source. It holds counts and advice: no value, no name of a person or file. */
export interface Told {
  source: string
  alerts: readonly AlertRow[]
  lines: readonly Line[]
}

/** The text of a letter to the owner of sources. Pure. */
export function textOf(told: readonly Told[], language: Language, publicUrl: string): string {
  const w = words[language]
  const parts = told.flatMap(({ source, alerts, lines }) => [
    '',
    w.source(oneLine(source)),
    ...alerts.map((alert) => `! ${aboveText(alert, language)}`),
    ...lines.map(({ line: { guidance }, lately }) => `- ${guidance} ${w.faults(lately)}`),
  ])
  return [w.first, ...parts, '', w.look, `${publicUrl}/quality`, '', w.why, ''].join('\n')
}

/** The Monday of the week that a day is in. */
function mondayOf(day: Day): Day {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7))
  return at.toISOString().slice(0, 10)
}

const idOf = (config: Settings, ...parts: string[]) => `<${parts.join('.')}@${new URL(config.publicUrl).hostname}>`

/**
 * Writes to the owners of sources what the week brought, each once a week and only when there is something to say. A letter that does not go
 * keeps no other back and is tried when the job is tried again; those that went are not written twice. Throws why the first of them did not go.
 */
export async function writeLetters({ db, config, clock }: Context): Promise<void> {
  if (config.mail === undefined) return
  const now = clock.now()
  const today = dayIn(now, config.timeZone)
  const monday = mondayOf(today)
  const written = await lettersOf(db, monday)
  const week = dayIn(new Date(now.getTime() - 7 * 86_400_000), config.timeZone)
  const alerts = await alertsSince(db, week)
  const failed: unknown[] = []
  for (const [userId, owned] of Map.groupBy(await owners(db), (owner) => owner.user_id)) {
    if (written.has(userId)) continue
    const { email, language } = owned[0]!
    const told: Told[] = []
    for (const owner of owned) {
      const one = await toldOfSource(db, owner, alerts, { today, timeZone: config.timeZone })
      if (one.alerts.length > 0 || one.lines.length > 0) told.push(one)
    }
    if (told.length === 0) continue
    try {
      await send(config.mail, {
        to: email,
        subject: words[language].weekly,
        text: textOf(told, language, config.publicUrl),
        messageId: idOf(config, 'quality', monday, userId),
      })
    } catch (error) {
      failed.push(error)
      continue
    }
    await noteLetter(db, userId, monday, now)
  }
  if (failed.length > 0) throw failed[0]
}

async function toldOfSource(
  db: Context['db'],
  { source_id, source, language }: OwnerRow,
  alerts: readonly AlertRow[],
  { today, timeZone }: { today: Day; timeZone: string },
): Promise<Told> {
  const lines = await linesOf(db, { today, language, timeZone, source: source_id, most: 20 })
  return {
    source,
    alerts: alerts.filter((alert) => alert.source_id === source_id),
    lines: lines
      .filter(({ lately }) => lately >= leastFaults)
      .sort((a, b) => b.lately - a.lately)
      .slice(0, linesPerSource),
  }
}

/**
 * Tells the owners once of deliveries and days that left their limits. Of several in a row the first is told; the page and the weekly letter
 * show the others.
 */
export async function announceAlerts({ db, config, clock, log }: Context): Promise<void> {
  const waiting = await unannounced(db)
  if (waiting.length === 0) return
  const now = clock.now()
  const owned = new Map<Uuid, OwnerRow>((await owners(db)).map((owner) => [owner.source_id, owner]))
  const firsts = firstsOf(bySource(await pointsOf(db, null)))
  for (const alert of waiting) {
    const owner = owned.get(alert.source_id)
    if (owner !== undefined && config.mail !== undefined && firsts.has(keyOf(alert))) {
      try {
        await send(config.mail, {
          to: owner.email,
          subject: `${words[owner.language].alarm}: ${oneLine(owner.source)}`,
          text: textOf([{ source: owner.source, alerts: [alert], lines: [] }], owner.language, config.publicUrl),
          messageId: idOf(config, 'alert', alert.source_id, alert.entrance, alert.day, alert.delivery_id),
        })
      } catch (error) {
        // it stands on the page and in the weekly letter; the next counting tries again
        log.warn('a letter about faults did not go', { why: (error as Error).message })
        continue
      }
    }
    await setAnnounced(db, alert, now)
  }
}

const keyOf = (row: Pick<AlertRow, 'source_id' | 'entrance' | 'day' | 'delivery_id'>) =>
  `${row.source_id} ${row.entrance} ${row.day} ${row.delivery_id}`

/** Points above the limits whose forerunner was not. */
function firstsOf(all: ReturnType<typeof bySource>): Set<string> {
  const firsts = new Set<string>()
  for (const points of all) {
    let was = false
    for (const point of judge(points)) {
      if (point.verdict === 'above' && !was) firsts.add(keyOf(point))
      if (point.verdict !== 'small') was = point.verdict === 'above'
    }
  }
  return firsts
}
