import type { ListName } from '#src/know/lists/contract.ts'
import type { ConditionField, Happening } from '#src/know/segments/contract.ts'
import type { Words } from '../../../words/fi/index.ts'
import type { Format } from '../../../words/format.ts'
import type { Comparison, LineSaid, Opening, WindowSaid } from '../../../words/parts.ts'
import { choiceWord } from '../choice.ts'
import { isEver, isNever } from './opposite.ts'
import type { FieldLine, HappenedLine, Line, Window } from './tree.ts'

/** A field that can be asked, of whichever list. */
export type Field = Pick<ConditionField, 'id' | 'type' | 'operators' | 'choices' | 'currency'> &
  Partial<Pick<ConditionField, 'group' | 'open'>>
/** Everything that can be asked, and in whose words. */
export interface Speaker {
  words: Words
  format: Format
  list: ListName
  fields: readonly Field[]
  happenings?: readonly Happening[]
  /** Names of segments by their ids. */
  segments?: ReadonlyMap<string, string>
}

/** What a line says, with every value as text in the reader's language. */
export function said(line: Line, opening: Opening, speaker: Speaker): LineSaid {
  const { asked, not } = line
  if ('begun' in asked) return { as: 'begun', opening }
  if ('segment' in asked) {
    const name = speaker.segments?.get(asked.segment) ?? asked.segment.slice(0, 8)
    return { as: 'segment', opening, not, name }
  }
  if ('happened' in asked) return happenedSaid(asked, not, opening, speaker)
  const field = speaker.fields.find(({ id }) => id === asked.field)
  const ofCustomer = speaker.list === 'customers'
  return {
    as: 'field',
    opening,
    not,
    ofCustomer,
    yes: asked.value !== false,
    has: ofCustomer ? hasSaid(asked, not) : undefined,
    ...comparison(asked, field, speaker),
  }
}

/** Whether a count of matters is asked for as having one, or as having none. */
export function hasSaid({ field, op, value }: FieldLine, not: boolean): 'some' | 'none' | undefined {
  if (!field.startsWith('openMatters.') || value === undefined || value === '') return undefined
  const n = Number(value)
  const some = (op === 'atLeast' && n === 1) || (op === 'more' && n === 0)
  const none = ((op === 'is' || op === 'atMost') && n === 0) || (op === 'less' && n === 1)
  return some || none ? (some === not ? 'none' : 'some') : undefined
}

function happenedSaid(asked: HappenedLine, not: boolean, opening: Opening, speaker: Speaker): LineSaid {
  const { happened: event, where = [] } = asked
  const happening = speaker.happenings?.find(({ kind }) => kind === asked.happened)
  const { measure = 'count', op, value } = asked
  const money = measure === 'sum' || measure === 'average'
  const field: Field = {
    id: measure,
    type: money ? 'money' : 'number',
    operators: [],
    choices: null,
    currency: asked.currency ?? 'EUR',
  }
  const number = Array.isArray(value) ? Number(value[1]) : Number(value)
  return {
    as: 'happened',
    opening,
    not,
    event,
    measure,
    op,
    values: valuesSaid(op, value, field, speaker),
    number: value === undefined || value === '' || Number.isNaN(number) ? undefined : number,
    never: !not && isNever(asked),
    once: isEver(asked),
    window: windowSaid(asked.window, speaker.format),
    where: where.map((one) =>
      comparison(
        one,
        happening?.fields.find(({ id }) => id === one.field),
        speaker,
        speaker.words.conditions.sortName(one.field),
      ),
    ),
  }
}

/** `name`: what the field is called among those of an event. */
function comparison(asked: FieldLine, field: Field | undefined, speaker: Speaker, name?: string): Comparison {
  const { words, list } = speaker
  return {
    id: asked.field,
    name: name ?? words.lists.field(list, asked.field),
    type: field?.type ?? (typeof asked.value === 'boolean' ? 'yesno' : 'text'),
    op: asked.op,
    values: valuesSaid(asked.op, asked.value, field, speaker),
  }
}

function valuesSaid(op: string, value: unknown, field: Field | undefined, speaker: Speaker): string[] {
  const told = (one: unknown) => (one === undefined || one === '' ? '' : valueSaid(one, field, speaker))
  if (op === 'anyOf') return [[value ?? []].flat().map(told).join(', ')]
  if (op === 'within' || op === 'older' || op === 'coming') return [value === undefined ? '' : String(value)]
  return [value].flat().map(told)
}

/** What is called by a phrase of its own stands in quotation marks, so that the sentence around it holds. */
const phrased = new Set(['rfm.group', 'deviation'])

/** One value as people read it. */
export function valueSaid(value: unknown, field: Field | undefined, { words, format, list }: Speaker): string {
  if (typeof value === 'boolean') return value ? words.lists.yes : words.lists.no
  const text = String(value)
  const consent = field?.id.startsWith('consent.') ? words.conditions.consent[text] : undefined
  if (consent) return consent
  const spoken = field?.id === 'language' ? words.terms.languageName[text] : undefined
  if (spoken) return spoken.toLocaleLowerCase('fi')
  if (field && phrased.has(field.id)) return words.lists.conditions.quoted(choiceWord(words, list, field, text))
  if (field?.choices?.some((one) => one.value === text) || field?.type === 'choice')
    return inSentence(choiceWord(words, list, field, text), field, text)
  if (field?.type === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(text) ? format.day(text) : text
  if (field?.type === 'money')
    return /^-?\d{1,18}$/.test(text) ? format.money({ minor: text, currency: field.currency ?? 'EUR' }) : text
  if (field?.type === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? format.quantity(text) : text
  return field?.id === 'category' || field?.id === 'productName' ? text : words.lists.conditions.quoted(text)
}

/** A word of ours stands in small letters within a sentence; a name of the company's own stays as it is. */
function inSentence(word: string, field: Field, value: string): string {
  if (field.choices?.some((one) => one.value === value && one.label !== null) || word === value) return word
  return /^\p{Lu}\p{Ll}/u.test(word) ? word.charAt(0).toLocaleLowerCase('fi') + word.slice(1) : word
}

function windowSaid(window: Window | undefined, format: Format): WindowSaid {
  const days = (n: number | null) => (n === null ? '' : String(n))
  if (window === undefined) return { as: 'ever', first: '', second: '' }
  if ('last' in window) return { as: 'last', first: days(window.last), second: '' }
  if ('between' in window) return { as: 'between', first: days(window.between[0]), second: days(window.between[1]) }
  const day = (at: string | undefined) => (at ? format.day(at) : '')
  return { as: rangeOf(window), first: day(window.from), second: day(window.until) }
}

/** Which of its days a window of calendar days has. */
export const rangeOf = (window: { from?: string; until?: string }) =>
  window.from === undefined ? 'until' : window.until === undefined ? 'since' : 'range'
