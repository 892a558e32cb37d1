import { type ReactNode, useState } from 'react'
import type { Operator, Value } from '#src/know/segments/contract.ts'
import { visible } from '../../../ui/Text.tsx'
import { useWords } from '../../../words/index.tsx'
import type { Opening, Part, Slot } from '../../../words/parts.ts'
import css from './conditions.module.css'
import type { Editing } from './editing.ts'
import { HappenedSlot } from './HappenedSlot.tsx'
import { opposite } from './opposite.ts'
import { Picker } from './Picker.tsx'
import { type Field, hasSaid, type Speaker, said } from './said.ts'
import { Chosen } from './slots.tsx'
import type { FieldLine, Group, Join, Line } from './tree.ts'
import { ValueSlot } from './ValueSlot.tsx'

interface LineRowProps {
  speaker: Speaker
  editing: Editing
  line: Line
  group: Group
  opening: Opening
}

/** One condition as language, each of whose words can be changed where it stands. */
export function LineRow({ speaker, editing, line, group, opening }: LineRowProps) {
  const words = useWords()
  const [picking, setPicking] = useState(false)
  const { asked, not } = line
  const parts = words.conditions.line(said(line, opening, speaker))
  const draw = (part: Slot): ReactNode => {
    const { slot, text } = part
    if (slot === 'join') return <JoinSlot editing={editing} group={group} text={text} />
    if (slot === 'subject') {
      if ('begun' in asked || picking)
        return (
          <Picker
            speaker={speaker}
            pick={(next) => {
              setPicking(false)
              editing.picked(line.id, next)
            }}
            leave={() => {
              setPicking(false)
              if ('begun' in asked) editing.act('remove', line.id)
              else focusGrip(line.id)
            }}
          />
        )
      return (
        <button
          type="button"
          className={css.subject}
          data-focus="subject"
          aria-label={`${words.lists.conditions.field}: ${visible(text)}`}
          onClick={(event) => {
            setPicking(true)
            const row = event.currentTarget.closest('[data-item]')
            // once it is drawn
            requestAnimationFrame(() => row?.querySelector<HTMLElement>('[data-focus=subject]')?.focus())
          }}
        >
          <bdi>{visible(text)}</bdi>
        </button>
      )
    }
    if ('happened' in asked) {
      if (slot !== 'op')
        return (
          <HappenedSlot
            speaker={speaker}
            asked={asked}
            slot={part}
            change={(next, typing) => editing.ask(line.id, next, not, typing)}
          />
        )
      return (
        <Polarity
          editing={editing}
          line={line}
          text={text}
          ways={words.conditions.did}
          negative={text !== words.conditions.did[0]}
        />
      )
    }
    if ('segment' in asked) {
      if (slot === 'op')
        return <Polarity editing={editing} line={line} text={text} ways={words.conditions.belongs} negative={not} />
      return (
        <Chosen
          label={words.lists.conditions.value}
          text={text}
          value={asked.segment}
          options={[...(speaker.segments ?? [])].map(([value, label]) => ({ value, label: visible(label) }))}
          change={(segment) => editing.ask(line.id, { segment }, not)}
        />
      )
    }
    return 'field' in asked ? (
      <FieldSlot speaker={speaker} editing={editing} line={line} asked={asked} slot={part} />
    ) : null
  }
  return (
    <span className={css.sentence} data-line>
      {parts.map((part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the sentence is what a part is
        <Placed key={`${i} ${typeof part === 'string' ? '' : part.slot}`} part={part} draw={draw} />
      ))}
    </span>
  )
}

function Placed({ part, draw }: { part: Part; draw: (slot: Slot) => ReactNode }) {
  if (typeof part === 'string') return <span>{part}</span>
  const isValue = /^(value|second|days|from)|\.value$/.test(part.slot)
  return (
    <span className={css.part} data-focus={isValue ? 'value' : undefined} data-slot={part.slot}>
      {draw(part)}
    </span>
  )
}

