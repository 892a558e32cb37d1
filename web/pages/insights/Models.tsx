import type { Model } from '#src/know/insights/forecast/contract.ts'
import { Section } from '../../ui/parts.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './insights.module.css'

/** Decimals that show five digits of a number, at most as many as can be written. */
const digitsOf = (value: number) => Math.min(12, Math.max(0, 4 - Math.floor(Math.log10(Math.abs(value) || 1))))

/** The models in words: what they learned of, what was tried, and their numbers for those who want them. */
export function Models({ model }: { model: Model }) {
  const words = useWords().insights
  const format = useFormat()
  const { lapseTest, meanIntervalDays } = model
  return (
    <div id="models">
      <Section title={words.models}>
        <p>
          {words.version(model.version, format.moment(model.madeAt))}{' '}
          {words.window(model.from && format.day(model.from), format.day(model.asOf), model.customers)}{' '}
          {words.unique(model.unique)}
        </p>
        <p>
          {words.modelSays[model.model]} {meanIntervalDays !== null && words.interval(meanIntervalDays)}
        </p>
        {model.spend.map((one) => (
          <p key={one.currency}>
            {words.spend(one.currency, format.money(one.mean), one.customers)}{' '}
            {one.degenerate !== null && words.degenerate[one.degenerate]}
          </p>
        ))}
        <p>{words.lapseBy[model.lapse](model.horizonDays)}</p>
        {lapseTest && <Tested test={lapseTest} />}
        <details className={css.numbers}>
          <summary>{words.parameters}</summary>
          <dl>
            {Object.entries(model.parameters).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="num">{format.n(value, digitsOf(value))}</dd>
              </div>
            ))}
            <div>
              <dt>{words.likelihood}</dt>
              <dd className="num">{format.n(model.logLikelihood, 2)}</dd>
            </div>
          </dl>
        </details>
      </Section>
    </div>
  )
}

function Tested({ test }: { test: NonNullable<Model['lapseTest']> }) {
  const words = useWords().insights
  const format = useFormat()
  const caption = words.tested(
    format.day(test.from),
    format.day(test.to),
    test.customers,
    format.percent(test.lapsed, 0),
  )
  return (
    <table className={css.tested}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{words.wayColumn}</th>
          <th scope="col">{words.aucColumn}</th>
          <th scope="col">{words.brierColumn}</th>
        </tr>
      </thead>
      <tbody>
        {test.ways.map((one) => (
          <tr key={one.way}>
            <th scope="row">{words.way[one.way]}</th>
            <td className="num">{format.percent(one.auc, 1)}</td>
            <td className="num">{one.brier === null ? '–' : format.n(one.brier, 3)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={3} className="soft">
            {words.aucHelp}
          </td>
        </tr>
      </tfoot>
    </table>
  )
}
