import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CustomerForecast, ForecastState } from '#src/know/insights/forecast/contract.ts'
import { forecastQuery } from '../../api/queries-insights.ts'
import { useMay } from '../../api/session.ts'
import { Pill, Section, type Tone } from '../../ui/parts.tsx'
import { Failure } from '../../ui/States.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './forecast.module.css'

export const toneOf: Readonly<Record<ForecastState, Tone>> = {
  active: 'accent',
  cooling: 'plain',
  lapsing: 'warn',
  lost: 'bad',
}

/** What we expect of a customer, in words and figures, with why and by which model. Asked for by itself, after the page. */
export function Forecast({ id }: { id: string }) {
  const may = useMay()('value.read')
  const words = useWords().insights.customer
  const query = useQuery({ ...forecastQuery(id), enabled: may })
  if (!may || query.isPending) return null
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  const { forecast, none, model } = query.data
  if (forecast === null || model === null)
    return none === 'noModel' ? (
      <div className={css.part}>
        <Section title={words.title}>
          <p className="soft">{words.none.noModel}</p>
        </Section>
      </div>
    ) : null
  return <Expected forecast={forecast} model={model} />
}

type Known = { forecast: NonNullable<CustomerForecast['forecast']>; model: NonNullable<CustomerForecast['model']> }

function Expected({ forecast, model }: Known) {
  const words = useWords().insights
  const said = words.customer
  const format = useFormat()
  const { state, stateSince, value, spend, nextPurchase, past } = forecast
  const money = (sum: typeof value) => (sum === null ? said.notKnown : format.money(sum, 'whole'))
  return (
    <div className={css.part}>
      <Section title={said.title} aside={<Pill tone={toneOf[state]}>{words.state[state]}</Pill>}>
        <p className={css.says}>
          {said.says[state](forecast.buys, model.horizonDays)}{' '}
          {stateSince && <span className="soft">{said.since(format.day(stateSince))}</span>}
        </p>
        <dl className={css.facts}>
          <Fact label={said.next} why={said.nextHelp}>
            {nextPurchase === null ? said.nextNone : said.nextBy(format.day(nextPurchase))}
          </Fact>
          <Fact label={said.purchases}>{said.count(forecast.purchases)}</Fact>
          <Fact label={said.spend}>{money(spend)}</Fact>
          <Fact label={said.value(model.margin !== null)}>{money(value)}</Fact>
          <Fact label={said.pastYear}>{money(past.perYear)}</Fact>
        </dl>
        <Why forecast={forecast} model={model} />
      </Section>
    </div>
  )
}

function Fact({ label, children, why }: { label: string; children: ReactNode; why?: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">{children}</dd>
      {why && <dd className="hidden-text">{why}</dd>}
    </div>
  )
}

function Why({ forecast, model }: Known) {
  const words = useWords().insights
  const said = words.customer
  const format = useFormat()
  const { why, past, rank } = forecast
  const percent = (share: number | null) => (share === null ? null : format.percent(share, 0))
  const ranks = said.ranks(rank.future, rank.past)
  return (
    <details className={css.why}>
      <summary>{said.why}</summary>
      <ul>
        <li>
          {said.bought(why.purchaseDays, format.day(why.first), format.day(why.last), why.sinceDays)}{' '}
          {why.intervalDays !== null && said.interval(why.intervalDays)}
        </li>
        {why.perPurchase && <li>{said.perPurchase(format.money(why.perPurchase))}</li>}
        <li>{said.nextHelp}</li>
        <li>{said.alive(forecast.alive)}</li>
        <li>{said.counted(percent(model.margin), percent(model.discount))}</li>
        {past.net && <li>{said.past(format.money(past.net, 'whole'))}</li>}
        {ranks && <li>{ranks}</li>}
        <li>
          {words.version(forecast.version, format.moment(model.madeAt))}{' '}
          {words.window(model.from && format.day(model.from), format.day(model.asOf), model.customers)}{' '}
          {model.model === 'nbd' && words.modelSays.nbd}
        </li>
        {model.warnings.map((warning) => (
          <li key={`${warning.code} ${warning.figures.currency ?? ''}`} className="warn">
            {words.warning[warning.code]?.(warning.figures) ?? warning.code}
          </li>
        ))}
      </ul>
      <p className={css.ways}>
        <Link from="/customers/$id" to="." search={{ tab: 'purchases' }} hash="events" className="link">
          {said.rows}
        </Link>
        <Link to="/insights" hash="models" className="link">
          {said.model}
        </Link>
      </p>
    </details>
  )
}
