import { useQuery } from '@tanstack/react-query'
import { chartQuery } from '../../api/queries-sources.ts'
import type { Chart } from '../../api/routes.ts'
import { Failure, Loading } from '../../ui/States.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './watch.module.css'

const height = 190
const [top, bottom] = [14, 22]
/** Deliveries that set limits (know/sources/watch/chart.ts). */
const least = 8

/** The share of faulty rows of one source, delivery by delivery, between its own limits. */
export function ControlChart({ source, entrance }: { source: string; entrance: string }) {
  const query = useQuery(chartQuery(source, entrance))
  if (query.isPending) return <Loading lines={4} />
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  return <Drawn chart={query.data} />
}

const shareOf = (point: Chart['points'][number]) => (point.told === 0 ? 0 : point.faulty / point.told)

function Drawn({ chart }: { chart: Chart }) {
  const words = useWords().watch
  const format = useFormat()
  const { points, limits } = chart
  const learned = points.filter((point) => point.verdict !== 'small').length
  const said = points.map((point) =>
    words.point(format.day(point.day), point.faulty, point.told, point.upper, words.verdict[point.verdict]!),
  )
  return (
    <figure className={css.chart}>
      <Lines points={points} said={said} />
      <figcaption className="soft">
        {limits === null ? words.learning(learned, least) : words.limits(limits.centre, limits.basis)}{' '}
        {limits !== null && limits.spread > 1.05 && words.spread(limits.spread)}
      </figcaption>
      <details>
        <summary>{words.table}</summary>
        <table className={css.figures}>
          <thead>
            <tr>
              <th scope="col">{words.columns.day}</th>
              <th scope="col">{words.columns.share}</th>
              <th scope="col">{words.columns.rows}</th>
              <th scope="col">{words.columns.upper}</th>
              <th scope="col">{words.columns.verdict}</th>
            </tr>
          </thead>
          <tbody>
            {points.toReversed().map((point) => (
              <tr key={`${point.day} ${point.importId}`}>
                <td>{format.day(point.day)}</td>
                <td className="num">{words.share(shareOf(point))}</td>
                <td className="num">{format.n(point.told)}</td>
                <td className="num">{words.share(point.upper)}</td>
                <td className={point.verdict === 'above' ? 'bad' : undefined}>{words.verdict[point.verdict]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

function Lines({ points, said }: { points: Chart['points']; said: string[] }) {
  const words = useWords().watch
  const most = Math.max(0.01, ...points.flatMap((point) => [shareOf(point), point.upper ?? 0]))
  const scale = Math.min(1, most * 1.08)
  const y = (share: number) => top + (1 - share / scale) * (height - top - bottom)
  const step = 100 / Math.max(1, points.length)
  const x = (i: number) => `${((i + 0.5) * step).toFixed(2)}%`
  const edge = (i: number) => `${(i * step).toFixed(2)}%`
  return (
    <svg width="100%" height={height} role="img" aria-label={`${words.chart}. ${said.slice(-12).join('; ')}`}>
      {[0, scale / 2, scale].map((share) => (
        <g key={share}>
          <line x1="0" x2="100%" y1={y(share)} y2={y(share)} className={css.grid} />
          <text x="0" y={y(share) - 4} className={css.axis}>
            {words.share(share)}
          </text>
        </g>
      ))}
      {points.map((point, i) => (
        <g key={`${point.day} ${point.importId}`}>
          {point.upper !== null && (
            <line x1={edge(i)} x2={edge(i + 1)} y1={y(point.upper)} y2={y(point.upper)} className={css.upper} />
          )}
          {point.centre !== null && (
            <line x1={edge(i)} x2={edge(i + 1)} y1={y(point.centre)} y2={y(point.centre)} className={css.centre} />
          )}
          {i > 0 && (
            <line x1={x(i - 1)} x2={x(i)} y1={y(shareOf(points[i - 1]!))} y2={y(shareOf(point))} className={css.path} />
          )}
        </g>
      ))}
      {points.map((point, i) => (
        <circle
          key={`${point.day} ${point.importId}`}
          cx={x(i)}
          cy={y(shareOf(point))}
          r={point.verdict === 'above' ? 5.5 : 3}
          className={css[point.verdict]}
        >
          <title>{said[i]}</title>
        </circle>
      ))}
    </svg>
  )
}
