import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { qualityQuery } from '../../api/queries-sources.ts'
import type { Quality } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Page } from '../../ui/Page.tsx'
import { Pill, Section } from '../../ui/parts.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { sourceName } from '../../words/source.ts'
import { Measured } from '../sources/Measured.tsx'
import { Causes } from './Causes.tsx'
import { factName, percentOf, shareOf } from '../sources/told.ts'
import css from './quality.module.css'

/** The data steward at eight in the morning: what stopped, what waits, which way quality goes. */
export function QualityPage() {
  const words = useWords()
  const may = useMay()
  const query = useQuery(qualityQuery)
  const page = query.data
  const empty = page !== undefined && page.sources === 0 && page.stopped.length === 0 && page.repairs.total === 0
  return (
    <Page title={words.sources.quality.title} lead={page && !empty && words.sources.quality.lead(page.sources)}>
      {query.isPending && <Loading lines={8} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {empty && (
        <Empty title={words.sources.quality.empty} text={words.sources.quality.emptyNext}>
          {may('import.run') && (
            <Button variant="filled" component={Link} to="/imports/new">
              {words.sources.bring}
            </Button>
          )}
        </Empty>
      )}
      {page && !empty && (
        <div className={css.cols}>
          <div>
            <Stopped page={page} />
            <Repairs page={page} />
            <Silent page={page} />
          </div>
          <div>
            <Changes page={page} />
            <Unused page={page} />
            {may('customer.bulk') && (
              <Link to="/cleanup" className="link">
                {words.cleanup.title}
              </Link>
            )}
            <Measured measuring={page.measuring} measuredAt={page.measuredAt} />
          </div>
        </div>
      )}
      {page && !empty && <Causes />}
    </Page>
  )
}

function Stopped({ page }: { page: Quality }) {
  const words = useWords()
  const format = useFormat()
  const { quality } = words.sources
  return (
    <Section title={quality.stopped}>
      {page.stopped.length === 0 && <p className="soft">{quality.noStopped}</p>}
      <ul className={css.list}>
        {page.stopped.map((job) => (
          <li key={job.id}>
            <Link to="/imports/$id" params={{ id: job.id }} className={css.line}>
              <span className={css.who}>
                <Written text={job.source.name} />
              </span>
              <Pill tone={job.state === 'held' ? 'warn' : 'bad'}>
                {job.state === 'held' ? quality.held : quality.failed}
              </Pill>
              <small>
                <Written text={job.files.join(', ')} />
                {job.state === 'failed' && job.lines > 0 && ` · ${quality.stoppedAt(job.lines)}`}
                {` · ${format.moment(job.at)}`}
              </small>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Repairs({ page }: { page: Quality }) {
  const words = useWords()
  const format = useFormat()
  const { quality } = words.sources
  return (
    <Section
      title={quality.repairs}
      aside={
        page.repairs.total > 0 && (
          <Link to="/repairs" className="link">
            {quality.allRepairs(page.repairs.total)}
          </Link>
        )
      }
    >
      {page.repairs.total === 0 && <p className="good">{quality.noRepairs}</p>}
      <ul className={css.list}>
        {page.repairs.causes.map((cause) => (
          <li key={`${cause.code} ${cause.field}`}>
            <Link to="/repairs" search={{ code: cause.code, field: cause.field }} className={css.line}>
              <span>
                {words.codes.fault[cause.code] ?? cause.code}
                {cause.field && <small>{words.codes.field[cause.field] ?? cause.field}</small>}
              </span>
              <b className="num">{format.n(cause.rows)}</b>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Changes({ page }: { page: Quality }) {
  const all = useWords()
  const words = all.sources
  const format = useFormat()
  return (
    <Section title={words.quality.changes}>
      {page.changes.length === 0 && (
        <p className="soft">{page.comparedWith === null ? words.quality.noChangesYet : words.quality.noChanges}</p>
      )}
      <ul className={css.list}>
        {page.changes.map(({ source, fact, measure, now, before, since }) => {
          const [share, was] = [shareOf(now)!, shareOf(before)!]
          return (
            <li key={`${source.id} ${fact} ${measure}`}>
              <Link
                to="/sources/$id"
                params={{ id: source.id }}
                search={{ fact, measure, side: 'fails' }}
                className={css.line}
              >
                <span>
                  <span className={css.who}>
                    <Written text={sourceName(source.name, all)} />
                  </span>
                  <small>
                    <Written text={words.rows.title(factName(fact, words), words.measure[measure])} />
                  </small>
                </span>
                <span className={`num ${css.move}`}>
                  <b className={share < was ? 'warn' : 'good'}>{words.quality.points(share - was)}</b>
                  <small>
                    {`${percentOf(was, format)} → ${percentOf(share, format)}, ${words.quality.since(format.day(since))}`}
                  </small>
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

function Silent({ page }: { page: Quality }) {
  const all = useWords()
  const words = all.sources
  return (
    <Section title={words.quality.silent}>
      {page.silent.length === 0 && <p className="soft">{words.quality.noSilent}</p>}
      <ul className={css.list}>
        {page.silent.map(({ source, sinceDays, rhythmDays }) => (
          <li key={source.id}>
            <Link to="/sources/$id" params={{ id: source.id }} className={css.line}>
              <span>
                <span className={css.who}>
                  <Written text={sourceName(source.name, all)} />
                </span>
                <small>{words.quality.silentLine(rhythmDays, sinceDays)}</small>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Unused({ page }: { page: Quality }) {
  const all = useWords()
  const words = all.sources
  return (
    <Section title={words.quality.unused}>
      {page.unused.length === 0 && <p className="soft">{words.quality.noUnused}</p>}
      <ul className={css.list}>
        {page.unused.map(({ source, fact, filled, proposal }) => (
          <li key={`${source.id} ${fact}`}>
            <Link
              to="/sources/$id"
              params={{ id: source.id }}
              search={{ fact, measure: 'completeness', side: filled > 0 ? 'passes' : 'fails' }}
              className={css.line}
            >
              <span>
                <Written text={factName(fact, words)} />
                <small>
                  <Written text={sourceName(source.name, all)} />
                  {` · ${words.quality.values(filled)}`}
                </small>
              </span>
              <Pill tone={proposal === 'end' ? 'warn' : 'plain'}>{words.proposal[proposal]}</Pill>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
