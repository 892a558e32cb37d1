import { Button, Textarea } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Finish, Line } from '#src/act/today/contract.ts'
import { useDraft } from '../../../ui/draft.ts'
import { Choice } from '../../../ui/parts.tsx'
import { useFormat, useWords } from '../../../words/index.tsx'
import { dayAfter } from '../../lists/conditions/days.ts'
import type { Acting } from './acts.ts'
import css from './list.module.css'

type Outcome = Finish['outcome']
type Contact = 'call' | 'mail' | 'visit'
const outcomes: readonly Outcome[] = ['reached', 'notReached', 'cameBack', 'other']
const contacts: readonly Contact[] = ['call', 'mail', 'visit']

interface PanelProps {
  line: Line
  acting: Acting
}

/** The first thing of a panel that just opened has the focus, and Escape closes it. */
function usePanel(close: () => void) {
  const ref = useRef<HTMLFormElement>(null)
  useEffect(() => {
    ref.current?.querySelector<HTMLElement>('input:checked, button, input')?.focus({ preventScroll: true })
    ref.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return {
    ref,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      close()
    },
  }
}

/** How it went, and what was agreed: becomes a contact on the customer's timeline. */
export function DonePanel({ line, acting }: PanelProps) {
  const words = useWords()
  const said = words.attention.finish
  const [outcome, setOutcome] = useState<Outcome>('reached')
  const [contact, setContact] = useState<Contact>(line.action === 'write' ? 'mail' : 'call')
  const [draft, setDraft, forget] = useDraft(`attention.${line.id}`, { note: '' })
  const panel = usePanel(() => acting.setOpen(null))
  const save = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault()
    if (acting.act.isPending) return
    const note = draft.note.trim()
    const finish = { outcome, ...(note && { note }), ...(outcome === 'reached' && { contact }) }
    acting.act.mutate({ line, doing: { what: 'done', finish } }, { onSuccess: forget })
  }
  return (
    <form
      className={css.panel}
      aria-label={said.label}
      onSubmit={save}
      ref={panel.ref}
      onKeyDown={(event) => {
        panel.onKeyDown(event)
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save(event)
      }}
    >
      <Choice
        label={said.label}
        showLabel
        value={outcome}
        options={outcomes.map((value) => ({ value, label: said.outcome[value]! }))}
        change={setOutcome}
      />
      {outcome === 'reached' && (
        <Choice
          label={said.contact}
          showLabel
          value={contact}
          options={contacts.map((value) => ({ value, label: said.by[value]! }))}
          change={setContact}
        />
      )}
      <Textarea
        label={said.note}
        placeholder={said.placeholder}
        minRows={2}
        maxLength={2000}
        value={draft.note}
        onChange={(event) => setDraft({ note: event.target.value })}
      />
      <div className={css.buttons}>
        <Button type="submit" variant="filled" loading={acting.act.isPending}>
          {said.save}
        </Button>
        <Button variant="subtle" onClick={() => acting.setOpen(null)}>
          {words.shell.state.close}
        </Button>
      </div>
    </form>
  )
}

/** Until when a line stays out of sight. */
export function SnoozePanel({ line, acting }: PanelProps) {
  const words = useWords()
  const said = words.attention.put
  const format = useFormat()
  const [day, setDay] = useState(dayAfter(format.today, 14))
  const panel = usePanel(() => acting.setOpen(null))
  const put = (until: string) => acting.act.mutate({ line, doing: { what: 'snoozed', until } })
  const offers = [
    [said.tomorrow, dayAfter(format.today, 1)],
    [said.week, dayAfter(format.today, 7)],
    [said.month, dayAfter(format.today, 30)],
  ] as const
  return (
    <form
      className={css.panel}
      aria-label={said.label}
      ref={panel.ref}
      onKeyDown={panel.onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        put(day)
      }}
    >
      <p className={css.panelTitle}>{said.label}</p>
      <div className={css.buttons}>
        {offers.map(([label, until]) => (
          <Button key={until} onClick={() => put(until)} disabled={acting.act.isPending}>
            {label}
          </Button>
        ))}
      </div>
      <div className={css.buttons}>
        <label className={css.day}>
          <span>{said.day}</span>
          <input
            type="date"
            value={day}
            min={dayAfter(format.today, 1)}
            max={dayAfter(format.today, 365)}
            required
            onChange={(event) => setDay(event.target.value)}
          />
        </label>
        <Button type="submit" disabled={acting.act.isPending}>
          {said.save}
        </Button>
        <Button variant="subtle" onClick={() => acting.setOpen(null)}>
          {words.shell.state.close}
        </Button>
      </div>
    </form>
  )
}
