import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Segment, Changes as SegmentChanges } from '#src/know/segments/kept/contract.ts'
import { segmentChangesQuery } from '../../api/queries-segments.ts'
import { Avatar, Choice, Section } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { visible, Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './segments.module.css'

/** Who has come and who has left within a week, and why. */
export function Changes({ segment }: { segment: Segment }) {
  const all = useWords()
  const words = all.segments.one
  const format = useFormat()
  const [what, setWhat] = useState<'both' | 'entered' | 'left'>('both')
  const query = useInfiniteQuery(segmentChangesQuery(segment.id, what === 'both' ? undefined : what))
  const first = query.data?.pages[0]
  const changes = query.data?.pages.flatMap((page) => page.changes) ?? []
  return (
    <Section
      title={words.changes}
      aside={first && <span className="soft small">{words.changesSince(format.day(first.since))}</span>}
    >
      <Choice
        label={words.which}
        value={what}
        options={[
          { value: 'both', label: words.both },
          { value: 'entered', label: `${words.entered} ${format.n(segment.entered)}` },
          { value: 'left', label: `${words.left} ${format.n(segment.left)}` },
        ]}
        change={setWhat}
      />
      {query.isPending && <Loading lines={3} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && changes.length === 0 && <p className={css.nothing}>{words.noChanges}</p>}
      <ul className={css.changes}>
        {changes.map((one) => (
          <Change key={`${one.customer?.id} ${one.at} ${one.what}`} change={one} />
        ))}
      </ul>
      {query.hasNextPage && (
        <button type="button" className="link" onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? all.shell.state.loadingMore : all.shell.state.more}
        </button>
      )}
    </Section>
  )
}

function Change({ change: { customer, what, at, because } }: { change: SegmentChanges['changes'][number] }) {
  const words = useWords().segments.one
  const format = useFormat()
  return (
    <li data-what={what}>
      <Avatar name={customer?.name ?? ''} />
      <span className={css.who}>
        {customer ? (
          <Link to="/customers/$id" params={{ id: customer.id }}>
            <Written text={customer.name} />
          </Link>
        ) : (
          <span className="soft">{words.gone}</span>
        )}
        {customer?.city && (
          <small>
            <bdi>{visible(customer.city)}</bdi>
          </small>
        )}
      </span>
      <span className={css.did}>
        <span className={what === 'entered' ? 'good' : 'soft'}>{words.did[what]}</span>
        <small>
          <time dateTime={at}>{format.moment(at)}</time> · {words.because[because]}
        </small>
      </span>
    </li>
  )
}
