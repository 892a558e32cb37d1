import type { Runner } from '#src/platform/db/connection.ts'
import type { Day, Language, Role, Uuid } from '#src/terms/index.ts'
import { facts } from '#src/terms/index.ts'
import { ruleOf } from '../queries/facts.ts'
import { classify, type FaultGroup } from './classify.ts'
import type { Entrance, FaultLine } from './contract.ts'
import { guidanceOf } from './guidance/index.ts'
import { nobody } from './queries/count.ts'
import {
  type FaultRow,
  faultsOf,
  fileNames,
  rolesOf,
  sourceNames,
  type ToldRow,
  toldOf,
  waitingCauses,
  weeks,
} from './queries/read.ts'

/** A line and how many of its faults came in the last seven days. */
export interface Line {
  line: FaultLine
  lately: number
}

/** What a kind of fault is a share of: the rows of the same kind, or what stands for them. */
function kindToldOf({ kind, entrance }: Pick<FaultRow, 'kind' | 'entrance'>): string {
  if (kind === 'value') return entrance === 'staff' ? 'edit' : 'customer'
  if (entrance === 'event' && kind !== 'created' && kind !== 'evidence') return 'message'
  return kind
}

const keyOf = (row: Pick<FaultRow, 'source_id' | 'entrance' | 'kind' | 'field' | 'code'>) =>
  [row.source_id, row.entrance, row.kind, row.field, row.code].join('\u001f')
const toldKey = (row: { source_id: Uuid; entrance: string; kind: string }) =>
  [row.source_id, row.entrance, row.kind].join('\u001f')
const sum = (rows: readonly { told?: number; faults?: number }[], of: 'told' | 'faults') =>
  rows.reduce((total, row) => total + (row[of] ?? 0), 0)

export interface LineOptions {
  today: Day
  language: Language
  timeZone: string
  source: Uuid | null
  most: number
}

/** Kinds of faults of the last weeks, the most faults first, each classed with its reasons and a word to those concerned. */
export async function linesOf(runner: Runner, options: LineOptions): Promise<Line[]> {
  const { today, source, most } = options
  const [faults, told, names, waiting] = await Promise.all([
    faultsOf(runner, today, source),
    toldOf(runner, today, source),
    sourceNames(runner),
    waitingCauses(runner),
  ])
  const groups = [...Map.groupBy(faults, keyOf).values()]
    .map((rows) => ({ rows, faults: sum(rows, 'faults') }))
    .sort((a, b) => b.faults - a.faults || (keyOf(a.rows[0]!) < keyOf(b.rows[0]!) ? -1 : 1))
    .slice(0, most)
  const shown = groups.flatMap(({ rows }) => rows)
  const [files, roles] = await Promise.all([
    fileNames(runner, distinctFiles(shown)),
    rolesOf(runner, [...new Set(shown.map((row) => row.person_id))]),
  ])
  const seen: Seen = {
    told: Map.groupBy(told, toldKey),
    files: new Map(files.map((file) => [`${file.import_id} ${file.file_no}`, file.name])),
    roles: new Map(roles.map(({ id, role }) => [id, role])),
    waiting: new Set(waiting.map((one) => `${one.source_id} ${one.code} ${one.field}`)),
  }
  const nameOf = new Map(names.map(({ id, name }) => [id, name]))
  return groups.map(({ rows }) => lineOf(rows, nameOf.get(rows[0]!.source_id) ?? '', seen, options))
}

interface Seen {
  told: Map<string, ToldRow[]>
  files: Map<string, string>
  roles: Map<Uuid, Role>
  /** Causes that rows wait for repair by. */
  waiting: Set<string>
}

function distinctFiles(rows: readonly FaultRow[]) {
  const files = rows.filter((row) => row.delivery_id !== nobody)
  return [...new Map(files.map((row) => [`${row.delivery_id} ${row.file_no}`, row])).values()]
}

