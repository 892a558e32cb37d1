import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { causesQuery } from '../../api/queries-sources.ts'
import type { Causes as Told, FaultLine } from '../../api/routes.ts'
import { Choice, Pill, Section } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords, type Words } from '../../words/index.tsx'
import { sourceName } from '../../words/source.ts'
import { ControlChart } from './ControlChart.tsx'
import css from './watch.module.css'

/** Where faults come from: what left its limits, kinds of faults with their causes and a word to those concerned, and a chart of one source. */
export function Causes() {
  const words = useWords().watch
  const query = useQuery(causesQuery)
  const [chosen, choose] = useState<string>()
  if (query.isPending) return <Loading lines={6} />
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  const told = query.data
  const chart = told.charts.find((one) => keyOf(one) === chosen) ?? told.charts[0]
  return (
    <>
      {told.redirtied.count > 0 && <Lost told={told} />}
      <div className={css.watch}>
        <Section title={words.title}>
          <Lines told={told} />
        </Section>
        <div>
          <Alerts told={told} choose={choose} />
          <Section title={words.chart}>
            <p className="soft">{words.chartWhy}</p>
            {chart === undefined ? (
              <p className="soft">{words.noCharts}</p>
            ) : (
              <Charts charts={told.charts} chart={chart} choose={choose} />
            )}
          </Section>
        </div>
      </div>
    </>
  )
}

type Chosen = Told['charts'][number]
const keyOf = ({ source, entrance }: Pick<Chosen, 'source' | 'entrance'>) => `${source.id} ${entrance}`

function Charts({ charts, chart, choose }: { charts: Chosen[]; chart: Chosen; choose: (key: string) => void }) {
  const words = useWords()
  return (
    <>
      <NativeSelect
        className={css.chartOf ?? ''}
        label={words.watch.chartOf}
        value={keyOf(chart)}
        onChange={(event) => choose(event.currentTarget.value)}
        data={charts.map((one) => ({
          value: keyOf(one),
          label: `${sourceName(one.source.name, words)}, ${words.watch.entrance[one.entrance]}`,
        }))}
      />
      <ControlChart source={chart.source.id} entrance={chart.entrance} />
    </>
  )
}

