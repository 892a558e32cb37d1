import type { Operator, Value } from '#src/know/segments/contract.ts'
import { useFormat, useWords } from '../../../words/index.tsx'
import type { Slot } from '../../../words/parts.ts'
import { begunOn } from './begin.ts'
import { dayBefore } from './days.ts'
import { isEver, isNever } from './opposite.ts'
import { type Field, rangeOf, type Speaker } from './said.ts'
import { Chosen, Typed } from './slots.tsx'
import type { FieldLine, HappenedLine, Window } from './tree.ts'
import { ValueSlot } from './ValueSlot.tsx'

interface HappenedSlotProps {
  speaker: Speaker
  asked: HappenedLine
  slot: Slot
  change: (asked: HappenedLine, typing?: string) => void
}

/** A place in a sentence about what has happened: how often, of which sort, when. */
export function HappenedSlot(props: HappenedSlotProps) {
  const { slot } = props.slot
  if (slot.startsWith('where.') || slot === 'more') return <SortSlot {...props} />
  if (slot === 'often') return <Often {...props} />
  if (slot === 'value' || slot === 'second') return <Amount {...props} />
  return <When {...props} />
}

const happeningOf = (speaker: Speaker, { happened }: HappenedLine) =>
  speaker.happenings?.find(({ kind }) => kind === happened)

function Often({ speaker, asked, slot, change }: HappenedSlotProps) {
  const { often } = useWords().conditions
  const { segments } = useWords()
  const happening = happeningOf(speaker, asked)
  const ways = happening?.comparisons ?? ['atLeast', 'atMost', 'is', 'more', 'less', 'between']
  const { measure = 'count', op } = asked
  const options = [
    { value: 'once', label: often.once },
    { value: 'never', label: often.never },
    ...(happening?.measures ?? ['count', 'days']).flatMap((one) =>
      ways.map((way) => ({ value: `${one}:${way}`, label: often.of(one, way), group: often[one] })),
    ),
  ]
  return (
    <Chosen
      label={segments.builder.often}
      text={slot.text}
      value={isEver(asked) && measure === 'count' ? 'once' : isNever(asked) ? 'never' : `${measure}:${op}`}
      options={options}
      change={(value) => {
        const { measure: _, currency: __, value: old, ...rest } = asked
        if (value === 'once') return change({ ...rest, op: 'atLeast', value: 1 })
        if (value === 'never') return change({ ...rest, op: 'is', value: 0 })
        const [next = 'count', way = 'atLeast'] = value.split(':')
        const money = next === 'sum' || next === 'average'
        const stays =
          money === (measure === 'sum' || measure === 'average') && (way === 'between') === (op === 'between')
        const number = isEver(asked) && !money && way !== 'between' ? 2 : stays ? old : undefined
        change({
          ...rest,
          ...(next !== 'count' && { measure: next as 'sum' }),
          ...(money && { currency: asked.currency ?? happening?.currencies[0] ?? 'EUR' }),
          op: way as Operator,
          ...(number !== undefined && { value: number }),
        })
      }}
    />
  )
}

/** Without a value that is no more. */
function withValue<A extends { value?: Value }>(line: A, value: Value | undefined) {
  const { value: _, ...rest } = line
  return value === undefined ? rest : { ...rest, value }
}
/** With other comparisons of its sort. */
function withWhere(line: HappenedLine, where: readonly FieldLine[]): HappenedLine {
  const { where: _, ...rest } = line
  return where.length > 0 ? { ...rest, where } : rest
}
const asNumber = (one: unknown) => (one === undefined || one === '' ? '' : Number(one))

function Amount({ speaker, asked, slot, change }: HappenedSlotProps) {
  const { measure = 'count', op } = asked
  const money = measure === 'sum' || measure === 'average'
  const field: Field = {
    id: measure,
    type: money ? 'money' : 'number',
    operators: [],
    choices: null,
    currency: asked.currency ?? 'EUR',
  }
  return (
    <ValueSlot
      speaker={speaker}
      field={field}
      op={op}
      value={asked.value}
      text={slot.text}
      second={slot.slot === 'second'}
      change={(value) => {
        const said = money || value === undefined ? value : Array.isArray(value) ? value.map(asNumber) : Number(value)
        change(withValue(asked, said) as HappenedLine, slot.slot)
      }}
    />
  )
}

