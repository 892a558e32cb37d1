import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { visible } from '../../../ui/Text.tsx'
import { useWords } from '../../../words/index.tsx'
import { begunOn, begunOnEvent } from './begin.ts'
import css from './conditions.module.css'
import type { Field, Speaker } from './said.ts'
import type { Asked } from './tree.ts'

interface Choice {
  key: string
  label: string
  /** Beside the label: how it reads in the sentence. */
  hint?: string
  group: string
  /** Nobody has it yet: shown to those who look for it. */
  rare?: boolean
  asked: () => Asked
}

/** Everything that a line can ask about: of the customer, what has happened, other segments. */
function useChoices(speaker: Speaker): Choice[] {
  const words = useWords()
  const { conditions, segments, lists } = words
  const { groups } = segments.builder
  const order = Object.keys(groups.fields)
  const rank = ({ group }: Field) => (group ? order.indexOf(group) : order.length)
  const ordered = [...speaker.fields].sort((a, b) => rank(a) - rank(b))
  const fields = ordered.map(
    (field): Choice => ({
      key: `field ${field.id}`,
      label: visible(lists.field(speaker.list, field.id)),
      group: field.group ? groups.fields[field.group]! : groups.others,
      asked: () => begunOn(field),
    }),
  )
  const events = (speaker.happenings ?? []).map(
    ({ kind, seen }): Choice => ({
      key: `event ${kind}`,
      label: conditions.event(kind),
      hint: conditions.eventDid(kind),
      group: groups.events,
      rare: !seen,
      asked: () => begunOnEvent(kind),
    }),
  )
  const kept = [...(speaker.segments ?? [])].map(
    ([id, name]): Choice => ({
      key: `segment ${id}`,
      label: visible(name),
      group: groups.segments,
      asked: () => ({ segment: id }),
    }),
  )
  return [...events, ...fields, ...kept]
}

/** What is typed finds names of which a word begins with it, before those that have it somewhere inside. */
export function found(choices: readonly Choice[], typed: string): Choice[] {
  const wanted = typed.trim().toLocaleLowerCase('fi')
  if (wanted === '') return choices.filter(({ rare }) => !rare)
  const text = (one: Choice) => ` ${one.label} ${one.hint ?? ''}`.toLocaleLowerCase('fi')
  const begun = choices.filter((one) => text(one).includes(` ${wanted}`))
  return [...begun, ...choices.filter((one) => !begun.includes(one) && text(one).includes(wanted))]
}

interface PickerProps {
  speaker: Speaker
  pick: (asked: Asked) => void
  /** Left without picking. */
  leave: () => void
}

/** Finds what a line asks about, by any part of its name: arrows and Enter, or the mouse. */
export function Picker({ speaker, pick, leave }: PickerProps) {
  const words = useWords()
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const [open, setOpen] = useState(false)
  const hits = found(useChoices(speaker), typed).slice(0, 200)
  // a group stands where its best hit does
  const groups = [...new Set(hits.map(({ group }) => group))]
  const rows = groups.flatMap((group) => hits.filter((one) => one.group === group))
  const chosen = Math.min(at, Math.max(0, rows.length - 1))
  const take = (index: number) => {
    const row = rows[index]
    if (row) pick(row.asked())
  }
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open) return
    // on a phone the line goes to the top, so that its choices have the room above the keyboard
    const line = matchMedia('(max-width: 760px)').matches ? list.current?.closest('[data-item]') : undefined
    if (line) line.scrollIntoView({ block: 'start' })
    else list.current?.scrollIntoView({ block: 'nearest' })
  }, [open])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && rows.length > 0 && !event.altKey) {
      event.preventDefault()
      if (!open) setOpen(true)
      else setAt((chosen + step + rows.length) % rows.length)
    }
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      take(chosen)
    }
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
      leave()
    }
  }
  return (
    <span className={css.picker}>
      <input
        data-focus="subject"
        className={css.typed}
        role="combobox"
        aria-label={words.lists.conditions.field}
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && rows.length > 0 ? `${listId}-${chosen}` : undefined}
        placeholder={words.segments.builder.find}
        value={typed}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
          setOpen(true)
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={words.segments.builder.askable}
        className={css.choices}
        hidden={!open}
      >
        {open &&
          groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options within a listbox
            <div key={group} role="group" aria-label={group}>
              <div className={css.choiceGroup} aria-hidden="true">
                {group}
              </div>
              {rows.map((row, index) =>
                row.group !== group ? null : (
                  <Row
                    key={row.key}
                    id={`${listId}-${index}`}
                    on={index === chosen}
                    row={row}
                    take={() => take(index)}
                    hover={() => setAt(index)}
                  />
                ),
              )}
            </div>
          ))}
        {open && rows.length === 0 && (
          <div className={css.none} role="option" aria-selected="false" tabIndex={-1}>
            {words.segments.builder.noField}
          </div>
        )}
      </div>
    </span>
  )
}

interface RowProps {
  id: string
  on: boolean
  row: Choice
  take: () => void
  hover: () => void
}
function Row({ id, on, row, take, hover }: RowProps) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (on) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [on])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text field's, by the pattern of a combobox
    <div
      ref={ref}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={on}
      className={css.choice}
      // before the field loses its focus
      onMouseDown={(event) => event.preventDefault()}
      onClick={take}
      onPointerMove={hover}
    >
      <bdi>{row.label}</bdi>
      {row.hint && <span className={css.hint}>{row.hint}</span>}
    </div>
  )
}
