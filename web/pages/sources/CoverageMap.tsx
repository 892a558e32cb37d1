import { Link } from '@tanstack/react-router'
import type { Cell, Inventory, MapLine } from '../../api/routes.ts'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { sourceName } from '../../words/source.ts'
import css from './map.module.css'
import { Trend } from './RatioShown.tsx'
import ratio from './ratio.module.css'
import { levelOf, percentOf, shareOf, wordOf } from './told.ts'

/** Sources down, kinds of data across. On a phone each source is a block of its kinds. */
export function CoverageMap({ map }: { map: Inventory }) {
  const words = useWords().sources
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer */}
      <section className={css.frame} aria-label={words.map} tabIndex={0}>
        <table className={css.map}>
          <thead>
            <tr>
              <th rowSpan={2} scope="col" className={css.corner}>
                {words.source}
              </th>
              {map.groups.map(({ group, kinds }) => (
                <th key={group} colSpan={kinds.length} scope="colgroup" className={css.group}>
                  {words.group[group]}
                </th>
              ))}
            </tr>
            <tr>
              {map.groups.flatMap(({ kinds }) =>
                kinds.map((kind, i) => (
                  <th key={kind} scope="col" data-first={i === 0 || undefined}>
                    {words.kind[kind]}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {map.lines.map((line) => (
              <Line key={line.id} line={line} map={map} />
            ))}
          </tbody>
        </table>
      </section>
      <Legend />
    </>
  )
}

function Line({ line, map }: { line: MapLine; map: Inventory }) {
  const all = useWords()
  const words = all.sources
  const format = useFormat()
  const first = new Set(map.groups.map(({ kinds }) => kinds[0]))
  return (
    <tr data-all={line.name === null || undefined}>
      <th scope="row" className={css.source}>
        <Link to="/sources/$id" params={{ id: line.id }}>
          {line.name === null ? words.everybody : <Written text={sourceName(line.name, all)} />}
        </Link>
        <small>
          {line.name === null
            ? words.everybodyNote
            : line.first && line.last
              ? words.history(format.day(line.first), format.day(line.last))
              : words.noHistory}
        </small>
      </th>
      {line.cells.map((cell) => (
        <CellShown key={cell.kind} cell={cell} line={line} measure={map.measure} first={first.has(cell.kind)} />
      ))}
    </tr>
  )
}

interface CellProps {
  cell: Cell
  line: MapLine
  measure: Inventory['measure']
  first: boolean
}
function CellShown({ cell, line, measure, first }: CellProps) {
  const words = useWords().sources
  const format = useFormat()
  const share = shareOf(cell.ratio)
  const word = wordOf(cell.ratio, words, measure === 'completeness')
  const kind = words.kind[cell.kind]!
  const told =
    share === null
      ? words.why[cell.ratio.why!]!
      : `${word}, ${percentOf(share, format)}, ${words.of(cell.ratio.n!, cell.ratio.of!)}`
  const look = cell.ratio.state === 'notKnown' ? ratio.hatched : undefined
  return (
    <td className={css.cell} data-first={first || undefined} data-state={cell.ratio.state}>
      {cell.ratio.state === 'notApplicable' ? (
        <span className={css.nothing} title={told}>
          <span className={css.kind}>{kind}</span>
          <span aria-hidden="true">–</span>
          <span className="hidden-text">{told}</span>
        </span>
      ) : (
        <Link
          to="/sources"
          search={{ measure, source: line.id, kind: cell.kind }}
          resetScroll={false}
          className={`${css.open} ${look ?? ''}`}
          data-level={levelOf(cell.ratio)}
          title={told}
        >
          <span className="hidden-text">{words.cell(line.name ?? words.everybody, kind)}</span>
          <span className={css.kind} aria-hidden="true">
            {kind}
          </span>
          <span>{word}</span>
          {share !== null && <b>{percentOf(share, format)}</b>}
          <span className="hidden-text">{share === null ? told : words.of(cell.ratio.n!, cell.ratio.of!)}</span>
          <Trend shares={cell.trend} />
        </Link>
      )}
    </td>
  )
}

function Legend() {
  const { legend } = useWords().sources
  return (
    <ul className={css.legend} aria-label={legend.label}>
      <li>
        <span className={css.ramp} aria-hidden="true">
          {[1, 2, 3, 4, 5].map((level) => (
            <i key={level} data-level={level} />
          ))}
        </span>
        {legend.more}
      </li>
      <li>
        <i className={`${css.swatch} ${ratio.hatched}`} aria-hidden="true" />
        {legend.notKnown}
      </li>
      <li>
        <i className={css.dash} aria-hidden="true">
          –
        </i>
        {legend.nothing}
      </li>
    </ul>
  )
}
