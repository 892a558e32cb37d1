import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type { Line, Reason } from '#src/act/today/contract.ts'
import { useMay } from '../../../api/session.ts'
import { Avatar, Pill } from '../../../ui/parts.tsx'
import { Sparkline } from '../../../ui/Sparkline.tsx'
import { visible, Written } from '../../../ui/Text.tsx'
import { useFormat, useWords } from '../../../words/index.tsx'
import type { Acting } from './acts.ts'
import css from './list.module.css'

const DonePanel = lazy(() => import('./Panels.tsx').then((m) => ({ default: m.DonePanel })))
const SnoozePanel = lazy(() => import('./Panels.tsx').then((m) => ({ default: m.SnoozePanel })))

/** Texts of people within figures, fit for a sentence. */
const shown = (figures: Reason['figures']) =>
  Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, visible(value)]))

/** Sums in sentences, in one currency. */
function useMoney(currency: string) {
  const format = useFormat()
  return (minor: string | undefined) =>
    minor === undefined ? '?' : format.money({ minor: String(Math.round(Number(minor))), currency }, 'whole')
}

/** Why somebody is on the list: sentences, strongest first, each with the way to the rows behind it. */
export function Why({ line, currency }: { line: Line; currency: string }) {
  const words = useWords().attention
  const money = useMoney(currency)
  return (
    <ul className={css.reasons}>
      {line.reasons.map(({ kind, figures }) => (
        <li key={kind}>
          <span>{words.why[kind]?.(shown(figures), money) ?? kind}</span>{' '}
          {figures.text && (
            <>
              <q className={css.quote}>
                <Written text={figures.text} />
              </q>{' '}
            </>
          )}
          <Rows id={line.id} kind={kind} figures={figures} />
        </li>
      ))}
    </ul>
  )
}

function Rows({ id, kind, figures }: { id: string; kind: string; figures: Reason['figures'] }) {
  const { rows } = useWords().attention
  const may = useMay()
  if (kind === 'quarantined')
    return may('quality.read') ? (
      <Link to="/repairs" search={{ ...(figures.sourceId && { source: figures.sourceId }) }} className={css.rows}>
        {rows.repairs}
      </Link>
    ) : null
  const tab = kind === 'wish' ? 'notes' : kind === 'unanswered' || kind === 'leaving' ? 'contacts' : 'purchases'
  return (
    <Link to="/customers/$id" params={{ id }} search={{ tab }} className={css.rows}>
      {rows[tab]}
    </Link>
  )
}

/** What the line is worth to the company and brings to the customer, and how the sum came about. */
export function Worth({ line, currency }: { line: Line; currency: string }) {
  const words = useWords().attention
  const format = useFormat()
  const money = useMoney(currency)
  const [open, setOpen] = useState(false)
  const { amount, how } = line.worth
  const gain = words.gain[line.reasons[0]?.kind ?? '']
  return (
    <>
      <small className="num">
        <button
          type="button"
          className={css.worth}
          aria-expanded={open}
          title={words.worthLabel}
          onClick={() => setOpen(!open)}
        >
          {amount ? words.worth(format.money(amount, 'whole')) : words.worthUnknown}
        </button>
        {gain && ` · ${gain}`}
      </small>
      {open && <small className={css.how}>{words.how[how.code]?.(how.figures, money)}</small>}
    </>
  )
}

interface ActsProps {
  line: Line
  acting: Acting
}

/** What a person does with a line. */
export function Acts({ line, acting }: ActsProps) {
  const words = useWords().attention
  const { open, setOpen, act } = acting
  const busy = act.isPending
  const mine = line.dealtTo?.me === true && line.takenAt !== null
  const toggle = (as: 'done' | 'snooze') => setOpen(open?.id === line.id && open.as === as ? null : { id: line.id, as })
  return (
    <fieldset className={css.acts}>
      <legend className="hidden-text">{words.acts(visible(line.name))}</legend>
      {mine ? (
        <Pill>{words.taken}</Pill>
      ) : (
        <button type="button" disabled={busy} onClick={() => act.mutate({ line, doing: { what: 'taken' } })}>
          {words.act.take}
        </button>
      )}
      <button type="button" aria-expanded={open?.id === line.id && open.as === 'done'} onClick={() => toggle('done')}>
        {words.act.done}
      </button>
      <button
        type="button"
        aria-expanded={open?.id === line.id && open.as === 'snooze'}
        onClick={() => toggle('snooze')}
      >
        {words.act.snooze}
      </button>
      <button type="button" disabled={busy} onClick={() => act.mutate({ line, doing: { what: 'notUseful' } })}>
        {words.act.notUseful}
      </button>
    </fieldset>
  )
}

