import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Insights } from '#src/know/insights/forecast/contract.ts'
import { insightsQuery } from '../../api/queries-insights.ts'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/parts.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { Best } from './Best.tsx'
import { Economics } from './Economics.tsx'
import { EquityTile } from './Equity.tsx'
import css from './insights.module.css'
import { Making } from './Making.tsx'
import { Models } from './Models.tsx'
import { SuggestionsModel } from './SuggestionsModel.tsx'

/** What is expected of all customers together, and how far it can be believed. */
export function InsightsPage() {
  const words = useWords().insights
  const format = useFormat()
  const query = useQuery(insightsQuery)
  const page = query.data
  const model = page?.model
  return (
    <Page
      title={words.title}
      lead={model && words.lead(format.day(model.asOf), model.customers)}
      actions={page?.model && <Making page={page} />}
    >
      {query.isPending && <Loading lines={8} />}
      {query.isError && !page && <Failure error={query.error} retry={() => void query.refetch()} />}
      {page && !model && (
        <Empty title={words.empty} text={page.manages ? words.emptyNext(page.needs) : words.emptyOther(page.needs)}>
          <Making page={page} />
        </Empty>
      )}
      {page && model && (
        <div className={css.page}>
          <Warnings page={page} />
          <States page={page} />
          {page.equity.map((equity) => (
            <EquityTile key={equity.value.currency} equity={equity} model={model} />
          ))}
          <Best />
          {page.economics && <Economics page={page} economics={page.economics} />}
          <Models model={model} />
        </div>
      )}
      {page && <SuggestionsModel />}
    </Page>
  )
}

/** What one should know before believing a figure stands before the figures. */
function Warnings({ page }: { page: Insights }) {
  const words = useWords().insights
  const { model } = page
  if (!model || (model.warnings.length === 0 && model.degenerate === null)) return null
  return (
    <section className={css.warnings} aria-label={words.warnings}>
      <ul>
        {model.degenerate !== null && <li>{words.degenerate[model.degenerate] ?? model.degenerate}</li>}
        {model.warnings.map(({ code, figures }) => (
          <li key={`${code} ${figures.currency ?? ''}`}>{words.warning[code]?.(figures) ?? code}</li>
        ))}
      </ul>
    </section>
  )
}

/** How many customers are in each state; each count opens its list. */
function States({ page }: { page: Insights }) {
  const words = useWords().insights
  const format = useFormat()
  const { model, states, countedOn } = page
  if (states.length === 0 || !model || countedOn === null) return null
  const help = words.stateHelp(model.horizonDays)
  const all = states.reduce((sum, one) => sum + one.customers, 0)
  return (
    <Section title={words.states} aside={<span className="soft">{words.countedAt(format.day(countedOn))}</span>}>
      <p className="soft">{words.statesHelp}</p>
      <ul className={css.states}>
        {states.map(({ state, customers }) => (
          <li key={state}>
            <Link
              to="/customers"
              search={{ where: { field: 'forecast.state', op: 'is', value: state } }}
              className={css.count}
            >
              <span>{words.state[state]}</span>
              <b className="num">{format.n(customers)}</b>
            </Link>
            <span className="soft">
              {all > 0 && format.percent(customers / all, 0)} · {help[state]}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
