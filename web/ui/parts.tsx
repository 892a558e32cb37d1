import { Tooltip } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import css from './parts.module.css'
import { visible } from './Text.tsx'

/** First letters of the first and the last word. */
function initials(name: string): string {
  const words = visible(name)
    .split(/[\s-]+/)
    .filter((w) => /^[\p{L}\p{N}]/u.test(w))
  const first = words[0]
  const last = words.length > 1 ? words[words.length - 1] : undefined
  // the legal form says nothing of who it is
  const second = last && /^(oy|oyj|ab|ky|tmi|ry|ltd|inc|gmbh)$/i.test(last) ? words.slice(1, -1).at(0) : last
  const letter = (word: string | undefined) => (word ? String.fromCodePoint(word.codePointAt(0)!) : '')
  return (letter(first) + letter(second)).toLocaleUpperCase('fi') || '·'
}

export function Avatar({ name, large }: { name: string; large?: boolean }) {
  return (
    <span className={large ? css.avatarLarge : css.avatar} aria-hidden="true">
      {initials(name)}
    </span>
  )
}

export type Tone = 'plain' | 'accent' | 'warn' | 'bad'

/** A word in colour. With `why` it can be focused and says its reason. */
export function Pill({ children, tone = 'accent', why }: { children: ReactNode; tone?: Tone; why?: string }) {
  if (!why) return <span className={`${css.pill} ${css[tone]}`}>{children}</span>
  return (
    <Tooltip label={why} position="bottom-start" events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className={`${css.pill} ${css[tone]} ${css.explained}`}>
        {children}
        <span className="hidden-text">: {why}</span>
      </button>
    </Tooltip>
  )
}

interface ChoiceProps<V extends string> {
  label: string
  /** Seen only by screen readers unless told. */
  showLabel?: boolean
  value: V
  options: readonly { value: V; label: string }[]
  change: (value: V) => void
}

/** One of a few, side by side: radio buttons in the look of a switch. */
export function Choice<V extends string>({ label, showLabel, value, options, change }: ChoiceProps<V>) {
  const name = useId()
  return (
    <fieldset className={css.choice}>
      <legend className={showLabel ? css.choiceLabel : 'hidden-text'}>{label}</legend>
      <div>
        {options.map((option) => (
          <label key={option.value} data-on={option.value === value || undefined}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => change(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** A section of the right column or of a narrow page. */
export function Section({ title, children, aside }: { title: string; children: ReactNode; aside?: ReactNode }) {
  const id = useId()
  return (
    <section className={css.section} aria-labelledby={id}>
      <div className={css.sectionHead}>
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
