import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import type { FieldInfo, ListName } from '#src/know/lists/contract.ts'
import type { Value } from '#src/know/segments/contract.ts'
import { decimalsOf } from '#src/terms/index.ts'
import { useFormat, useWords } from '../../../words/index.tsx'
import { choiceWord } from '../Cell.tsx'
import css from './conditions.module.css'
import type { DraftLeaf } from './tree.ts'

interface Props {
  list: ListName
  field: FieldInfo
  leaf: DraftLeaf
  change: (value: Value | undefined) => void
}

/** What a condition is compared with: as its field and operator need it. */
export function ValueInput({ list, field, leaf, change }: Props) {
  const words = useWords()
  const { conditions } = words.lists
  const { op, value } = leaf
  if (op === 'empty' || op === 'notEmpty') return null
  if (field.type === 'yesno')
    return (
      <NativeSelect
        aria-label={conditions.value}
        value={String(value ?? true)}
        data={[
          { value: 'true', label: words.lists.yes },
          { value: 'false', label: words.lists.no },
        ]}
        onChange={(event) => change(event.target.value === 'true')}
      />
    )
  if (op === 'within' || op === 'older')
    return (
      <Typed
        label={conditions.days}
        kind="whole"
        value={value}
        change={(one) => change(one === undefined ? undefined : Number(one))}
      />
    )
  if (op === 'between') return <Pair field={field} value={value} change={change} />
  if (field.type === 'choice') return <Choices list={list} field={field} leaf={leaf} change={change} />
  if (op === 'anyOf') return <Several value={value} change={change} />
  return <One field={field} label={conditions.value} value={value} change={change} />
}

function Choices({ list, field, leaf: { op, value }, change }: Props) {
  const words = useWords()
  const options = (field.choices ?? []).map((one) => ({
    value: one.value,
    label: choiceWord(words, list, field, one.value),
  }))
  if (op !== 'anyOf')
    return (
      <NativeSelect
        aria-label={words.lists.conditions.value}
        value={typeof value === 'string' ? value : ''}
        data={[{ value: '', label: '–' }, ...options]}
        onChange={(event) => change(event.target.value || undefined)}
      />
    )
  const chosen = Array.isArray(value) ? value.map(String) : []
  return (
    <fieldset className={css.choices}>
      <legend className="hidden-text">{words.lists.conditions.value}</legend>
      {options.map((one) => (
        <Checkbox
          key={one.value}
          label={one.label}
          checked={chosen.includes(one.value)}
          onChange={(event) =>
            change(event.target.checked ? [...chosen, one.value] : chosen.filter((other) => other !== one.value))
          }
        />
      ))}
    </fieldset>
  )
}

function Several({ value, change }: { value: Value | undefined; change: (value: Value | undefined) => void }) {
  const words = useWords().lists.conditions
  const [text, setText] = useState(Array.isArray(value) ? value.join(', ') : '')
  return (
    <TextInput
      aria-label={words.several}
      placeholder={words.several}
      value={text}
      autoComplete="off"
      onChange={(event) => {
        setText(event.target.value)
        const parts = event.target.value.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))
        change(parts.length > 0 ? parts : undefined)
      }}
    />
  )
}

function Pair({
  field,
  value,
  change,
}: {
  field: FieldInfo
  value: Value | undefined
  change: (value: Value | undefined) => void
}) {
  const words = useWords().lists.conditions
  const [first = '', second = ''] = Array.isArray(value) ? (value as string[]) : []
  const date = field.type === 'date'
  return (
    <span className={css.pair}>
      <One
        field={field}
        label={date ? words.first : words.least}
        value={first}
        change={(one) => change([(one as string) ?? '', second])}
      />
      <One
        field={field}
        label={date ? words.last : words.most}
        value={second}
        change={(one) => change([first, (one as string) ?? ''])}
      />
    </span>
  )
}

interface OneProps {
  field: FieldInfo
  label: string
  value: Value | undefined
  change: (value: string | undefined) => void
}
function One({ field, label, value, change }: OneProps) {
  const kind =
    field.type === 'money' ? 'money' : field.type === 'number' ? 'number' : field.type === 'date' ? 'date' : 'text'
  return <Typed label={label} kind={kind} value={value} change={change} currency={field.currency ?? 'EUR'} />
}

type Kind = 'text' | 'number' | 'whole' | 'money' | 'date'
interface TypedProps {
  label: string
  kind: Kind
  value: Value | undefined
  change: (value: string | undefined) => void
  currency?: string
}
/** A field that keeps what was typed while it is not yet a value. */
function Typed({ label, kind, value, change, currency = 'EUR' }: TypedProps) {
  const { language } = useFormat()
  const id = useId()
  const shown = (text: string) => (language === 'fi' ? text.replace('.', ',') : text)
  const [text, setText] = useState(() =>
    shown(typeof value === 'object' ? '' : readable(kind, String(value ?? ''), currency)),
  )
  return (
    <TextInput
      id={id}
      aria-label={label}
      placeholder={kind === 'text' || kind === 'date' ? undefined : label}
      type={kind === 'date' ? 'date' : 'text'}
      inputMode={kind === 'text' || kind === 'date' ? 'text' : 'decimal'}
      value={text}
      autoComplete="off"
      onChange={(event) => {
        setText(event.target.value)
        change(typedValue(kind, event.target.value.trim(), currency))
      }}
    />
  )
}

/** Minor units as people write them: ("12890", "EUR") → "128.90". */
function readable(kind: Kind, value: string, currency: string): string {
  if (kind !== 'money' || !/^-?\d+$/.test(value)) return value
  const decimals = decimalsOf(currency)
  const digits = value.replace('-', '').padStart(decimals + 1, '0')
  const whole = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
  return value.startsWith('-') ? `-${whole}` : whole
}

/** What was typed as a value, or undefined while it is none. */
function typedValue(kind: Kind, text: string, currency: string): string | undefined {
  if (text === '') return undefined
  if (kind === 'text' || kind === 'date') return text
  const plain = text.replace(/[\s\u00a0]/g, '').replace(',', '.')
  if (kind === 'whole') return /^\d{1,5}$/.test(plain) ? plain : undefined
  if (!/^-?\d{1,15}(\.\d{1,6})?$/.test(plain)) return undefined
  if (kind === 'number') return plain
  const decimals = decimalsOf(currency)
  const [whole = '0', part = ''] = plain.split('.')
  return part.length > decimals ? undefined : `${whole}${part.padEnd(decimals, '0')}`.replace(/^(-?)0+(?=\d)/, '$1')
}
