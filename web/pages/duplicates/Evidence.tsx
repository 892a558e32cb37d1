import type { PairShown } from '#src/know/duplicates/contract.ts'
import { Section } from '../../ui/parts.tsx'
import { visible } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import css from './evidence.module.css'

/** What speaks for and against, pair by pair, as a waterfall from where every pair starts to where this one ends. */
export function Evidence({ pairs, nameOf }: { pairs: readonly PairShown[]; nameOf: ReadonlyMap<string, string> }) {
  const words = useWords().duplicates
  return (
    <Section title={words.why}>
      <p className="soft">{words.unit}</p>
      <div className={css.pairs}>
        {pairs.map((pair) => (
          <figure key={`${pair.a} ${pair.b}`} className={css.pair}>
            <figcaption>
              <span>{words.whyOf(visible(nameOf.get(pair.a) ?? ''), visible(nameOf.get(pair.b) ?? ''))}</span>
              <b className="num" title={words.sureLong(words.sure(pair.probability))}>
                {words.sure(pair.probability)}
              </b>
            </figcaption>
            <Waterfall pair={pair} />
          </figure>
        ))}
      </div>
    </Section>
  )
}

interface Step {
  key: string
  label: string
  weight: number
  from: number
  to: number
  ends?: true
}

function Waterfall({ pair }: { pair: PairShown }) {
  const words = useWords().duplicates
  const steps: Step[] = [{ key: 'start', label: words.start, weight: pair.start, from: 0, to: pair.start, ends: true }]
  let at = pair.start
  const last = (line: { comparison: string }) => Number(line.comparison === 'household')
  const strongest = [...pair.evidence].sort((x, y) => last(x) - last(y) || Math.abs(y.weight) - Math.abs(x.weight))
  for (const { comparison, level, weight } of strongest) {
    const label = `${words.comparison[comparison] ?? comparison}: ${words.level[level] ?? level}`
    steps.push({ key: comparison, label, weight, from: at, to: at + weight })
    at += weight
  }
  steps.push({ key: 'total', label: words.total, weight: pair.weight, from: 0, to: pair.weight, ends: true })
  const low = Math.min(0, ...steps.map((step) => Math.min(step.from, step.to)))
  const high = Math.max(0, ...steps.map((step) => Math.max(step.from, step.to)))
  const x = (value: number) => ((value - low) / Math.max(1, high - low)) * 100
  return (
    <table className={css.waterfall}>
      <tbody>
        {steps.map((step) => (
          <tr key={step.key} data-ends={step.ends}>
            <th scope="row" title={step.key === 'start' ? words.startHelp : undefined}>
              {step.label}
            </th>
            <td className={css.drawn}>
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <line x1={x(0)} x2={x(0)} y1="0" y2="10" className={css.zero} />
                <rect
                  x={Math.min(x(step.from), x(step.to))}
                  width={Math.max(0.6, Math.abs(x(step.to) - x(step.from)))}
                  y="2"
                  height="6"
                  className={step.ends ? css.end : step.weight < 0 ? css.against : css.for}
                />
              </svg>
            </td>
            <td className="num">{words.weight(step.weight)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