function When({ asked, slot, change }: HappenedSlotProps) {
  const words = useWords()
  const format = useFormat()
  const { windows } = words.conditions
  const said = words.lists.conditions
  const { window, ...rest } = asked
  const set = (next: Window | undefined, typing?: string) =>
    change(next === undefined ? rest : { ...rest, window: next }, typing)
  if (slot.slot === 'window') {
    const as =
      window === undefined ? 'ever' : 'last' in window ? 'last' : 'between' in window ? 'between' : rangeOf(window)
    const days = window !== undefined && 'last' in window ? window.last : 90
    const before = dayBefore(format.today, days ?? 90)
    const begun: Record<string, Window | undefined> = {
      ever: undefined,
      last: { last: 90 },
      between: { between: [2 * (days ?? 90), days ?? 90] },
      since: { from: before },
      until: { until: format.today },
      range: { from: before, until: format.today },
    }
    return (
      <Chosen
        label={words.segments.builder.window}
        text={slot.text}
        quiet={slot.quiet}
        value={as}
        options={Object.entries(windows).map(([value, label]) => ({ value, label }))}
        change={(next) => next !== as && set(begun[next])}
      />
    )
  }
  if (slot.slot === 'from' || slot.slot === 'until') {
    const range = window !== undefined && !('last' in window) && !('between' in window) ? window : {}
    return (
      <Typed
        label={slot.slot === 'from' ? said.first : said.last}
        kind="date"
        value={range[slot.slot]}
        change={(day) => set({ ...range, [slot.slot]: day ?? '' }, slot.slot)}
      />
    )
  }
  const number = (one: unknown) => (one === undefined ? null : Number(one))
  if (window !== undefined && 'between' in window) {
    const far = slot.slot === 'days'
    return (
      <Typed
        label={said.days}
        kind="whole"
        value={window.between[far ? 0 : 1]}
        change={(one) =>
          set({ between: far ? [number(one), window.between[1]] : [window.between[0], number(one)] }, slot.slot)
        }
      />
    )
  }
  return (
    <Typed
      label={said.days}
      kind="whole"
      value={window !== undefined && 'last' in window ? window.last : undefined}
      change={(one) => set({ last: number(one) }, slot.slot)}
    />
  )
}

/** Of which sort: each part can be another comparison, or go. */
function SortSlot({ speaker, asked, slot, change }: HappenedSlotProps) {
  const words = useWords()
  const { sort, sortName, dropSort } = words.conditions
  const fields = happeningOf(speaker, asked)?.fields ?? []
  const { where = [] } = asked
  const nameOf = (id: string) => sortName(id) ?? words.lists.field(speaker.list, id)
  if (slot.slot === 'more') {
    const rest = fields.filter(({ id }) => !where.some((one) => one.field === id))
    if (rest.length === 0) return null
    return (
      <Chosen
        label={words.segments.builder.more}
        text={words.segments.builder.moreShort}
        quiet
        value=""
        options={rest.map(({ id }) => ({ value: id, label: nameOf(id) }))}
        change={(id) => {
          const field = fields.find((one) => one.id === id)
          if (field) change(withWhere(asked, [...where, begunOn(field)]))
        }}
      />
    )
  }
  const [, index = '0', part = 'value'] = slot.slot.split('.')
  const at = Number(index)
  const own = where[at]
  if (!own) return null
  const field = fields.find(({ id }) => id === own.field) ?? {
    id: own.field,
    type: 'text' as const,
    operators: [own.op],
    choices: null,
    currency: null,
  }
  const put = (next: FieldLine | undefined, typing?: string) =>
    change(
      withWhere(
        asked,
        where.flatMap((one, i) => (i !== at ? [one] : next ? [next] : [])),
      ),
      typing,
    )
  if (part === 'op')
    return (
      <Chosen
        label={nameOf(own.field)}
        text={slot.text}
        value={own.op}
        options={[
          ...field.operators.map((op) => ({ value: op, label: sort(own.field, nameOf(own.field), op) })),
          { value: '', label: dropSort },
        ]}
        change={(op) =>
          put(
            op === ''
              ? undefined
              : (op === 'anyOf') === (own.op === 'anyOf') && op !== 'between'
                ? { ...own, op: op as Operator }
                : { field: own.field, op: op as Operator },
          )
        }
      />
    )
  return (
    <ValueSlot
      speaker={speaker}
      field={field}
      op={own.op}
      value={own.value}
      text={slot.text}
      second={part === 'second'}
      change={(value) => put(withValue(own, value) as FieldLine, slot.slot)}
    />
  )
}
