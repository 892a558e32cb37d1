import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { DecisionList } from '#src/know/duplicates/contract.ts'
import { api } from '../../api/client.ts'
import { duplicateDecisionsQuery } from '../../api/queries-duplicates.ts'
import { Pill } from '../../ui/parts.tsx'
import { Sideways } from '../../ui/Sideways.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './model.module.css'

/** What was decided, by whom, and the way back. */
export function Decisions() {
  const words = useWords().duplicates
  const query = useInfiniteQuery(duplicateDecisionsQuery)
  const rows = query.data?.pages.flatMap((page) => page.decisions) ?? []
  if (query.isPending) return <Loading lines={8} />
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (rows.length === 0) return <Empty title={words.noDecisions} text={words.noDecisionsNext} />
  return (
    <>
      <Sideways label={words.decisions}>
        <table className={css.decisions}>
          <thead>
            <tr>
              <th scope="col">{words.col.at}</th>
              <th scope="col">{words.col.customers}</th>
              <th scope="col">{words.col.what}</th>
              <th scope="col">{words.col.sure}</th>
              <th scope="col">{words.col.who}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </Sideways>
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </>
  )
}

function Row({ row }: { row: DecisionList['decisions'][number] }) {
  const words = useWords().duplicates
  const format = useFormat()
  const client = useQueryClient()
  const undo = useMutation({
    mutationFn: () => api.post('/duplicates/decisions/:id/undo', undefined, { params: { id: row.id } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['duplicates'] })
      void client.invalidateQueries({ queryKey: ['customers'] })
    },
  })
  return (
    <tr>
      <td className="num">{format.moment(row.at)}</td>
      <td>
        {row.customers.map((customer) => (
          <Link key={customer.id} to="/customers/$id" params={{ id: customer.id }} className={css.value}>
            <Written text={customer.name} />
          </Link>
        ))}
        {row.size > row.customers.length && <small className="soft">{words.size(row.size)}</small>}
      </td>
      <td>{words.verdict[row.verdict]}</td>
      <td className="num">{row.probability === null ? '' : words.sure(row.probability)}</td>
      <td>{row.by === null ? words.itself : <Written text={row.by} />}</td>
      <td>
        {row.undone ? (
          <Pill tone="plain">{words.undone}</Pill>
        ) : (
          <Button size="compact-sm" loading={undo.isPending} onClick={() => undo.mutate()}>
            {words.act.undo}
          </Button>
        )}
        {undo.isError && <Failure error={undo.error} />}
      </td>
    </tr>
  )
}
