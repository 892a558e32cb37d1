import type { Equity, Model } from '#src/know/insights/forecast/contract.ts'
import { Section } from '../../ui/parts.tsx'
import { amountOf } from '../../words/format.ts'
import { useFormat, useWords } from '../../words/index.tsx'
import { Basis } from './Basis.tsx'
import css from './insights.module.css'

const causes = ['new', 'lapsed', 'frequency', 'spend'] as const

/** What all customers together are expected to bring, and what moved it. */
export function EquityTile({ equity, model }: { equity: Equity; model: Model }) {
  const words = useWords().insights
  const format = useFormat()
  const { value, before, change } = equity
  const moved = before === null ? null : BigInt(value.minor) - BigInt(before.minor)
  const signed = (minor: bigint) =>
    `${minor > 0n ? '+' : ''}${format.money({ minor: String(minor), currency: value.currency })}` // to the cent: the four make the change
  const most = change === null ? 1 : Math.max(1, ...causes.map((cause) => Math.abs(amountOf(change[cause]))))
  return (
    <Section title={words.equity} aside={<span className="soft">{words.equityOf(equity.customers)}</span>}>
      <div className={css.equity}>
        <div>
          <p className={`num ${css.large}`}>{format.money(value, 'whole')}</p>
          <p className="soft">{words.equityHelp(model.margin !== null, model.discount !== null)}</p>
          {equity.pastYear && <p className="soft">{words.equityPast(format.money(equity.pastYear, 'whole'))}</p>}
          <Trend trend={equity.trend} />
          <Basis model={model} version={equity.version} />
        </div>
        {change === null || moved === null ? (
          <p className="soft">{words.equityNoChange}</p>
        ) : (
          <table className={css.causes}>
            <caption>
              {words.equityChange}: <b className="num">{signed(moved)}</b>
            </caption>
            <tbody>
              {causes.map((cause) => {
                const sum = amountOf(change[cause])
                return (
                  <tr key={cause}>
                    <th scope="row">
                      {words.changed[cause]}
                      <small>{words.changedHelp[cause]}</small>
                    </th>
                    <td className={css.drawn}>
                      <svg viewBox="-50 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                        <line x1="0" x2="0" y1="0" y2="10" className={css.zero} />
                        <rect
                          x={Math.min(0, (sum / most) * 50)}
                          width={Math.max(0.6, (Math.abs(sum) / most) * 50)}
                          y="2"
                          height="6"
                          className={sum < 0 ? css.less : css.more}
                        />
                      </svg>
                    </td>
                    <td className="num">{signed(BigInt(change[cause].minor))}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        )}
      </div>
    </Section>
  )
}

/** The worth of each making as a line; two points at least make one. */
function Trend({ trend }: { trend: Equity['trend'] }) {
  const words = useWords().insights
  if (trend.length < 2) return null
  const sums = trend.map(({ minor }) => Number(minor))
  const [least, most] = [Math.min(...sums), Math.max(...sums)]
  const points = sums.map((sum, i) => {
    const high = most === least ? 0.5 : (sum - least) / (most - least)
    return `${((i / (sums.length - 1)) * 220).toFixed(1)},${(36 - high * 32).toFixed(1)}`
  })
  return (
    <svg viewBox="0 0 220 40" className={css.trend} role="img" aria-label={words.trend}>
      <polyline points={points.join(' ')} />
    </svg>
  )
}
