import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState } from 'react'
import type { Attention as Answer, Line } from '#src/act/today/contract.ts'
import { api } from '../../../api/client.ts'
import { teamAttentionQuery, attentionQuery } from '../../../api/queries-attention.ts'
import { useMay, useMe } from '../../../api/session.ts'
import { Choice } from '../../../ui/parts.tsx'
import { Empty, Failure, Loading } from '../../../ui/States.tsx'
import { visible, Written } from '../../../ui/Text.tsx'
import { useFormat, useWords } from '../../../words/index.tsx'
import { type Acting, useActing } from './acts.ts'
import { keyNames, useKeys } from './keys.ts'
import { Learned } from './Learned.tsx'
import css from './list.module.css'
import { OneLine } from './OneLine.tsx'

type Scope = 'mine' | 'team'

/** The shopkeeper's list: one's own, or everybody's. */
export function Attention() {
  const words = useWords().attention
  const id = useId()
  const may = useMay()
  const acting = useActing()
  // who only looks has no list of their own
  const [scope, setScope] = useState<Scope>(may('today.attend') ? 'mine' : 'team')
  const query = useQuery(attentionQuery)
  return (
    <section aria-labelledby={id} id="list">
      <div className={css.head}>
        <h2 id={id}>{words.title}</h2>
        {may('today.attend') && (
          <Choice<Scope>
            label={words.scopes}
            value={scope}
            options={(['mine', 'team'] as const).map((value) => ({ value, label: words.scope[value]! }))}
            change={setScope}
          />
        )}
      </div>
      <Notice acting={acting} />
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading lines={6} />}
      {query.data && scope === 'mine' && <Mine answer={query.data} acting={acting} all={() => setScope('team')} />}
      {query.data && scope === 'team' && <Team acting={acting} />}
      {query.data && query.data.done.length > 0 && <DoneToday done={query.data.done} acting={acting} />}
      <Learned madeAt={query.data?.madeAt ?? null} />
    </section>
  )
}

/** What has just been done, with the way back; and who has what one tried to take. */
export function Notice({ acting }: { acting: Acting }) {
  const words = useWords().attention
  const { told, undo, act, heldBy, takeBack } = acting
  const tried = act.variables
  if (heldBy !== null && tried)
    return (
      <div className={css.notice} role="alert">
        <span>{words.someoneHas(visible(heldBy))}</span>
        <Button
          size="compact-sm"
          onClick={() => act.mutate({ line: tried.line, doing: { what: 'taken', over: true } })}
        >
          {words.act.over}
        </Button>
      </div>
    )
  if (act.isError || undo.isError) return <Failure error={act.error ?? undo.error} />
  if (!told) return null
  return (
    <div className={css.notice} role="status">
      <span>{words.told[told.about](visible(told.name))}</span>
      {told.act && (
        <Button size="compact-sm" loading={undo.isPending} onClick={takeBack}>
          {words.act.undo} <kbd>u</kbd>
        </Button>
      )}
    </div>
  )
}

function Mine({ answer, acting, all }: { answer: Answer; acting: Acting; all: () => void }) {
  const words = useWords().attention
  const client = useQueryClient()
  const more = useMutation({
    mutationFn: () => api.post('/attention/more', undefined),
    onSuccess: () => client.invalidateQueries({ queryKey: ['attention'] }),
  })
  const { lines, others, free, done, madeAt } = answer
  const none = others + free === 0
  const deal = () => more.mutate()
  // whoever came after the morning has been dealt nothing yet
  const first = free > 0 && lines.length + done.length === 0
  return (
    <>
      {lines.length === 0 && (
        <Empty
          title={words.empty.title}
          text={
            madeAt === null
              ? words.empty.never
              : first
                ? words.empty.first(free)
                : none
                  ? words.empty.text
                  : words.empty.mine
          }
        >
          {first && (
            <Button variant="filled" loading={more.isPending} onClick={deal}>
              {words.begin}
            </Button>
          )}
        </Empty>
      )}
      <Lines lines={lines} acting={acting} team={false} />
      {!none && (
        <div className={css.rest}>
          <span className="soft num">{words.rest(others, free)}</span>
          {free > 0 && !first && (
            <Button size="compact-sm" loading={more.isPending} onClick={deal}>
              {words.more}
            </Button>
          )}
          <Button size="compact-sm" variant="subtle" onClick={all}>
            {words.wholeList}
          </Button>
          {more.isError && <Failure error={more.error} />}
        </div>
      )}
    </>
  )
}

function Team({ acting }: { acting: Acting }) {
  const words = useWords().attention
  const query = useInfiniteQuery(teamAttentionQuery)
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (query.isPending) return <Loading lines={6} />
  const lines = query.data.pages.flatMap((page) => page.lines)
  const made = query.data.pages[0]?.madeAt !== null
  return (
    <>
      {lines.length === 0 && <Empty title={words.empty.title} text={made ? words.empty.text : words.empty.never} />}
      <Lines lines={lines} acting={acting} team />
      {query.hasNextPage && (
        <div className={css.rest}>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {words.nextPage}
          </Button>
        </div>
      )}
    </>
  )
}

function Lines({ lines, acting, team }: { lines: readonly Line[]; acting: Acting; team: boolean }) {
  const words = useWords().attention
  const may = useMay()
  const { company } = useMe()
  const list = useRef<HTMLUListElement>(null)
  const [chosen, setChosen] = useState<string>()
  // the key that chose a line puts the focus there, so that Tab goes on from it
  const [byKey, setByKey] = useState(0)
  useKeys(
    lines,
    chosen,
    (id) => {
      setChosen(id)
      setByKey((count) => count + 1)
    },
    acting,
  )
  useEffect(() => {
    if (byKey === 0) return
    const link = list.current?.querySelector<HTMLElement>('[aria-current] h3 a')
    link?.focus({ preventScroll: true })
    link?.closest('li')?.scrollIntoView({ block: 'nearest' })
  }, [byKey])
  if (lines.length === 0) return null
  return (
    <>
      <ul ref={list} className={css.list}>
        {lines.map((line, at) => (
          <OneLine
            key={line.id}
            line={line}
            first={at === 0}
            acting={acting}
            currency={line.worth.amount?.currency ?? company.currency}
            chosen={line.id === chosen}
            choose={() => setChosen(line.id)}
            team={team}
          />
        ))}
      </ul>
      {may('today.attend') && (
        <dl className={css.keys} aria-label={words.keysLabel}>
          {keyNames.map((key) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{words.keys[key]}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}

/** What one has done today, each with the way back. */
function DoneToday({ done, acting }: { done: Answer['done']; acting: Acting }) {
  const words = useWords().attention
  const format = useFormat()
  return (
    <details className={css.done}>
      <summary>{words.doneToday(done.length)}</summary>
      <ul>
        {done.map((one) => (
          <li key={one.id}>
            <span>
              <Link to="/customers/$id" params={{ id: one.customer.id }}>
                <Written text={one.customer.name} />
              </Link>{' '}
              <span className="soft">
                {one.outcome ? words.finish.outcome[one.outcome] : words.did[one.what]}
                {one.until && ` ${format.day(one.until)}`} · {format.time(one.at)}
              </span>
            </span>
            <button
              type="button"
              className="link small"
              disabled={acting.undo.isPending}
              onClick={() => acting.undo.mutate({ customer: one.customer.id, name: one.customer.name, act: one.id })}
            >
              {words.act.undo}
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
