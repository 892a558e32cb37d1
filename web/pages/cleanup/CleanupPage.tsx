import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { api } from '../../api/client.ts'
import { cleanupQuery } from '../../api/queries-standing.ts'
import type { CleanSearch } from '../../api/routes.ts'
import { Page } from '../../ui/Page.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { OneCluster } from './OneCluster.tsx'
import css from './cleanup.module.css'

/** Values that are one thing written in several ways, to be made one. */
export function CleanupPage() {
  const words = useWords().cleanup
  const { field = 'city' } = useSearch({ from: '/frame/cleanup' })
  const query = useQuery(cleanupQuery(field))
  return (
    <Page
      title={words.title}
      lead={
        <Link to="/lists/past" className="link">
          {words.past}
        </Link>
      }
      narrow
    >
      <p className="soft">{words.intro}</p>
      {query.isPending && <Loading />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && <Found key={field} page={query.data} />}
    </Page>
  )
}

function Found({ page }: { page: CleanSearch }) {
  const words = useWords().cleanup
  const navigate = useNavigate({ from: '/cleanup' })
  const { field, fields, search, clusters } = page
  const going = search?.state === 'waiting' || search?.state === 'running'
  return (
    <>
      <div className={css.ask}>
        <NativeSelect
          label={words.field}
          value={field}
          data={[...new Set([field, ...fields])].map((one) => ({ value: one, label: words.fieldName(one) }))}
          onChange={(event) => void navigate({ search: { field: event.target.value } })}
        />
        <Look field={field} search={search} going={going} />
      </div>
      {search === null && <Empty title={words.never} text={words.neverNext} />}
      {search?.state === 'failed' && <p role="alert">{words.failed}</p>}
      {search?.state === 'done' && clusters.length === 0 && (
        <Empty title={words.none} text={words.noneOf(search.distinct ?? 0)} />
      )}
      {!going && clusters.length > 0 && (
        <ul className={css.clusters} aria-label={words.list}>
          {clusters.map((cluster) => (
            <OneCluster key={cluster.values.map(({ text }) => text).join('\u001f')} field={field} cluster={cluster} />
          ))}
        </ul>
      )}
    </>
  )
}

function Look({ field, search, going }: { field: string; search: CleanSearch['search']; going: boolean }) {
  const words = useWords().cleanup
  const format = useFormat()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: cleanupQuery(field).queryKey })
  const ask = useMutation({ mutationFn: () => api.post('/cleanup/searches', { field }), onSuccess: refresh })
  const went = useRef(going)
  useEffect(() => {
    if (went.current && !going) void client.invalidateQueries({ queryKey: ['cleanup'] })
    went.current = going
  }, [going, client])
  return (
    <div className={css.look}>
      {going ? (
        <span role="status">
          <progress aria-label={words.look} /> {words.going}
        </span>
      ) : (
        <Button variant={search === null ? 'filled' : 'default'} loading={ask.isPending} onClick={() => ask.mutate()}>
          {search === null ? words.look : words.again}
        </Button>
      )}
      {search?.finishedAt && !going && (
        <span className="soft small">{words.looked(format.moment(search.finishedAt))}</span>
      )}
      {ask.isError && <Failure error={ask.error} />}
    </div>
  )
}
