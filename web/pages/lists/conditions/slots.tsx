import { useId, useState } from 'react'
import { visible } from '../../../ui/Text.tsx'
import { useFormat, useWords } from '../../../words/index.tsx'
import css from './conditions.module.css'
import { type Kind, readable, typedValue } from './typed.ts'

export interface Option {
  value: string
  label: string
  group?: string
}
interface ChosenProps {
  label: string
  /** What the sentence says there. */
  text: string
  value: string
  options: readonly Option[]
  change: (value: string) => void
  quiet?: boolean | undefined
}

/** A word of the sentence that can be another: the browser's own list lies invisible over it, so that each key and each phone knows it. */
export function Chosen({ label, text, value, options, change, quiet }: ChosenProps) {
  const groups = [...new Set(options.map(({ group }) => group))]
  const drawn = (group: string | undefined) =>
    options
      .filter((one) => one.group === group)
      .map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))
  return (
    <span className={quiet ? css.quiet : css.slot}>
      <bdi aria-hidden="true">{visible(text)}</bdi>
      <select aria-label={label} value={value} onChange={(event) => change(event.target.value)}>
        {!options.some((one) => one.value === value) && <option value={value}>{visible(text)}</option>}
        {groups.map((group) =>
          group === undefined ? (
            drawn(group)
          ) : (
            <optgroup key={group} label={group}>
              {drawn(group)}
            </optgroup>
          ),
        )}
      </select>
    </span>
  )
}

interface TypedProps {
  label: string
  kind: Kind
  value: unknown
  change: (value: string | string[] | undefined) => void
  currency?: string
  /** What people may have meant, while they write. */
  offered?: readonly string[]
  /** Hears what is written, to offer something. */
  written?: (text: string) => void
}

/** A value that is written into the sentence; it keeps what was typed while that is not yet a value. */
export function Typed({ label, kind, value, change, currency = 'EUR', offered, written }: TypedProps) {
  const { language } = useFormat()
  const id = useId()
  const told = readable(kind, value, currency)
  const shown = language === 'fi' && (kind === 'number' || kind === 'money') ? told.replace('.', ',') : told
  const [typed, setTyped] = useState<{ text: string; of: string }>()
  // what was typed stands as long as it means what is kept; a change from elsewhere (undo) shows itself
  const text = typed && typed.of === keyOf(value) ? typed.text : shown
  return (
    <>
      <input
        className={css.typed}
        aria-label={label}
        type={kind === 'date' ? 'date' : 'text'}
        inputMode={kind === 'number' || kind === 'money' ? 'decimal' : kind === 'whole' ? 'numeric' : 'text'}
        size={Math.max(2, Math.min(40, text.length + 1))}
        placeholder="…"
        value={text}
        list={offered && offered.length > 0 ? id : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={kind === 'several' ? 5000 : 500}
        data-missing={text.trim() === '' || typedValue(kind, text.trim(), currency) === undefined || undefined}
        onChange={(event) => {
          const next = typedValue(kind, event.target.value.trim(), currency)
          setTyped({ text: event.target.value, of: keyOf(next) })
          written?.(event.target.value)
          change(next)
        }}
      />
      {kind === 'money' && <span>{symbolOf(currency)}</span>}
      {offered && offered.length > 0 && (
        <datalist id={id}>
          {offered.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </>
  )
}
/** The same whether it was written or read. */
const keyOf = (value: unknown) => (value === undefined || value === null ? '' : String(value))
const symbolOf = (currency: string) =>
  ({ EUR: '€', USD: '$', GBP: '£', SEK: 'kr', NOK: 'kr', DKK: 'kr' })[currency] ?? currency

interface SeveralProps {
  label: string
  chosen: readonly string[]
  options: readonly Option[]
  change: (chosen: string[]) => void
}
/** Some of known words, each of which can be taken away again. */
export function Several({ label, chosen, options, change }: SeveralProps) {
  const words = useWords().segments.builder
  const rest = options.filter(({ value }) => !chosen.includes(value))
  return (
    <span className={css.several}>
      {chosen.map((value) => {
        const word = visible(options.find((one) => one.value === value)?.label ?? value)
        return (
          <button
            key={value}
            type="button"
            className={css.chip}
            aria-label={words.without(word)}
            onClick={() => change(chosen.filter((one) => one !== value))}
          >
            <bdi>{word}</bdi> <span aria-hidden="true">×</span>
          </button>
        )
      })}
      {rest.length > 0 && (
        <Chosen
          label={label}
          text={chosen.length === 0 ? '…' : '+'}
          value=""
          options={rest}
          quiet={chosen.length > 0}
          change={(value) => value !== '' && change([...chosen, value])}
        />
      )}
    </span>
  )
}
