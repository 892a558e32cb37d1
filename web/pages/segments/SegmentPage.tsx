import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Segment } from '#src/know/segments/kept/contract.ts'
import { api } from '../../api/client.ts'
import { segmentQuery, segmentSizesQuery } from '../../api/queries-segments.ts'
import { Page } from '../../ui/Page.tsx'
import { Pill, Section } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { visible, Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { sentence } from '../lists/conditions/sentence.ts'
import { useSpeaker } from '../lists/conditions/speaker.ts'
import { Acts } from './Acts.tsx'
import { Changes } from './Changes.tsx'
import { Editor } from './Editor.tsx'
import { Members } from './Members.tsx'
import { Overlap, Uses } from './Related.tsx'
import editor from './editor.module.css'
import css from './segments.module.css'
import { BuildingSaid } from './SegmentsPage.tsx'
import { SizeChart } from './SizeChart.tsx'

/** One segment: who is in it now, how it has moved, and what it is made of. */
export function SegmentPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const words = useWords().segments
  const query = useQuery(segmentQuery(id))
  if (query.data) return <Known key={id} segment={query.data} />
  return (
    <Page title={words.title}>
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()}>
          <Link to="/segments" className="link">
            {words.back}
          </Link>
        </Failure>
      ) : (
        <Loading lines={10} />
      )}
    </Page>
  )
}

function Known({ segment }: { segment: Segment }) {
  const words = useWords().segments
  const [editing, setEditing] = useState(false)
  const { name, hidden, building } = segment
  return (
    <Page
      title={visible(name)}
      lead={
        <Link to="/segments" className="link">
          {words.back}
        </Link>
      }
      actions={!editing && <Acts segment={segment} edit={() => setEditing(true)} />}
    >
      {editing && segment.condition ? (
        <Changing segment={segment} close={() => setEditing(false)} />
      ) : (
        <What segment={segment} />
      )}
      {building && (
        <p className={css.building} role="status">
          <strong>
            <BuildingSaid building={building} />
          </strong>{' '}
          {words.stillBuilding}
        </p>
      )}
      {hidden.length > 0 && <Hidden fields={hidden} />}
      <div className={css.columns}>
        <div>
          <Size segment={segment} />
          <Changes segment={segment} />
        </div>
        <div>
          <Overlap segment={segment} />
          <Uses id={segment.id} />
        </div>
      </div>
      {hidden.length === 0 && <Members segment={segment} />}
    </Page>
  )
}

function Hidden({ fields }: { fields: string[] }) {
  const words = useWords()
  return (
    <p className={css.notice}>
      {words.segments.one.hidden(fields.map((id) => visible(words.lists.field('customers', id))).join(', '))}
    </p>
  )
}

/** The sentence, and what else is said of it. */
function What({ segment }: { segment: Segment }) {
  const words = useWords().segments
  const speaker = useSpeaker('customers')
  const { condition, about, kind, origin, owner, shared } = segment
  return (
    <div className={css.what}>
      {condition && (
        <p className={css.said}>
          <Written text={sentence(condition, speaker)} />
        </p>
      )}
      {origin && (
        <p className={css.said}>
          <Written text={words.one.originOf(origin)} />
        </p>
      )}
      {about && (
        <p className="soft">
          <Written text={about} />
        </p>
      )}
      <p className={css.meta}>
        <Pill tone={kind === 'live' ? 'accent' : 'plain'} why={words.kindWhy[kind]!}>
          {words.kind[kind]}
        </Pill>
        <span className="soft small">
          <Written text={words.one.by(owner)} /> · {shared ? words.shared : words.own}
        </span>
      </p>
    </div>
  )
}

function Changing({ segment, close }: { segment: Segment; close: () => void }) {
  const all = useWords()
  const words = all.segments
  const client = useQueryClient()
  const [wanting, setWanting] = useState(false)
  const save = useMutation({
    mutationFn: (condition: NonNullable<Segment['condition']>) =>
      api.patch('/segments/:id', { condition }, { params: { id: segment.id }, version: segment.version }),
    onSuccess: async (changed) => {
      client.setQueryData(segmentQuery(segment.id).queryKey, changed)
      await client.invalidateQueries({ queryKey: ['segments'] })
      close()
    },
  })
  return (
    <Editor initial={segment.condition ?? undefined}>
      {({ condition, finished, draft }) => (
        <div className={editor.naming}>
          {save.isError && <Failure error={save.error} />}
          <div className={css.buttons}>
            <Button
              variant="filled"
              loading={save.isPending}
              disabled={draft.root.items.length === 0}
              onClick={() => {
                setWanting(!finished)
                if (finished) save.mutate(condition ?? { all: [] })
              }}
            >
              {words.saveChanges}
            </Button>
            <Button variant="subtle" onClick={close}>
              {all.shell.state.cancel}
            </Button>
            <p className="warn" role="status">
              {wanting && words.needsAll}
            </p>
          </div>
        </div>
      )}
    </Editor>
  )
}

function Size({ segment }: { segment: Segment }) {
  const words = useWords().segments
  const format = useFormat()
  const query = useQuery(segmentSizesQuery(segment.id))
  const { members, entered, left } = segment
  return (
    <Section title={words.one.now}>
      <p className={css.big}>
        <strong className="num" role="status">
          {format.n(members)}
        </strong>
        <span className="soft" title={words.weekWhy(entered, left)}>
          {words.inWeek(words.week(entered, left))}
        </span>
      </p>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && <SizeChart sizes={query.data.sizes} now={members} />}
    </Section>
  )
}
