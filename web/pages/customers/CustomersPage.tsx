import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { CustomerRow } from '#src/know/customers/contract.ts'
import { customersQuery } from '../../api/queries.ts'
import { useMay } from '../../api/session.ts'
import { Page } from '../../ui/Page.tsx'
import { Avatar, Choice } from '../../ui/parts.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { useAddCustomer } from '../../ui/shell-context.ts'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { shownPhone } from '../../words/phone.ts'
import css from './customers.module.css'

const rowHeight = 57

/** All customers, newest first or by name: an endless list of which only the rows in sight are drawn. */
export function CustomersPage() {
  const words = useWords().customers
  const navigate = useNavigate()
  const may = useMay()
  const add = useAddCustomer()
  const sort = useSearch({ from: '/frame/customers' }).sort ?? 'newest'
  const query = useInfiniteQuery(customersQuery(sort))
  const rows = query.data?.pages.flatMap((page) => page.customers) ?? []
  return (
    <Page
      title={words.title}
      actions={
        <>
          {may('customer.create') && (
            <Button className={css.add} onClick={() => add('')}>
              {words.add}
            </Button>
          )}
          <Choice
            label={words.sort}
            value={sort}
            options={[
              { value: 'newest', label: words.newest },
              { value: 'name', label: words.byName },
            ]}
            change={(value) => void navigate({ to: '/customers', search: value === 'name' ? { sort: 'name' } : {} })}
          />
        </>
      }
    >
      {query.isPending && <Loading lines={10} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && <Empty title={words.empty} text={words.emptyNext} />}
      {rows.length > 0 && (
        <Rows
          key={sort}
          rows={rows}
          more={query.hasNextPage}
          fetchMore={() => {
            if (!query.isFetchingNextPage && !query.isFetchNextPageError) void query.fetchNextPage()
          }}
        />
      )}
    </Page>
  )
}

function Rows({ rows, more, fetchMore }: { rows: CustomerRow[]; more: boolean; fetchMore: () => void }) {
  const words = useWords()
  const ref = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => setTop(ref.current?.offsetTop ?? 0), [])
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => rows[index]!.id,
  })
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last > rows.length - 30) fetchMore()
  })
  return (
    <>
      <ul ref={ref} className={css.list} aria-label={words.customers.list} style={{ height: virtual.getTotalSize() }}>
        {shown.map((item) => (
          <li
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            aria-setsize={more ? -1 : rows.length}
            aria-posinset={item.index + 1}
            style={{ transform: `translateY(${item.start - top}px)` }}
          >
            <Row row={rows[item.index]!} />
          </li>
        ))}
      </ul>
      <p className={css.end}>{more ? words.shell.state.loadingMore : words.shell.state.end}</p>
    </>
  )
}

function Row({ row }: { row: CustomerRow }) {
  const words = useWords().customers
  const format = useFormat()
  const may = useMay()
  const contact = [row.email, row.phone && shownPhone(row.phone)].filter((text) => text !== null)
  return (
    <Link to="/customers/$id" params={{ id: row.id }} className={css.row}>
      <Avatar name={row.name} />
      <span className={css.name}>
        <Written text={row.name} />
      </span>
      <span className={`soft ${css.city}`}>{row.city && <Written text={row.city} />}</span>
      <span className={`soft num ${css.contact}`}>
        {contact.length > 0 ? <Written text={contact.join(' · ')} /> : may('customer.contact') ? words.noContact : ''}
      </span>
      <time className={`faint ${css.since}`} dateTime={row.createdAt}>
        {words.added(format.day(row.createdAt))}
      </time>
    </Link>
  )
}