const focusGrip = (id: number) =>
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-item="${id}"] [data-focus=grip]`)?.focus())

/** And, or: of the whole group. */
export function JoinSlot({ editing, group, text }: { editing: Editing; group: Group; text: string }) {
  const words = useWords()
  return (
    <Chosen
      label={words.segments.builder.join}
      text={text}
      value={group.join}
      options={(['all', 'any'] as const).map((value) => ({ value, label: words.conditions.joins[value]! }))}
      change={(join) => editing.join(group.id, join as Join)}
    />
  )
}

interface PolarityProps {
  editing: Editing
  line: Line
  text: string
  ways: readonly string[]
  negative: boolean
}
function Polarity({ editing, line, text, ways, negative }: PolarityProps) {
  const words = useWords()
  return (
    <Chosen
      label={words.lists.conditions.operator}
      text={text}
      value={negative ? 'no' : 'yes'}
      options={[
        { value: 'yes', label: ways[0]! },
        { value: 'no', label: ways[1]! },
      ]}
      change={() => editing.act('negate', line.id)}
    />
  )
}

/** Operators that take a value of the same form, so that what was typed stays. */
const forms: readonly Operator[][] = [
  ['is', 'isNot', 'begins', 'contains', 'less', 'atMost', 'more', 'atLeast', 'before', 'after'],
  ['within', 'older', 'coming'],
]
const keeps = (from: Operator, to: Operator) =>
  from === to || forms.some((one) => one.includes(from) && one.includes(to))

interface FieldSlotProps {
  speaker: Speaker
  editing: Editing
  line: Line
  asked: FieldLine
  slot: Slot
}
function FieldSlot({ speaker, editing, line, asked, slot }: FieldSlotProps) {
  const words = useWords()
  const field: Field = speaker.fields.find(({ id }) => id === asked.field) ?? {
    id: asked.field,
    type: typeof asked.value === 'boolean' ? 'yesno' : 'text',
    operators: [asked.op],
    choices: null,
    currency: null,
  }
  if (slot.slot !== 'op')
    return (
      <ValueSlot
        speaker={speaker}
        field={field}
        op={asked.op}
        value={asked.value}
        text={slot.text}
        second={slot.slot === 'second'}
        change={(value: Value | undefined) => {
          const { value: _, ...rest } = asked
          editing.ask(line.id, value === undefined ? rest : { ...rest, value }, line.not, slot.slot)
        }}
      />
    )
  if (field.type === 'yesno') {
    const negative = line.not === (asked.value !== false)
    return <Polarity editing={editing} line={line} text={slot.text} ways={words.conditions.yesno} negative={negative} />
  }
  const has = speaker.list === 'customers' ? hasSaid(asked, line.not) : undefined
  const ways = words.conditions.has
  return (
    <Chosen
      label={words.lists.conditions.operator}
      text={slot.text}
      value={has ?? `${line.not ? '!' : ''}${asked.op}`}
      options={[
        ...(asked.field.startsWith('openMatters.')
          ? (['some', 'none'] as const).map((value) => ({ value, label: ways[value] }))
          : []),
        ...field.operators.flatMap((op) => [
          { value: op, label: words.conditions.operator(op, false) },
          ...(opposite({ field: field.id, op })
            ? []
            : [{ value: `!${op}`, label: words.conditions.operator(op, true) }]),
        ]),
      ]}
      change={(chosen) => {
        if (chosen === 'some') return editing.ask(line.id, { field: asked.field, op: 'atLeast', value: 1 }, false)
        if (chosen === 'none') return editing.ask(line.id, { field: asked.field, op: 'is', value: 0 }, false)
        const op = chosen.replace('!', '') as Operator
        const value = has ? (op === 'between' ? undefined : 2) : keeps(asked.op, op) ? asked.value : undefined
        editing.ask(line.id, { field: asked.field, op, ...(value !== undefined && { value }) }, chosen.startsWith('!'))
      }}
    />
  )
}
