import type { Cause, FaultClass, Reason } from './contract.ts'

/** What is known of one kind of fault of one source and entrance in a stretch of time. Counts are of rows. */
export interface FaultGroup {
  entrance: string
  code: string
  faults: number
  /** Rows that could have had it; null where they are not counted. */
  of: number | null
  /** Its files, the most faults first. */
  files: readonly { name: string; told: number; faults: number }[]
  /** The last seven days of the stretch, and what was before them. */
  lately: Counted
  before: Counted
  /** Who brought the files or wrote the values, the most faults first. */
  people: readonly ({ id: string; role: string | null } & Counted)[]
  screens: readonly { screen: string; faults: number }[]
}
interface Counted {
  faults: number
  told: number
}
export interface Classified {
  class: FaultClass
  cause: Cause
  /** What it was told by, the deciding one first. */
  reasons: Reason[]
}

/** A value wrong in so many rows of one file is wrong by its column, not by those who typed it. */
export const wholeColumn = 0.5
/** So many times the usual share is a jump. */
export const jump = 3
/** So many times the share of the others is somebody's own way. */
const ownWay = 3
/** So large a part of the faults is told of one screen or person. */
const most = 0.6
const fewRows = 20
const enoughRows = 100
const enoughFaults = 5

/** What a row is broken by as a whole, whoever wrote it. */
const broken = new Set(['row_ragged', 'text_unreadable'])
/** Of how records are joined to customers. */
const joining = new Set(['key_missing', 'order_number_missing', 'duplicate_merged', 'duplicate_found'])
const share = ({ faults, told }: Counted) => (told === 0 ? 0 : faults / told)

/**
 * Whether a kind of fault is technical (the mapping of a column, the source, the integration) or a way of working (a screen, a person, everybody),
 * and what it was told by. The first rule that holds decides. Pure.
 */
export function classify(group: FaultGroup): Classified {
  return group.entrance === 'staff' ? byStaff(group) : (technical(group) ?? working(group))
}

function technical(group: FaultGroup): Classified | undefined {
  const { entrance, code, faults } = group
  if (entrance === 'event' || entrance === 'api')
    return of('technical', 'integration', { code: 'program', share: null, told: null, faults, name: entrance })
  if (broken.has(code))
    return of('technical', 'integration', { code: 'brokenRows', share: null, told: null, faults, name: null })
  const file = group.files
    .filter(({ told }) => told >= fewRows)
    .toSorted((a, b) => b.faults / b.told - a.faults / a.told)[0]
  if (file !== undefined && file.faults / file.told >= wholeColumn)
    return of('technical', 'mapping', {
      code: 'wholeColumn',
      share: file.faults / file.told,
      told: file.told,
      faults: file.faults,
      name: file.name,
    })
  if (joining.has(code))
    return of('technical', 'integration', { code: 'joining', share: null, told: null, faults, name: null })
  const { lately, before } = group
  const isJump = share(lately) >= jump * share(before) && lately.faults >= enoughFaults * 2
  if (isJump && before.told >= enoughRows && lately.told >= fewRows)
    return of(
      'technical',
      'source',
      { code: 'jumped', share: share(lately), told: lately.told, faults: lately.faults, name: null },
      { code: 'usual', share: share(before), told: before.told, faults: before.faults, name: null },
    )
  return undefined
}

function working(group: FaultGroup): Classified {
  const { faults, of: told, people, entrance } = group
  const steady: Reason = {
    code: entrance === 'form' ? 'form' : faults < enoughFaults ? 'few' : 'steady',
    share: told ? faults / told : null,
    told,
    faults,
    name: null,
  }
  const known = people.filter((one) => one.told >= enoughRows)
  const worst = known.toSorted((a, b) => share(b) - share(a))[0]
  if (worst !== undefined && known.length > 1 && worst.faults >= enoughFaults) {
    const others = known.filter((one) => one !== worst)
    const rest = {
      faults: others.reduce((sum, one) => sum + one.faults, 0),
      told: others.reduce((sum, one) => sum + one.told, 0),
    }
    if (share(worst) >= ownWay * share(rest))
      return of(
        'working',
        'importer',
        { code: 'oneImporter', share: share(worst), told: worst.told, faults: worst.faults, name: worst.role },
        { code: 'others', share: share(rest), told: rest.told, faults: rest.faults, name: null },
      )
  }
  return of('working', entrance === 'form' ? 'screen' : 'atSource', steady)
}

function byStaff({ faults, of: told, people, screens }: FaultGroup): Classified {
  const screen = screens.toSorted((a, b) => b.faults - a.faults)[0]
  const person = people.toSorted((a, b) => b.faults - a.faults)[0]
  const onScreen: Reason[] =
    screen === undefined
      ? []
      : [{ code: 'screen', share: screen.faults / faults, told: faults, faults: screen.faults, name: screen.screen }]
  const rate: Reason = { code: 'rate', share: told ? faults / told : null, told, faults, name: null }
  if (screen?.screen === 'api') return of('technical', 'integration', ...onScreen, rate)
  if (person !== undefined && people.length > 1 && faults >= enoughFaults && person.faults / faults >= most)
    return of(
      'working',
      'person',
      { code: 'onePerson', share: person.faults / faults, told: faults, faults: person.faults, name: person.role },
      ...onScreen,
      rate,
    )
  if (screen !== undefined && screen.faults / faults >= most) return of('working', 'screen', ...onScreen, rate)
  return of('working', 'everybody', rate, ...onScreen)
}

const of = (kind: FaultClass, cause: Cause, ...reasons: Reason[]): Classified => ({ class: kind, cause, reasons })