function lineOf(rows: FaultRow[], name: string, seen: Seen, { language, timeZone }: LineOptions): Line {
  const { source_id: id, entrance, kind, field, code } = rows[0]!
  const told = seen.told.get(toldKey({ source_id: id, entrance, kind: kindToldOf(rows[0]!) })) ?? []
  const faults = sum(rows, 'faults')
  const of = told.length === 0 ? null : Math.max(faults, sum(told, 'told'))
  const classed = classify(groupOf(rows, told, seen))
  const share = of === null ? null : faults / of
  const line: FaultLine = {
    source: { id, name },
    entrance: entrance as Entrance,
    kind,
    field,
    code,
    faults,
    of,
    trend: trendOf(rows, told),
    ...classed,
    guidance: guidanceOf(language, { code, field, class: classed.class, share }),
    rows: rowsOf(rows[0]!, seen.waiting, timeZone),
  }
  const late = rows.filter((row) => row.week === 0)
  return { line, lately: sum(late, 'faults') }
}

function trendOf(rows: readonly FaultRow[], told: readonly ToldRow[]): (number | null)[] {
  return Array.from({ length: weeks }, (_, i) => {
    const at = weeks - 1 - i
    const all = sum(
      told.filter((row) => row.week === at),
      'told',
    )
    const faulty = sum(
      rows.filter((row) => row.week === at),
      'faults',
    )
    return all === 0 ? null : Math.min(1, faulty / all)
  })
}

/** What the class is told by. */
function groupOf(rows: readonly FaultRow[], told: readonly ToldRow[], seen: Seen): FaultGroup {
  const { entrance, code } = rows[0]!
  const counted = (isLate: boolean) => ({
    faults: sum(
      rows.filter((row) => (row.week === 0) === isLate),
      'faults',
    ),
    told: sum(
      told.filter((row) => (row.week === 0) === isLate),
      'told',
    ),
  })
  const fileKey = (row: FaultRow | ToldRow) => `${row.delivery_id} ${row.file_no}`
  const toldByFile = Map.groupBy(told, fileKey)
  const toldBy = Map.groupBy(told, (row) => row.person_id)
  const faultsBy = Map.groupBy(rows, (row) => row.person_id)
  const everybody = [...new Set([...toldBy.keys(), ...faultsBy.keys()])].filter((id) => id !== nobody)
  return {
    entrance,
    code,
    faults: sum(rows, 'faults'),
    of: told.length === 0 ? null : sum(told, 'told'),
    files: [...Map.groupBy(rows, fileKey)].flatMap(([key, part]) => {
      const name = seen.files.get(key)
      return name === undefined
        ? []
        : [{ name, told: sum(toldByFile.get(key) ?? [], 'told'), faults: sum(part, 'faults') }]
    }),
    lately: counted(true),
    before: counted(false),
    people: everybody.map((id) => ({
      id,
      role: seen.roles.get(id) ?? null,
      faults: sum(faultsBy.get(id) ?? [], 'faults'),
      told: sum(toldBy.get(id) ?? [], 'told'),
    })),
    screens: [...Map.groupBy(rows, (row) => row.screen)]
      .filter(([screen]) => screen !== '')
      .map(([screen, part]) => ({ screen, faults: sum(part, 'faults') })),
  }
}

const none = { fact: null, measure: null }
/** Where somebody can look at the rows of a fault, if anywhere. */
function rowsOf(
  { source_id, entrance, kind, field, code }: FaultRow,
  waiting: ReadonlySet<string>,
  timeZone: string,
): FaultLine['rows'] {
  if (code === 'duplicate_merged' || code === 'duplicate_found') return { to: 'duplicates', ...none }
  if (code === 'digits_in_city') return { to: 'cleanup', ...none }
  if (waiting.has(`${source_id} ${code} ${field}`)) return { to: 'repairs', ...none }
  if (code === 'corrected') return { to: 'source', fact: field, measure: 'accuracy' }
  if (entrance !== 'import' || kind === 'evidence') return null
  const fact = facts.find((one) => ruleOf(one, timeZone)?.faults?.includes(field))
  return fact === undefined ? null : { to: 'source', fact, measure: 'validity' }
}
