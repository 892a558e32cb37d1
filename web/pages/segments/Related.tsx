import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Segment, SegmentUse } from '#src/know/segments/kept/contract.ts'
import { segmentOverlapQuery, segmentUsesQuery } from '../../api/queries-segments.ts'
import { Section } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import css from './segments.module.css'

/** How many of the members are in other segments too. */
export function Overlap({ segment: { id } }: { segment: Segment }) {
  const words = useWords().segments.one
  const query = useQuery(segmentOverlapQuery(id))
  const shared = query.data?.overlaps.filter(({ both }) => both > 0).sort((a, b) => b.both - a.both) ?? []
  const share = (both: number) => both / Math.max(1, query.data?.members ?? 0)
  return (
    <Section title={words.overlap}>
      {query.isPending && <Loading lines={3} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && shared.length === 0 && <p className="soft">{words.noOverlap}</p>}
      <ul className={css.overlaps}>
        {shared.map((one) => (
          <li key={one.id}>
            <Link to="/segments/$id" params={{ id: one.id }}>
              <Written text={one.name} />
            </Link>
            <span className="num soft">
              <span aria-hidden="true">{words.overlapShare(one.both, share(one.both))}</span>
              <span className="hidden-text">{words.overlapWith(one.both, share(one.both))}</span>
            </span>
            <progress value={share(one.both)} max={1} aria-hidden="true" />
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Who uses the segment. */
export function Uses({ id }: { id: string }) {
  const words = useWords().segments.one
  const query = useQuery(segmentUsesQuery(id))
  const uses = query.data?.uses ?? []
  return (
    <Section title={words.uses}>
      {query.isPending && <Loading lines={2} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && uses.length === 0 && <p className="soft">{words.noUses}</p>}
      <UseList uses={uses} />
    </Section>
  )
}

export function UseList({ uses }: { uses: readonly SegmentUse[] }) {
  const words = useWords().segments.one
  return (
    <ul className={css.uses}>
      {uses.map((one) => (
        <li key={one.id}>
          <span className="soft small">{words.use[one.by] ?? one.by}</span>
          {one.by === 'segment' ? (
            <Link to="/segments/$id" params={{ id: one.id }} className="plain">
              <Written text={one.name} />
            </Link>
          ) : (
            <Written text={one.name} />
          )}
        </li>
      ))}
    </ul>
  )
}
