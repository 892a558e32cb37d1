import { Link } from '@tanstack/react-router'
import type { CustomerIdentity, CustomerValues } from '#src/know/customers/contract.ts'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { Failure } from '../../ui/States.tsx'
import { visible, Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { useChange } from './edit.tsx'
import { sourceName } from '../../words/source.ts'
import { sentence } from './provenance.ts'
import { shownValue } from './sentences.ts'
import css from './values.module.css'
import type { Word } from './Word.tsx'

type Claimed = CustomerValues['fields'][number]['values'][number]
type Teller = Claimed['told'][number]

interface OneClaimedProps {
  identity: CustomerIdentity
  field: string
  value: Claimed
  word: Word
  correct: (() => void) | undefined
}

const shownTellers = 3

/** One value: who tells it, whether it holds, and in one click: right, pin, no more. */
export function OneClaimed({ identity, field, value, word, correct }: OneClaimedProps) {
  const words = useWords()
  const format = useFormat()
  const may = useMay()
  const shown = shownValue(field, value.value, words, format)
  // whoever pinned it is named below
  const told = value.told.filter((teller) => teller.record !== value.pinned?.record)
  return (
    <li className={css.claimed} data-ended={value.ended !== null || undefined}>
      <div className={css.text}>
        <i className={value.told.some((teller) => teller.verified) ? css.dot : css.dotNo} />
        <span className={value.inUse ? css.inUse : undefined}>
          <Written text={shown} />
        </span>
        {value.label && <span className="soft small"> {words.terms.addressLabel[value.label] ?? value.label}</span>}
      </div>
      <ul className={css.told}>
        {told.slice(0, shownTellers).map((teller) => (
          <Told key={teller.record} teller={teller} />
        ))}
        {told.length > shownTellers && <li>{words.values.more(told.length - shownTellers)}</li>}
        {value.pinned && <li>{words.values.pinned(format.day(value.pinned.at), value.pinned.who)}</li>}
        {value.ended && <Ended teller={value.ended} />}
      </ul>
      {may('customer.edit') && (
        <Acts identity={identity} field={field} value={value} shown={visible(shown)} word={word} correct={correct} />
      )}
    </li>
  )
}

function Told({ teller }: { teller: Teller }) {
  const words = useWords()
  const format = useFormat()
  const may = useMay()
  return (
    <li>
      <Written text={[sentence(teller, words, format), teller.who].filter(Boolean).join(', ')} />
      {teller.importId && may('import.read') && (
        <>
          {' · '}
          <Link to="/imports/$id" params={{ id: teller.importId }} className="link">
            {words.values.import}
          </Link>
        </>
      )}
    </li>
  )
}

function Ended({ teller }: { teller: Teller }) {
  const words = useWords()
  const format = useFormat()
  const { by, channel } = teller.verified ?? {}
  const where = channel ? words.terms.channelIn[channel] : undefined
  const word = by === 'customer' ? words.values.history.said.told(where) : null
  return (
    <li>
      <Written text={words.values.ended(format.day(teller.at), teller.who ?? sourceName(teller.source, words), word)} />
    </li>
  )
}

type Act = 'verify' | 'pin' | 'unpin' | 'end'

function Acts({ identity, field, value, shown, word, correct }: OneClaimedProps & { shown: string }) {
  const { act: said, done } = useWords().values
  const { id, version } = identity
  const act = useChange(
    id,
    (what: Act) => {
      const of = { field, value: value.key }
      const whose = { ...of, by: word.by, ...(word.by === 'customer' && word.channel ? { channel: word.channel } : {}) }
      const at = { params: { id }, version }
      if (what === 'verify') return api.post('/customers/:id/values/verify', whose, at)
      if (what === 'end') return api.post('/customers/:id/values/end', whose, at)
      if (what === 'pin') return api.post('/customers/:id/values/pin', of, at)
      return api.post('/customers/:id/values/unpin', { field }, at)
    },
    (what) => ({ verify: done.verified, pin: done.pinned, unpin: done.unpinned, end: done.ended })[what],
  )
  const button = (what: Act, label: string, of: string) => (
    <button
      type="button"
      className="link small"
      disabled={act.isPending}
      aria-label={of}
      onClick={() => act.mutate(what)}
    >
      {label}
    </button>
  )
  return (
    <>
      <div className={css.acts}>
        {value.ended ? (
          button('verify', said.holds, said.holdsOf(shown))
        ) : (
          <>
            {button('verify', said.verify, said.verifyOf(shown))}
            {correct && (
              <button type="button" className="link small" aria-label={said.correctOf(shown)} onClick={correct}>
                {said.correct}
              </button>
            )}
            {value.pinned ? button('unpin', said.unpin, said.unpin) : button('pin', said.pin, said.pinOf(shown))}
            {button('end', said.end, said.endOf(shown))}
          </>
        )}
      </div>
      {act.isError && <Failure error={act.error} />}
    </>
  )
}
