import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Ready, Segment } from '#src/know/segments/kept/contract.ts'
import { api } from '../../api/client.ts'
import { readyQuery, segmentSizesQuery, segmentsQuery } from '../../api/queries-segments.ts'
import { useMay } from '../../api/session.ts'
import { Page } from '../../ui/Page.tsx'
import { Pill } from '../../ui/parts.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { visible, Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { sentence } from '../lists/conditions/sentence.ts'
import type { Speaker } from '../lists/conditions/said.ts'
import { useSpeaker } from '../lists/conditions/speaker.ts'
import { FromFile } from './FromFile.tsx'
import css from './segments.module.css'
import { Trend } from './Trend.tsx'

/** Every segment with its size and how it moves, and the ready-made ones. */
export function SegmentsPage() {
  const words = useWords().segments
  const may = useMay()
  const query = useQuery(segmentsQuery)
  const [listing, setListing] = useState(false)
  const writes = may('segment.write')
  const kept = query.data?.segments
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        writes && (
          <>
            <Button onClick={() => setListing(true)}>{words.makeList}</Button>
            <Button component={Link} to="/segments/new" variant="filled">
              {words.make}
            </Button>
          </>
        )
      }
    >
      {query.isPending && <Loading lines={8} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {kept?.length === 0 && <Empty title={words.empty.title} text={words.empty.text} />}
      {kept && kept.length > 0 && <List kept={kept} />}
      {kept && <ReadyMade writes={writes} />}
      <FromFile open={listing} close={() => setListing(false)} />
    </Page>
  )
}

function List({ kept }: { kept: Segment[] }) {
  const words = useWords().segments
  const speaker = useSpeaker('customers')
  return (
    <ul className={css.list} aria-label={words.list}>
      {kept.map((one) => (
        <Line key={one.id} segment={one} speaker={speaker} />
      ))}
    </ul>
  )
}

function Line({ segment, speaker }: { segment: Segment; speaker: Speaker }) {
  const words = useWords().segments
  const format = useFormat()
  const { id, name, about, kind, condition, origin, members, entered, left, building } = segment
  const sizes = useQuery(segmentSizesQuery(id))
  const told = condition ? sentence(condition, speaker) : about || (origin && words.one.originOf(origin))
  return (
    <li>
      <Link to="/segments/$id" params={{ id }} className={css.line}>
        <span className={css.name}>
          <Written text={name} />
        </span>
        <span className={css.told}>{told && <Written text={told} />}</span>
        <span className={css.size}>
          <strong className="num">{format.n(members)}</strong>
          <small title={entered + left > 0 ? words.weekWhy(entered, left) : undefined}>
            {building ? (
              <BuildingSaid building={building} />
            ) : (
              entered + left > 0 && words.inWeek(words.week(entered, left))
            )}
          </small>
        </span>
        <span className={css.trend}>{sizes.data && <Trend sizes={sizes.data.sizes} now={members} />}</span>
        <span className={css.signs}>
          {kind === 'list' && <Pill tone="plain">{words.kind.list}</Pill>}
          <small className="soft">{segment.shared ? <bdi>{visible(segment.owner)}</bdi> : words.own}</small>
        </span>
      </Link>
    </li>
  )
}

export function BuildingSaid({ building }: { building: NonNullable<Segment['building']> }) {
  const words = useWords().segments
  const { state, done, total } = building
  return <>{state === 'waiting' ? words.waiting : state === 'failed' ? words.failed : words.building(done, total)}</>
}

/** What can be added with one click. */
function ReadyMade({ writes }: { writes: boolean }) {
  const words = useWords().segments.ready
  const query = useQuery(readyQuery)
  // what is added now stays in its place, so that nothing moves under the finger
  const [now, setNow] = useState<readonly string[]>([])
  const left = query.data?.ready.filter(({ added, code }) => added === null || now.includes(code)) ?? []
  if (left.length === 0 || !writes) return null
  return (
    <section aria-labelledby="ready" className={css.readyAll}>
      <h2 id="ready">{words.title}</h2>
      <p className="soft small">{words.text}</p>
      <ul className={css.ready}>
        {left.map((one) => (
          <Offered key={one.code} ready={one} added={() => setNow((old) => [...old, one.code])} />
        ))}
      </ul>
    </section>
  )
}

function Offered({ ready: { code, name, about }, added }: { ready: Ready['ready'][number]; added: () => void }) {
  const words = useWords().segments.ready
  const client = useQueryClient()
  const add = useMutation({
    mutationFn: () => api.post('/segments/ready', { code }),
    onSuccess: () => {
      added()
      return client.invalidateQueries({ queryKey: ['segments'] })
    },
  })
  return (
    <li>
      <span>
        <strong>{name}</strong>
        <span className="soft">{about}</span>
        {add.isError && <Failure error={add.error} />}
      </span>
      {add.data ? (
        <span role="status">
          <Link to="/segments/$id" params={{ id: add.data.id }} className="link" aria-label={words.openNamed(name)}>
            {words.open}
          </Link>
        </span>
      ) : (
        <Button aria-label={words.addNamed(name)} loading={add.isPending} onClick={() => add.mutate()}>
          {words.add}
        </Button>
      )}
    </li>
  )
}
