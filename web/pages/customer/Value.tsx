import { Tooltip } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Value } from '#src/know/insights/contract.ts'
import { useMay } from '../../api/session.ts'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './customer.module.css'
import { MonthsChart } from './MonthsChart.tsx'

/** Spend over time, rhythm and group: how we stand with this customer. */
export function ValueAtGlance({ value }: { value: Value | null }) {
  const words = useWords().customer
  const may = useMay()
  if (!value || value.purchases + value.returns === 0) {
    return may('value.read') ? <p className={`soft ${css.noValue}`}>{words.noValue}</p> : null
  }
  return (
    <>
      <Facts value={value} />
      {value.months.some((month) => month.purchases > 0 || month.expected) && <MonthsChart months={value.months} />}
    </>
  )
}

function Facts({ value }: { value: Value }) {
  const words = useWords()
  const format = useFormat()
  const { rhythm, rfm } = value
  return (
    <dl className={css.facts}>
      {value.spend.map((spend) => (
        <Fact key={spend.net.currency} label={words.customer.last12}>
          <Behind>{format.money(spend.last12Months, 'whole')}</Behind>
        </Fact>
      ))}
      {value.spend.map((spend) => (
        <Fact
          key={spend.net.currency}
          label={words.customer.net}
          note={BigInt(spend.refunded.minor) !== 0n && words.customer.refunded(format.money(spend.refunded, 'whole'))}
        >
          <Behind>{format.money(spend.net, 'whole')}</Behind>
        </Fact>
      ))}
      <Fact label={words.customer.purchases} note={value.returns > 0 && words.customer.returns(value.returns)}>
        <Behind>{format.n(value.purchases)}</Behind>
      </Fact>
      {rhythm ? (
        <Fact label={words.customer.rhythm}>
          <span className={rhythm.beyond ? 'warn' : undefined}>
            {words.customer.rhythmNow(rhythm.days, rhythm.since)}
          </span>
        </Fact>
      ) : (
        value.lastPurchase && <Fact label={words.customer.lastPurchase}>{format.day(value.lastPurchase)}</Fact>
      )}
      {rfm && (
        <Fact label={words.customer.group}>
          <Tooltip
            label={words.terms.rfmWhy(rfm.recency, rfm.frequency, rfm.monetary)}
            events={{ hover: true, focus: true, touch: true }}
          >
            <button type="button" className={`bare ${css.group}`}>
              {words.terms.rfm[rfm.group]}
            </button>
          </Tooltip>
        </Fact>
      )}
    </dl>
  )
}

/** A number that opens the rows behind it. */
function Behind({ children }: { children: ReactNode }) {
  return (
    <Link from="/customers/$id" to="." search={{ tab: 'purchases' }} hash="events" className="plain">
      {children}
    </Link>
  )
}

function Fact({ label, children, note }: { label: string; children: ReactNode; note?: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">{children}</dd>
      {note && <dd className={css.factNote}>{note}</dd>}
    </div>
  )
}
