import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { sourceInventoryQuery } from '../../api/queries-sources.ts'
import type { SourceInventory } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Page } from '../../ui/Page.tsx'
import { Pill, Section } from '../../ui/parts.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { sourceName } from '../../words/source.ts'
import { EventSources } from './EventSources.tsx'
import { SourceOwner } from '../quality/SourceOwner.tsx'
import { FactRows } from './FactRows.tsx'
import { FactTable } from './FactTable.tsx'
import { Measured } from './Measured.tsx'
import { SourceSettings } from './SourceSettings.tsx'
import css from './sources.module.css'

/** One source: how far it is trusted, what it tells and how well, and what it has brought. */
export function SourcePage() {
  const words = useWords()
  const { id } = useParams({ from: '/frame/sources/$id' })
  const asked = useSearch({ from: '/frame/sources/$id' })
  const navigate = useNavigate({ from: '/sources/$id' })
  const may = useMay()
  const query = useQuery(sourceInventoryQuery(id))
  const source = query.data
  const title =
    source === undefined
      ? words.sources.title
      : source.name === null
        ? words.sources.everybody
        : sourceName(source.name, words)
  return (
    <Page title={title} lead={source && <Lead source={source} />}>
      {query.isPending && <Loading lines={8} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {source && (
        <>
          <div className={css.controls}>
            <Link to="/sources" className="link">
              {words.sources.toMap}
            </Link>
            <Measured
              measuring={source.measuring}
              measuredAt={source.measuredAt}
              {...(source.name === null ? {} : { source: id })}
            />
          </div>
          {source.facts.length === 0 ? (
            <Empty title={words.sources.noFacts} text={words.sources.noFactsNext} />
          ) : (
            <FactTable source={source} />
          )}
          {source.name !== null && <EventSources only={id} />}
          {source.name !== null && <Deliveries source={source} />}
          {source.imports > 0 && source.name !== null && may('source.manage') && <SourceSettings id={id} />}
          {source.name !== null && may('source.manage') && <SourceOwner id={id} />}
          <FactRows
            source={id}
            asked={asked}
            facts={source.facts}
            change={(side) => void navigate({ search: { ...asked, side }, replace: true, resetScroll: false })}
            close={() => void navigate({ search: {}, replace: true, resetScroll: false })}
          />
        </>
      )}
    </Page>
  )
}

function Lead({ source }: { source: SourceInventory }) {
  const words = useWords()
  const format = useFormat()
  if (source.trust === null) return words.sources.everybodyNote
  const firsts = source.facts.flatMap((fact) => fact.first ?? []).sort()
  const lasts = source.facts.flatMap((fact) => fact.last ?? []).sort()
  const [first, last] = [firsts[0], lasts.at(-1)]
  return [
    words.sources.trust(source.trust),
    ...(first && last ? [words.sources.history(format.day(first), format.day(last))] : []),
  ].join(' · ')
}

function Deliveries({ source }: { source: SourceInventory }) {
  const words = useWords()
  const format = useFormat()
  const may = useMay()
  return (
    <Section title={words.sources.deliveries}>
      {source.deliveries.length === 0 && <p className="soft">{words.sources.noDeliveries}</p>}
      <ul className={css.deliveries}>
        {source.deliveries.map((job) => (
          <li key={job.id}>
            <span>
              {may('import.read') ? (
                <Link to="/imports/$id" params={{ id: job.id }} className="plain">
                  <Written text={job.files.slice(0, 3).join(', ')} />
                </Link>
              ) : (
                <Written text={job.files.slice(0, 3).join(', ')} />
              )}
              {job.files.length > 3 && ` ${words.sources.more(job.files.length - 3)}`}
              <small>{format.moment(job.at)}</small>
            </span>
            <span className="num">
              {words.sources.lines(job.lines)}
              {job.quarantined > 0 && <small className="warn">{words.sources.toRepair(job.quarantined)}</small>}
            </span>
            <Pill tone={job.state === 'failed' ? 'bad' : 'plain'}>{words.imports.state[job.state] ?? job.state}</Pill>
          </li>
        ))}
      </ul>
    </Section>
  )
}
