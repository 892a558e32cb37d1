import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { GroupDetail } from '#src/know/duplicates/contract.ts'
import { duplicateGroupQuery } from '../../api/queries-duplicates.ts'
import { ApiError } from '../../api/problem.ts'
import { Failure, Loading } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import type { Decisions } from './acts.ts'
import css from './duplicates.module.css'
import { Evidence } from './Evidence.tsx'
import { keyNames } from './keys.ts'
import { Together } from './Together.tsx'

/** One group: its customers side by side, why they may be one, and deciding. */
export function Group({ id, decisions }: { id: string; decisions: Decisions }) {
  const words = useWords().duplicates
  const query = useQuery({
    ...duplicateGroupQuery(id),
    retry: (tries, error) => tries < 2 && !(error instanceof ApiError && error.status === 404),
  })
  const gone = query.error instanceof ApiError && query.error.status === 404
  return (
    <section className={css.group} aria-label={words.sideBySide}>
      <Link from="/duplicates" to="." search={{}} className={`link ${css.back}`}>
        {words.back}
      </Link>
      {query.isPending && <Loading lines={8} />}
      {gone && <p className="soft">{words.gone}</p>}
      {query.isError && !gone && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && !gone && <Loaded key={query.dataUpdatedAt} group={query.data} decisions={decisions} />}
    </section>
  )
}

function Loaded({ group, decisions }: { group: GroupDetail; decisions: Decisions }) {
  const words = useWords().duplicates
  const { members, pairs, barred } = group
  const [survivor, setSurvivor] = useState(group.survivor)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const taking = members.map((member) => member.customer).filter((customer) => !left.has(customer.id))
  const nameOf = new Map(members.map(({ customer }) => [customer.id, customer.name]))
  const { setReady } = decisions
  const customers = taking.map((customer) => customer.id).join(' ')
  const names = taking.map((customer) => customer.name).join(', ')
  useEffect(() => {
    setReady({ group: group.id, customers: customers.split(' '), survivor, names, barred })
  }, [setReady, group.id, customers, survivor, names, barred])
  const able = !barred && taking.length > 1
  return (
    <>
      <div className={css.acts}>
        <Button
          variant="filled"
          disabled={!able}
          loading={decisions.decide.isPending}
          onClick={() => decisions.act('same')}
        >
          {words.act.same} <kbd>s</kbd>
        </Button>
        <Button disabled={!able} onClick={() => decisions.act('apart')}>
          {words.act.apart} <kbd>n</kbd>
        </Button>
        <Button disabled={!able} onClick={() => decisions.act('later')}>
          {words.act.later} <kbd>l</kbd>
        </Button>
      </div>
      {barred && <p className={css.barred}>{words.barred}</p>}
      <Together
        group={group}
        survivor={survivor}
        keep={setSurvivor}
        left={left}
        leave={(customer) => {
          const next = new Set(left)
          if (!next.delete(customer)) next.add(customer)
          setLeft(next)
        }}
      />
      {group.more > 0 && <p className="soft">{words.moreMembers(group.more)}</p>}
      <Evidence pairs={pairs} nameOf={nameOf} />
      <dl className={css.keys} aria-label={words.keys}>
        {keyNames.map((key) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words.keyHelp[key]}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
