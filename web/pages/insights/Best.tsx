import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Best as BestOf } from '#src/know/insights/forecast/contract.ts'
import { bestQuery } from '../../api/queries-insights.ts'
import { useMay } from '../../api/session.ts'
import { Choice, Pill, Section } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { toneOf } from '../customer/Forecast.tsx'
import css from './insights.module.css'

/** The best of the future beside the best of the past: what a model adds, anybody can see here. */
export function Best() {
  const may = useMay()('customer.read')
  const words = useWords().insights
  const [currency, setCurrency] = useState<string>()
  const query = useQuery({ ...bestQuery(currency), enabled: may })
  const best = query.data
  if (!may) return null
  return (
    <Section title={words.best}>
      {query.isPending && <Loading lines={5} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {best && best.currencies.length > 1 && (
        <Choice
          label={words.currency}
          value={best.currency}
          options={best.currencies.map((value) => ({ value, label: value }))}
          change={setCurrency}
        />
      )}
      {best && (
        <>
          {best.overlap && <p className="soft">{words.overlap(best.overlap.both, best.overlap.tenth)}</p>}
          <div className={css.best}>
            <Ranking best={best} by="future" />
            <Ranking best={best} by="past" />
          </div>
        </>
      )}
    </Section>
  )
}

function Ranking({ best, by }: { best: BestOf; by: 'future' | 'past' }) {
  const words = useWords().insights
  const format = useFormat()
  const other = by === 'future' ? 'past' : 'future'
  const rows = best[by]
  return (
    <div>
      <h3>{by === 'future' ? words.bestFuture : words.bestPast}</h3>
      <p className="soft">{by === 'future' ? words.bestFutureHelp : words.bestPastHelp}</p>
      {rows.length === 0 && <p className="soft">{words.noBest}</p>}
      <ol className={css.ranking}>
        {rows.map((row) => {
          const sum = by === 'future' ? row.value : row.net
          return (
            <li key={row.id}>
              <Link to="/customers/$id" params={{ id: row.id }} className={css.who}>
                <Written text={row.name} />
              </Link>
              <Pill tone={toneOf[row.state]}>{words.state[row.state]}</Pill>
              <span className="num">{sum === null ? words.notKnown : format.money(sum, 'whole')}</span>
              <small className="soft">
                {words.rankOther[other]}: {words.rank(by === 'future' ? row.pastRank : row.futureRank)}
              </small>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
