import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Condition } from '#src/know/segments/contract.ts'
import type { SegmentCount, Warning } from '#src/know/segments/kept/contract.ts'
import { segmentCountQuery } from '../../api/queries-segments.ts'
import { Avatar } from '../../ui/parts.tsx'
import { Failure } from '../../ui/States.tsx'
import { visible, Written } from '../../ui/Text.tsx'
import { useFormat, useWords, type Words } from '../../words/index.tsx'
import type { Speaker } from '../lists/conditions/said.ts'
import css from './editor.module.css'

interface CountedProps {
  condition: Condition | undefined
  finished: boolean
  speaker: Speaker
}

/** Whom the conditions fit right now: the exact count, some of the people, and what to think of. Older answers are dropped. */
export function Counted({ condition, finished, speaker }: CountedProps) {
  const words = useWords().segments.count
  const [asked] = useDebouncedValue(condition, 250)
  const query = useQuery({ ...segmentCountQuery(asked ?? { all: [] }), enabled: asked !== undefined })
  const fresh = JSON.stringify(asked) === JSON.stringify(condition) && !query.isPlaceholderData
  const waiting = condition !== undefined && (!fresh || query.isFetching) && !query.isError
  const { data } = query
  return (
    <aside className={css.counted} aria-label={words.title}>
      <h2>{words.title}</h2>
      {condition === undefined ? (
        <p className="soft">{words.nothing}</p>
      ) : query.isError && fresh ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : (
        <>
          <Figure data={data} waiting={waiting} />
          {data && <Rest data={data} speaker={speaker} faded={!fresh} />}
        </>
      )}
      {!finished && condition !== undefined && <p className={css.note}>{words.unfinished}</p>}
    </aside>
  )
}

function Figure({ data, waiting }: { data: SegmentCount | undefined; waiting: boolean }) {
  const words = useWords().segments.count
  const format = useFormat()
  const seconds = useSeconds(waiting)
  return (
    <div role="status" aria-busy={waiting} className={css.figure} data-waiting={waiting || undefined}>
      <strong className="num">{data ? (data.about ? words.about(data.count) : format.n(data.count)) : '…'}</strong>
      <span className="soft">
        {waiting
          ? seconds > 0
            ? words.seconds(seconds)
            : words.counting
          : data && data.of > 0
            ? words.of(data.of, data.count / data.of)
            : ''}
      </span>
      {data?.about && !waiting && <span className="soft small">{words.aboutWhy}</span>}
    </div>
  )
}

/** Whole seconds since something is waited for. */
function useSeconds(waiting: boolean): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    setSeconds(0)
    if (!waiting) return
    const ticking = setInterval(() => setSeconds((n) => n + 1), 1000)
    return () => clearInterval(ticking)
  }, [waiting])
  return seconds
}

function Rest({ data, speaker, faded }: { data: SegmentCount; speaker: Speaker; faded: boolean }) {
  const all = useWords()
  const words = all.segments.count
  return (
    <div className={css.rest} data-faded={faded || undefined}>
      {data.warnings.length > 0 && (
        <ul className={css.warnings} aria-label={words.warnings}>
          {data.warnings.map((one) => (
            <li key={JSON.stringify(one)}>
              <Written text={warned(one, all, speaker)} />
            </li>
          ))}
        </ul>
      )}
      {data.count === 0 && data.warnings.length === 0 && <p className="soft">{words.nobody}</p>}
      {data.sample.length > 0 && (
        <>
          <h3 className={css.label}>{words.sample}</h3>
          <ul className={css.sample}>
            {data.sample.map(({ id, name, city }) => (
              <li key={id}>
                <Link to="/customers/$id" params={{ id }}>
                  <Avatar name={name} />
                  <span>
                    <Written text={name} />
                    {city && (
                      <small>
                        <bdi>{visible(city)}</bdi>
                      </small>
                    )}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function warned(warning: Warning, all: Words, speaker: Speaker): string {
  const words = all.segments.warning
  switch (warning.code) {
    case 'withoutConsent':
      return words.withoutConsent(all.terms.channel[warning.channel] ?? warning.channel, warning.people)
    case 'nobodyHasValue':
      return words.nobodyHasValue(
        all.conditions.sortName(warning.field) ?? all.lists.field(speaker.list, warning.field),
        warning.value,
      )
    case 'windowBeyondHistory':
      return words.windowBeyondHistory(warning.days, warning.history)
    default:
      return words[warning.code]
  }
}
