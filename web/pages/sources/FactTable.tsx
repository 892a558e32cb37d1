import { Fragment } from 'react'
import { qualityMeasures } from '#src/terms/index.ts'
import type { FactLine, SourceInventory } from '../../api/routes.ts'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { Ages, Proposal, Uses } from './FactNotes.tsx'
import { RatioShown, Trend } from './RatioShown.tsx'
import css from './sources.module.css'
import { factName } from './told.ts'

/** Every fact with every property: numerator and denominator, each opening its rows. */
export function FactTable({ source }: { source: SourceInventory }) {
  const words = useWords().sources
  const kinds = [...Map.groupBy(source.facts, (fact) => fact.kind)]
  return (
    <table className={css.facts}>
      <thead>
        <tr>
          <th scope="col">{words.factColumn}</th>
          {qualityMeasures.map((measure) => (
            <th key={measure} scope="col">
              {words.measure[measure]}
            </th>
          ))}
          <th scope="col">{words.usedBy}</th>
        </tr>
      </thead>
      <tbody>
        {kinds.map(([kind, facts]) => (
          <Fragment key={kind}>
            <tr className={css.groupRow}>
              <th colSpan={qualityMeasures.length + 2} scope="colgroup">
                {words.kind[kind]}
              </th>
            </tr>
            {facts.map((fact) => (
              <Fact key={fact.fact} fact={fact} source={source.id} />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}

function Fact({ fact, source }: { fact: FactLine; source: string }) {
  const words = useWords().sources
  const format = useFormat()
  const name = factName(fact.fact, words)
  return (
    <tr>
      <th scope="row">
        <Written text={name} />
        {fact.attribute !== null && <small>{words.ownColumn}</small>}
        {fact.first && fact.last && (
          <small className="num">{words.history(format.day(fact.first), format.day(fact.last))}</small>
        )}
        <Ages ages={fact.ages} />
      </th>
      {fact.measures.map(({ measure, ratio }) => (
        <td key={measure}>
          <span className={css.measureName} aria-hidden="true">
            {words.measure[measure]}
          </span>
          <RatioShown
            ratio={ratio}
            source={source}
            fact={fact.fact}
            measure={measure}
            label={words.rows.title(name, words.measure[measure])}
          />
          {measure === 'completeness' && <Trend shares={fact.trend} />}
        </td>
      ))}
      <td className={css.uses}>
        <Uses fact={fact} />
        <Proposal fact={fact} />
      </td>
    </tr>
  )
}
