import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { duplicateStateQuery, duplicatesQuery } from '../../api/queries-duplicates.ts'
import { Page } from '../../ui/Page.tsx'
import { Choice } from '../../ui/parts.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import { useDecisions } from './acts.ts'
import { Decisions } from './Decisions.tsx'
import css from './duplicates.module.css'
import { Group } from './Group.tsx'
import { ModelPanel } from './ModelPanel.tsx'
import { Notice } from './Notice.tsx'
import { Queue } from './Queue.tsx'
import { goesOn, Search } from './Search.tsx'
import { useKeys } from './keys.ts'

const shows = ['queue', 'decisions', 'model'] as const
type Show = (typeof shows)[number]

/** Customers that may be one (Päällekkäiset): the queue and one group side by side, what was decided, and what the model learned. */
export function DuplicatesPage() {
  const words = useWords().duplicates
  const search = useSearch({ from: '/frame/duplicates' })
  const navigate = useNavigate({ from: '/duplicates' })
  const state = useQuery(duplicateStateQuery)
  const client = useQueryClient()
  const going = state.data !== undefined && goesOn(state.data)
  // when a search ends, the queue is another
  const went = useRef(going)
  useEffect(() => {
    if (went.current && !going) void client.invalidateQueries({ queryKey: ['duplicates'] })
    went.current = going
  }, [going, client])
  const shown = shows.find((one) => one === search.show) ?? 'queue'
  return (
    <Page title={words.title} lead={state.data && state.data.groups > 0 ? words.lead(state.data.groups) : undefined}>
      <div className={css.bar}>
        <Choice<Show>
          label={words.views}
          value={shown}
          options={shows.map((value) => ({ value, label: words.show[value]! }))}
          change={(show) => void navigate({ search: show === 'queue' ? {} : { show } })}
        />
      </div>
      {state.isError && <Failure error={state.error} retry={() => void state.refetch()} />}
      {state.isPending && <Loading lines={8} />}
      {state.data && shown === 'queue' && <Deciding />}
      {shown === 'decisions' && <Decisions />}
      {state.data && shown === 'model' && <ModelPanel state={state.data} />}
    </Page>
  )
}

function Deciding() {
  const words = useWords().duplicates
  const search = useSearch({ from: '/frame/duplicates' })
  const navigate = useNavigate({ from: '/duplicates' })
  const state = useQuery(duplicateStateQuery).data!
  const query = useInfiniteQuery(duplicatesQuery)
  const groups = query.data?.pages.flatMap((page) => page.groups) ?? []
  const chosen = search.id ?? groups[0]?.id
  const go = (id: string | undefined) => void navigate({ search: id === undefined ? {} : { id }, replace: true })
  const decisions = useDecisions({ groups, chosen, go })
  useKeys(groups, chosen, go, decisions)
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (query.isPending) return <Loading lines={8} />
  const never = state.models.length === 0
  return (
    <>
      <Notice decisions={decisions} />
      {state.run && state.run.state !== 'done' && <Search state={state} quiet={goesOn(state)} />}
      {groups.length === 0 && (
        <Empty
          title={never ? words.neverRun : words.empty}
          text={never ? (state.manages ? words.neverRunNext : words.neverRunOther) : words.emptyNext}
        >
          {(!state.run || state.run.state === 'done') && <Search state={state} only />}
        </Empty>
      )}
      {(groups.length > 0 || search.id) && (
        <div className={css.both} data-open={search.id !== undefined || undefined}>
          <Queue query={query} groups={groups} chosen={chosen} />
          {chosen && <Group key={chosen} id={chosen} decisions={decisions} />}
        </div>
      )}
    </>
  )
}
