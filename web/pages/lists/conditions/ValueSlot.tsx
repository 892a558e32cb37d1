import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Operator, Value } from '#src/know/segments/contract.ts'
import { offeredQuery } from '../../../api/queries-segments.ts'
import { useWords } from '../../../words/index.tsx'
import { choiceWord } from '../choice.ts'
import type { Field, Speaker } from './said.ts'
import { Chosen, Several, Typed } from './slots.tsx'
import type { Kind } from './typed.ts'

interface ValueSlotProps {
  speaker: Speaker
  field: Field
  op: Operator
  value: Value | undefined
  /** What the sentence says there. */
  text: string
  /** The second of `between`. */
  second: boolean
  change: (value: Value | undefined) => void
}

/** What a comparison is with: in the form that its field and operator need. */
export function ValueSlot({ speaker, field, op, value, text, second, change }: ValueSlotProps) {
  const words = useWords()
  const said = words.lists.conditions
  if (op === 'within' || op === 'older' || op === 'coming')
    return (
      <Typed
        label={said.days}
        kind="whole"
        value={value}
        change={(one) => change(one === undefined ? undefined : Number(one))}
      />
    )
  if (op === 'between') {
    const [first = '', last = ''] = Array.isArray(value) ? value : []
    const date = field.type === 'date'
    const label = second ? (date ? said.last : said.most) : date ? said.first : said.least
    return (
      <Typed
        label={label}
        kind={kindOf(field)}
        value={second ? last : first}
        currency={field.currency ?? 'EUR'}
        change={(one) => change(second ? [first, (one as string) ?? ''] : [(one as string) ?? '', last])}
      />
    )
  }
  const known = field.choices && field.choices.length > 0 && (field.type === 'choice' || !field.open)
  if (known) {
    const options = (field.choices ?? []).map((one) => ({
      value: one.value,
      label: choiceWord(words, speaker.list, field, one.value),
    }))
    if (op === 'anyOf')
      return (
        <Several
          label={said.value}
          chosen={Array.isArray(value) ? value.map(String) : []}
          options={options}
          change={(chosen) => change(chosen.length > 0 ? chosen : undefined)}
        />
      )
    if (field.type === 'choice')
      return (
        <Chosen
          label={said.value}
          text={text}
          value={typeof value === 'string' ? value : ''}
          options={options}
          change={(one) => change(one || undefined)}
        />
      )
  }
  return <Written {...{ speaker, field, op, value, text, second, change }} />
}

const kindOf = ({ type }: Field): Kind =>
  type === 'money' ? 'money' : type === 'number' ? 'number' : type === 'date' ? 'date' : 'text'

/** A value that is written, with what people may mean by its beginning. */
function Written({ speaker, field, op, value, change }: ValueSlotProps) {
  const said = useWords().lists.conditions
  const [text, setText] = useState('')
  const [wanted] = useDebouncedValue(text.split(',').at(-1)!.trim(), 250)
  const of =
    speaker.list === 'customers' && ['category', 'product', 'productName'].includes(field.id) ? field.id : undefined
  const remote = useQuery({ ...offeredQuery(of ?? '', wanted), enabled: of !== undefined && wanted.length > 0 })
  const known = (field.choices ?? []).map((one) => one.value)
  const offered = [...new Set([...(remote.data ?? []), ...known])].slice(0, 50)
  const several = op === 'anyOf'
  return (
    <Typed
      label={several ? said.several : said.value}
      kind={several ? 'several' : kindOf(field)}
      value={value}
      currency={field.currency ?? 'EUR'}
      offered={several || kindOf(field) !== 'text' ? [] : offered}
      written={setText}
      change={(one) => change(one)}
    />
  )
}