/** The panel that is open under a line, if any. */
export function Panel({ line, acting }: ActsProps) {
  if (acting.open?.id !== line.id) return null
  return (
    <Suspense fallback={null}>
      {acting.open.as === 'done' ? (
        <DonePanel line={line} acting={acting} />
      ) : (
        <SnoozePanel line={line} acting={acting} />
      )}
    </Suspense>
  )
}

/** The suggested action: a way to where it is done. */
function Action({ line, first }: { line: Line; first: boolean }) {
  const words = useWords().attention
  const may = useMay()
  const label = words.action[line.action]!
  const name = `${label}: ${visible(line.name)}`
  if (line.action === 'mend') {
    const source = line.reasons.find(({ kind }) => kind === 'quarantined')?.figures.sourceId
    if (!may('quality.read')) return null
    return (
      <Button
        renderRoot={(props) => <Link {...props} to="/repairs" search={{ ...(source && { source }) }} />}
        aria-label={name}
      >
        {label}
      </Button>
    )
  }
  if (!may('note.write')) return null
  const write = line.action === 'call' || line.action === 'answer' ? 'call' : 'note'
  return (
    <Button
      // only what comes first and whoever waits for us stand out
      variant={first || line.action === 'answer' ? 'filled' : 'default'}
      renderRoot={(props) => <Link {...props} to="/customers/$id" params={{ id: line.id }} search={{ write }} />}
      aria-label={name}
    >
      {label}
    </Button>
  )
}

interface OneLineProps extends ActsProps {
  currency: string
  first: boolean
  chosen: boolean
  choose: () => void
  /** Everybody's list tells with whom a line is. */
  team: boolean
}

/** A line: who, why, evidence, worth, one action, and what to do with the line. */
export function OneLine({ line, acting, currency, first, chosen, choose, team }: OneLineProps) {
  const words = useWords().attention
  const format = useFormat()
  const may = useMay()
  const solved = line.solved !== null
  return (
    <li aria-current={chosen || undefined} data-id={line.id} data-solved={solved || undefined} onFocus={choose}>
      <Avatar name={line.name} />
      <div className={css.middle}>
        <h3>
          <Link to="/customers/$id" params={{ id: line.id }} className="plain">
            <Written text={line.name} />
          </Link>
          {team && <Holder line={line} />}
        </h3>
        <Why line={line} currency={currency} />
        <div className={css.evidence}>
          {line.months.length > 0 && <Sparkline counts={line.months} />}
          <span className="num">
            {line.purchases > 0 && line.since
              ? words.evidence(line.purchases, line.net && format.money(line.net, 'whole'), format.year(line.since))
              : words.noPurchases}
          </span>
        </div>
        {solved && <p className={css.solved}>{words.solved[line.solved!.by] ?? words.solved.handled}</p>}
        {!solved && may('today.attend') && <Acts line={line} acting={acting} />}
      </div>
      <div className={css.act}>
        <Worth line={line} currency={currency} />
        {!solved && <Action line={line} first={first} />}
      </div>
      {!solved && <Panel line={line} acting={acting} />}
    </li>
  )
}

function Holder({ line: { dealtTo, takenAt } }: { line: Line }) {
  const words = useWords().attention
  if (dealtTo === null) return <Pill tone="plain">{words.free}</Pill>
  if (dealtTo.me) return <Pill tone={takenAt ? 'accent' : 'plain'}>{takenAt ? words.taken : words.dealtToMe}</Pill>
  const name = visible(dealtTo.name)
  return <Pill tone="plain">{takenAt ? words.takenBy(name) : words.dealtTo(name)}</Pill>
}
