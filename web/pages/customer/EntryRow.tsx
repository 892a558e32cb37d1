import { Fragment, type ReactNode, useState } from 'react'
import type { CustomerPageAnswer } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords, type Words } from '../../words/index.tsx'
import css from './customer.module.css'
import { pending, tabs } from './kinds.ts'
import { PurchaseLines } from './PurchaseLines.tsx'

type Entry = CustomerPageAnswer['timeline']['entries'][number]

const tones: Partial<Record<Entry['kind'], string>> = {
  complaint: 'bad',
  wish: 'accent',
  return: 'warn',
  cancellation: 'warn',
}
const isPurchase = (kind: string) => (tabs.purchases as readonly string[]).includes(kind)

/** One line of the timeline; a purchase opens its lines in place. */
export function EntryRow({ customerId, entry }: { customerId: string; entry: Entry }) {
  const words = useWords()
  const format = useFormat()
  const may = useMay()
  const [open, setOpen] = useState(false)
  const opens = isPurchase(entry.kind) && may('purchase.read')
  const waits = entry.id.startsWith(pending)
  return (
    <div className={css.entry} data-waits={waits || undefined}>
      <time dateTime={entry.at} className="soft">
        {format.isWholeDay(entry.at) ? '' : format.time(entry.at)}
      </time>
      <span className={`${css.kind} ${css[tones[entry.kind] ?? ''] ?? ''}`}>
        {words.terms.entry[entry.kind] ?? entry.kind}
      </span>
      <div className={css.content}>
        {opens ? (
          <button type="button" className={`bare ${css.opener}`} aria-expanded={open} onClick={() => setOpen(!open)}>
            <Summary entry={entry} />
            <Icon name="down" />
            <span className="hidden-text">{words.customer.lines.show}</span>
          </button>
        ) : (
          <Summary entry={entry} />
        )}
        {open && <PurchaseLines customerId={customerId} purchaseId={entry.id} />}
      </div>
      <span className={`soft num ${css.reference}`}>
        {waits ? words.customer.write.saving : entry.reference && <Written text={entry.reference} />}
      </span>
    </div>
  )
}

function Summary({ entry }: { entry: Entry }) {
  const words = useWords().customer
  const [whole, setWhole] = useState(false)
  const long = (entry.body?.length ?? 0) > 420
  return (
    <>
      <span>
        {useParts(entry).map((part, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts keep their places
          <Fragment key={i}>
            {i > 0 && ' · '}
            {part}
          </Fragment>
        ))}
      </span>
      {entry.body && (
        <span className={css.body} data-clamped={(long && !whole) || undefined}>
          <Written text={entry.body} />
        </span>
      )}
      {long && !whole && (
        <button type="button" className="link small" onClick={() => setWhole(true)}>
          {words.side.allText}
        </button>
      )}
    </>
  )
}

/** Who, what, for how much, how it was rated and where it stands: what is known of it, in this order. */
function useParts(entry: Entry): ReactNode[] {
  const all = useWords()
  const words = all.customer
  const format = useFormat()
  const parts: ReactNode[] = []
  if (entry.handler) {
    parts.push(
      <strong>
        <Written text={entry.handler} />
      </strong>,
    )
  }
  const isMail = entry.kind === 'event' && entry.channel === 'email'
  if (isMail) parts.push(<span className="soft">{all.terms.channel.email}</span>)
  if (entry.title) parts.push(<Written text={entry.title} />)
  if (entry.amount) parts.push(<span className="num">{format.money(entry.amount)}</span>)
  if (entry.score) parts.push(<span className="num">{words.score(scoreText(entry.score, format.quantity))}</span>)
  const way = directionOf(entry, words)
  if (way) parts.push(<span className="soft">{way}</span>)
  if (entry.status) {
    parts.push(
      <span className="soft">{(isMail && words.mailStatus[entry.status]) || <Written text={entry.status} />}</span>,
    )
  }
  return parts
}

function directionOf({ kind, direction }: Entry, words: Words['customer']): string | undefined {
  if (kind === 'call') return direction === 'in' ? words.callIn : direction === 'out' ? words.callOut : undefined
  if (kind !== 'mail') return undefined
  return direction === 'in' ? words.incoming : direction === 'out' ? words.outgoing : undefined
}

const scoreText = (score: string, quantity: (decimal: string) => string) =>
  /^-?\d+(\.\d+)?$/.test(score) ? quantity(score) : score
