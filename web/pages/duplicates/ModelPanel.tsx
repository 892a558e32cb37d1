import type { Model, State } from '#src/know/duplicates/contract.ts'
import { Section } from '../../ui/parts.tsx'
import { Empty } from '../../ui/States.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { Automatic } from './Automatic.tsx'
import bars from './evidence.module.css'
import css from './model.module.css'
import { Search } from './Search.tsx'

/** What the search learned, how sure it is of itself, how often people agreed, and merging without asking. */
export function ModelPanel({ state }: { state: State }) {
  const words = useWords().duplicates
  const { agreement, arriving, models } = state
  return (
    <div className={css.model}>
      <Search state={state} />
      {arriving > 0 && models.length > 0 && <p className="soft">{words.arriving(arriving)}</p>}
      {models.length === 0 && (
        <Empty title={words.noModel} text={state.manages ? words.neverRunNext : words.neverRunOther} />
      )}
      {models.length > 0 && (
        <Section title={words.agreement}>
          <p>
            {agreement.decided === 0 ? (
              <span className="soft">{words.notYet}</span>
            ) : (
              <b className="num">{words.agreed(agreement.agreed, agreement.decided)}</b>
            )}
          </p>
          {agreement.autoDecided > 0 && <p>{words.agreedAuto(agreement.autoAgreed, agreement.autoDecided)}</p>}
        </Section>
      )}
      {models.map((model) => (
        <OneModel key={model.kind} model={model} manages={state.manages} />
      ))}
    </div>
  )
}

function OneModel({ model, manages }: { model: Model; manages: boolean }) {
  const words = useWords().duplicates
  const format = useFormat()
  return (
    <Section
      title={words.kind[model.kind]!}
      aside={<span className="soft">{words.learnedAt(format.moment(model.learnedAt), model.version)}</span>}
    >
      <p className="soft">{words.comparedOf(model.customers, model.compared)}</p>
      <ul className={css.zones} aria-label={words.zones}>
        {(['auto', 'ask'] as const).map((zone) => (
          <li key={zone}>
            <h3>{words.zoneOf[zone]}</h3>
            <span>{words.waitingPairs(model.waiting[zone])}</span>
            <span className="soft">{words.zoneFrom(model[zone].from)}</span>
            <span title={words.expectedHelp}>{words.expected(model[zone].expectedError)}</span>
          </li>
        ))}
      </ul>
      <Automatic model={model} manages={manages} />
      {model.learned.length > 0 && <Learned model={model} />}
    </Section>
  )
}

function Learned({ model }: { model: Model }) {
  const words = useWords().duplicates
  const most = Math.max(1, ...model.learned.flatMap((one) => one.levels.map((level) => Math.abs(level.weight))))
  return (
    <details className={css.learned}>
      <summary>{words.learned}</summary>
      <p className="soft">{words.learnedHelp}</p>
      {model.learned.map(({ comparison, levels }) => (
        <table key={comparison} className={bars.waterfall}>
          <caption>{words.comparison[comparison] ?? comparison}</caption>
          <tbody>
            {levels.map(({ level, weight }) => (
              <tr key={level}>
                <th scope="row">{words.level[level] ?? level}</th>
                <td className={bars.drawn}>
                  <svg viewBox="-50 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                    <line x1="0" x2="0" y1="0" y2="10" className={bars.zero} />
                    <rect
                      x={Math.min(0, (weight / most) * 50)}
                      width={Math.max(0.6, (Math.abs(weight) / most) * 50)}
                      y="2"
                      height="6"
                      className={weight < 0 ? bars.against : bars.for}
                    />
                  </svg>
                </td>
                <td className="num">{words.weight(weight)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </details>
  )
}