function Lost({ told }: { told: Told }) {
  const words = useWords()
  const format = useFormat()
  const { count, rows } = told.redirtied
  return (
    <div className={css.lost} role="alert">
      <strong>{words.watch.lost(count)}</strong>
      <p>{words.watch.lostWhy}</p>
      <ul>
        {rows.map(({ customer, field, source, at }) => (
          <li key={`${customer.id} ${field} ${at}`}>
            <Link to="/customers/$id" params={{ id: customer.id }} search={{ tab: 'history' }} className="link">
              <Written text={customer.name} />
            </Link>{' '}
            <Written
              text={words.watch.lostLine(
                words.codes.field[field] ?? field,
                source === null ? '–' : sourceName(source.name, words),
                format.moment(at),
              )}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Alerts({ told, choose }: { told: Told; choose: (key: string) => void }) {
  const words = useWords()
  const format = useFormat()
  return (
    <Section title={words.watch.alerts}>
      {told.alerts.length === 0 && <p className="good">{words.watch.noAlerts}</p>}
      <ul className={css.list}>
        {told.alerts.map((alert) => (
          <li key={`${keyOf(alert)} ${alert.day} ${alert.importId}`}>
            <button type="button" className={css.alert} onClick={() => choose(keyOf(alert))}>
              <span className={css.who}>
                <Written text={sourceName(alert.source.name, words)} />
              </span>
              <small>{`${format.day(alert.day)} · ${words.watch.entrance[alert.entrance]}`}</small>
              <small>{words.watch.alert(alert.faulty, alert.told, alert.upper, alert.centre)}</small>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const first = 8
const kinds = ['all', 'technical', 'working'] as const

function Lines({ told }: { told: Told }) {
  const words = useWords().watch
  const format = useFormat()
  const [kind, setKind] = useState<(typeof kinds)[number]>('all')
  const [whole, showWhole] = useState(false)
  const lines = told.lines.filter((line) => kind === 'all' || line.class === kind)
  if (told.countedAt === null) return <p className="soft">{words.never}</p>
  if (told.lines.length === 0) return <p className="good">{words.none}</p>
  return (
    <>
      <p className="soft">{`${words.lead} ${words.counted(format.moment(told.countedAt))}`}</p>
      <Choice
        label={words.which}
        value={kind}
        options={kinds.map((value) => ({ value, label: value === 'all' ? words.all : words.class[value]! }))}
        change={setKind}
      />
      {lines.length === 0 && <p className="good">{words.noneOf}</p>}
      <ul className={css.list}>
        {(whole ? lines : lines.slice(0, first)).map((line) => (
          <li key={`${line.source.id} ${line.entrance} ${line.kind} ${line.field} ${line.code}`}>
            <Line line={line} />
          </li>
        ))}
      </ul>
      {lines.length > first && !whole && (
        <button type="button" className="link" onClick={() => showWhole(true)}>
          {words.more(lines.length)}
        </button>
      )}
    </>
  )
}

function Line({ line }: { line: FaultLine }) {
  const words = useWords()
  const { watch } = words
  const field = watch.field[line.field] ?? words.codes.field[line.field] ?? line.field
  const of = line.of === null || line.of === 0 ? null : line.faults / line.of
  return (
    <div className={css.line}>
      <span>
        <span className={css.who}>{watch.code[line.code] ?? words.codes.fault[line.code] ?? line.code}</span>
        <small>
          <Written
            text={[sourceName(line.source.name, words), watch.entrance[line.entrance], field]
              .filter(Boolean)
              .join(' · ')}
          />
        </small>
      </span>
      <span className={css.share}>
        <b className="num">{of === null ? '' : watch.share(of)}</b>
        <small className="num">{watch.count(line.faults, line.of)}</small>
        <Weeks shares={line.trend} />
      </span>
      <span className={css.cause}>
        <Pill tone={line.class === 'technical' ? 'accent' : 'warn'}>{watch.class[line.class]}</Pill>
        <small>{watch.cause[line.cause]}</small>
      </span>
      <p className={css.guidance}>{line.guidance}</p>
      <div className={css.more}>
        <details>
          <summary>{watch.why}</summary>
          <ul>
            {line.reasons.map((reason) => (
              <li key={reason.code}>
                <Written text={reasonText(reason, words)} />
              </li>
            ))}
          </ul>
        </details>
        <Rows line={line} />
      </div>
    </div>
  )
}

function reasonText(reason: FaultLine['reasons'][number], { watch, terms }: Words): string {
  const { name } = reason
  const known = name === null ? null : (watch.screen[name] ?? terms.role[name] ?? name)
  return watch.reason[reason.code]!({ ...reason, name: reason.code === 'program' ? name : known })
}

function Rows({ line }: { line: FaultLine }) {
  const { open } = useWords().watch
  if (line.rows === null) return null
  const { to, fact, measure } = line.rows
  const text = open[to]!
  if (to === 'duplicates')
    return (
      <Link to="/duplicates" className="link">
        {text}
      </Link>
    )
  if (to === 'cleanup')
    return (
      <Link to="/cleanup" search={{ field: 'city' }} className="link">
        {text}
      </Link>
    )
  if (to === 'repairs')
    return (
      <Link to="/repairs" search={{ source: line.source.id, code: line.code, field: line.field }} className="link">
        {text}
      </Link>
    )
  return (
    <Link
      to="/sources/$id"
      params={{ id: line.source.id }}
      search={{ ...(fact && { fact }), ...(measure && { measure }), side: 'fails' }}
      className="link"
    >
      {text}
    </Link>
  )
}

const [width, height] = [64, 18]
/** The share of each week as a bar, oldest first; the highest is as high as there is room. */
function Weeks({ shares }: { shares: readonly (number | null)[] }) {
  const words = useWords().watch
  const most = Math.max(0.0001, ...shares.map((share) => share ?? 0))
  const step = width / shares.length
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words.trend(shares)}>
      {shares.map((share, i) => {
        const tall = share === null ? 0 : Math.max(2, (share / most) * height)
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a week is its place
            key={i}
            x={i * step}
            y={height - Math.max(1, tall)}
            width={step - 2}
            height={Math.max(1, tall)}
            className={share === null ? css.unknownWeek : css.week}
          />
        )
      })}
    </svg>
  )
}
