import { type Batch, type MendedBefore, quarantine, sourceInfo, take, type Work } from '#src/collect/intake/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type Aside, Gathering } from './gathering.ts'
import { currencyOf } from './keys/queries.ts'
import { Known } from './known.ts'
import type { Layout } from './layouts.ts'
import { type Mended, tellMended, wantedByMended } from './mending.ts'
import { keepAliases, keepEvidence } from './queries.ts'
import { type Home, Translation } from './translate.ts'

/** What of the company messages are read by. */
export async function homeOf(work: Work, sourceId: Uuid): Promise<Home> {
  const { timeZone, currency } = work.company
  const format = new Intl.DateTimeFormat('sv', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const days = new Map<number, string>()
  return {
    currency: (await currencyOf(work.tx, sourceId))?.currency ?? currency,
    dayOf: (at) => {
      const quarter = Math.floor(at / 900_000) // zones differ by quarters of an hour
      const day = days.get(quarter) ?? format.format(at)
      days.set(quarter, day)
      return day
    },
  }
}
export const gatheringOf = ({ company, now }: Work, home: Home): Gathering =>
  new Gathering({ timeZone: company.timeZone, currency: home.currency, country: 'FI', now })

/** Hands everything that was gathered to the door, and to those who keep what stands beside it. */
export async function finish(work: Work, sourceId: Uuid, translation: Translation): Promise<Batch> {
  const { known, gathering } = translation
  translation.write()
  await known.keep(work.tx, sourceId)
  await keepAliases(work.tx, sourceId, gathering.aliases)
  await keepEvidence(work.tx, sourceId, gathering.evidence)
  const batch = await take(work, {
    source: await sourceInfo(work.tx, sourceId),
    importId: null,
    bulk: false,
    incoming: [...gathering.records.values()],
  })
  const before = await setAside(work, sourceId, gathering.aside, gathering.gate.currency)
  if (before.length > 0) await mend(work, sourceId, before)
  return batch
}

/** Rows told again that were mended before come back: they enter as they were mended then. */
async function setAside(work: Work, sourceId: Uuid, aside: readonly Aside[], currency: string): Promise<Mended[]> {
  const before: Mended[] = []
  for (const rows of together(aside)) {
    const { layout } = rows[0]!
    const { kind, name, columns, mapping } = layout
    const mended = await quarantine(
      work.tx,
      { sourceId, kind, name, columns, mapping, currency, delimiter: null },
      { entrance: 'event', importId: null, fileNo: 0, at: new Date(Math.max(...rows.map(({ at }) => at))) },
      rows.map(({ told, at }, i) => ({ ...told, line: i + 1, at: new Date(at) })),
    )
    before.push(...mended.map((row) => asMended(row, layout, rows[row.line - 1]!.at)))
  }
  return before
}
/** Rows of one layout that are set aside at once; the same row told of another moment is the same row told again, so it goes apart. */
function together(aside: readonly Aside[]): Aside[][] {
  const moments = new Map<string, number[]>()
  const places = aside.map((row) => {
    const content = JSON.stringify([row.layout.name, row.told.cells])
    const known = moments.get(content) ?? []
    moments.set(content, known)
    if (!known.includes(row.at)) known.push(row.at)
    return { row, place: `${known.indexOf(row.at)} ${row.layout.name}` }
  })
  return [...Map.groupBy(places, ({ place }) => place).values()].map((rows) => rows.map(({ row }) => row))
}
const asMended = ({ id, cells }: MendedBefore, layout: Layout, at: number): Mended => ({ id, cells, layout, at })

/** Takes mended rows in: what they say is told anew, a word later than the message that they stood in. Returns who is news, by row. */
export async function mend(
  work: Work,
  sourceId: Uuid,
  rows: readonly Mended[],
): Promise<{ batch: Batch; keys: Map<Uuid, string | null> }> {
  const home = await homeOf(work, sourceId)
  const gathering = gatheringOf(work, home)
  const translation = new Translation(await Known.of(work.tx, sourceId, wantedByMended(rows)), gathering, home)
  const keys = new Map(rows.map((row) => [row.id, tellMended(translation, row)]))
  return { batch: await finish(work, sourceId, translation), keys }
}
