import { NativeSelect, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { looksQuery } from '../../api/queries-access.ts'
import { usersQuery } from '../../api/queries-staff.ts'
import type { LookFilter } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { useTitle } from '../../ui/Page.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import css from './access.module.css'
import { Exports } from './Exports.tsx'
import { LookDays } from './Looks.tsx'

/** Who looked at whom and what was exported, for those who watch over it. */
export function AccessPage() {
  const words = useWords()
  const said = words.access
  const may = useMay()
  const filter = useSearch({ from: '/frame/settings/access' })
  const query = useInfiniteQuery(looksQuery(filter))
  const looks = query.data?.pages.flatMap((page) => page.looks) ?? []
  const [seen, setSeen] = useState(new Map<string, string>())
  const fresh = looks.filter(({ by }) => !seen.has(by.id))
  if (fresh.length > 0) setSeen(new Map([...seen, ...fresh.map(({ by }) => [by.id, by.name] as const)]))
  const filtered = Object.keys(filter).length > 0
  useTitle(said.title)
  return (
    <>
      <p className="soft">{said.intro}</p>
      <Filters filter={filter} people={seen} customer={looks[0]?.customer?.name} />
      {query.isPending && <Loading />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && looks.length === 0 && <p className="soft">{filtered ? said.noneFiltered : said.none}</p>}
      <section aria-label={said.list}>
        <LookDays looks={looks} />
      </section>
      {query.hasNextPage && (
        <button type="button" className="link" onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? words.shell.state.loadingMore : words.shell.state.more}
        </button>
      )}
      {may('export.run') && <Exports />}
    </>
  )
}

interface FiltersProps {
  filter: LookFilter
  /** Those seen so far, by id. */
  people: ReadonlyMap<string, string>
  customer: string | undefined
}

function Filters({ filter, people, customer }: FiltersProps) {
  const said = useWords().access
  const may = useMay()
  const navigate = useNavigate({ from: '/settings/access' })
  const users = useQuery({ ...usersQuery, enabled: may('user.read') }).data?.items ?? []
  const all = { value: '', label: said.all }
  const named = new Map([...people, ...users.map(({ id, name }) => [id, name] as const)])
  const put = (part: LookFilter) => {
    const next = Object.entries({ ...filter, ...part }).filter(([, value]) => value)
    void navigate({ search: Object.fromEntries(next) as LookFilter, replace: true })
  }
  return (
    <div className={css.filters}>
      <NativeSelect
        label={said.who}
        value={filter.actor ?? ''}
        data={[all, ...[...named].map(([value, label]) => ({ value, label }))]}
        onChange={(event) => put({ actor: event.target.value })}
      />
      <NativeSelect
        label={said.how}
        value={filter.way ?? ''}
        data={[
          all,
          ...Object.entries(said.way).map(([value, label]) => ({ value, label: label.replace(/:$| of$/, '') })),
        ]}
        onChange={(event) => put({ way: event.target.value })}
      />
      <TextInput
        type="date"
        label={said.from}
        value={filter.from ?? ''}
        onChange={(event) => put({ from: event.target.value })}
      />
      <TextInput
        type="date"
        label={said.to}
        value={filter.to ?? ''}
        onChange={(event) => put({ to: event.target.value })}
      />
      {filter.customer && (
        <p className={css.one}>
          {customer ? said.ofCustomer(customer) : said.ofOne}{' '}
          <button type="button" className="link" onClick={() => put({ customer: '' })}>
            {said.everyone}
          </button>
        </p>
      )}
    </div>
  )
}
