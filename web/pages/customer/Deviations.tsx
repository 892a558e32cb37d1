import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CustomerDeviations, Deviation } from '#src/know/insights/deviations/contract.ts'
import { deviationsQuery } from '../../api/queries-deviations.ts'
import { useMay } from '../../api/session.ts'
import { Pill, Section, type Tone } from '../../ui/parts.tsx'
import { Failure } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './deviations.module.css'
import { WeeksChart } from './WeeksChart.tsx'

/** What is worth worrying about, and what is worth a smile. */
const toneOf: Readonly<Record<Deviation['kind'], Tone>> = {
  drop: 'bad',
  rise: 'accent',
  basketDown: 'warn',
  basketUp: 'accent',
  returns: 'warn',
  category: 'warn',
  channel: 'plain',
}

/** Their size is a difference of shares. */
const shares: ReadonlySet<Deviation['kind']> = new Set(['returns', 'category', 'channel'])

/** How a customer's behaviour differs from what was usual for them: how much, since when, and by what evidence. Asked for by itself. */
export function Deviations({ id }: { id: string }) {
  const may = useMay()('value.read')
  const query = useQuery({ ...deviationsQuery(id), enabled: may })
  if (!may || query.isPending) return null
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (!query.data.watched && query.data.deviations.length === 0) return null
  return <Found found={query.data} />
}

function Found({ found: { basis, deviations, weeks } }: { found: CustomerDeviations }) {
  const words = useWords().deviations
  const now = deviations.filter((one) => one.endedOn === null)
  const past = deviations.filter((one) => one.endedOn !== null)
  const paced = now.some((one) => one.kind === 'drop' || one.kind === 'rise')
  return (
    <Section title={words.title}>
      {now.length === 0 ? (
        <p className={css.none}>{words.none}</p>
      ) : (
        <ul className={css.list}>
          {now.map((one) => (
            <One key={`${one.kind} ${one.foundOn}`} one={one} />
          ))}
        </ul>
      )}
      {paced && weeks.length > 0 && <WeeksChart weeks={weeks} />}
      {past.length > 0 && (
        <details className={css.why}>
          <summary>{words.past}</summary>
          <ul className={css.list}>
            {past.map((one) => (
              <One key={`${one.kind} ${one.foundOn}`} one={one} />
            ))}
          </ul>
        </details>
      )}
      {basis && <Why basis={basis} now={now} />}
    </Section>
  )
}

function One({ one }: { one: Deviation }) {
  const words = useWords().deviations
  const format = useFormat()
  const { kind, size, evidence, since, foundOn, endedOn } = one
  return (
    <li>
      <p className={css.says}>
        <span>
          {words.says[kind]?.(size)} {evidence.name && <Written text={evidence.name} />}
        </span>{' '}
        <Pill tone={endedOn === null ? toneOf[kind] : 'plain'}>
          {shares.has(kind) ? words.points(size) : words.change(size)}
        </Pill>
      </p>
      <p className={css.figures}>
        <Figures one={one} /> {words.since(format.day(since), format.day(foundOn))}{' '}
        {endedOn && words.ended(format.day(endedOn))}
      </p>
    </li>
  )
}

function Figures({ one: { kind, evidence } }: { one: Deviation }) {
  const words = useWords().deviations
  const format = useFormat()
  const figure = (name: string) => Number(evidence[name] ?? 0)
  if (kind === 'drop' || kind === 'rise') return words.pace(figure('bought'), figure('expected'), figure('weeks'))
  if (kind === 'basketDown' || kind === 'basketUp') {
    const money = (name: string) =>
      format.money({ minor: String(Math.round(figure(name))), currency: evidence.currency ?? '' }, 'whole')
    return words.basket(money('usual'), money('now'), figure('baskets'))
  }
  return words.share(figure('usualShare'), figure('nowShare'), figure('hits'), figure('of'))
}

function Why({ basis, now }: { basis: NonNullable<CustomerDeviations['basis']>; now: readonly Deviation[] }) {
  const words = useWords().deviations
  const format = useFormat()
  const weeksBetween = (from: string, to: string) => Math.round(format.daysBetween(from, to) / 7)
  const { firstWeek, monitoredFrom, falseAlarms } = basis
  return (
    <details className={css.why}>
      <summary>{words.why}</summary>
      <ul>
        {now.length > 0 && <li>{words.evidence(Math.max(...now.map((one) => one.bits)))}</li>}
        <li>{words.method(weeksBetween(firstWeek, monitoredFrom), falseAlarms.weeks)}</li>
        <li>{words.bound(falseAlarms.share, falseAlarms.weeks)}</li>
        <li>
          {words.basis(
            basis.version,
            format.moment(basis.madeAt),
            format.day(firstWeek),
            format.day(basis.asOf),
            basis.customers,
          )}
        </li>
      </ul>
      <p>
        <Link from="/customers/$id" to="." search={{ tab: 'purchases' }} hash="events" className="link">
          {words.rows}
        </Link>
      </p>
    </details>
  )
}
