import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../api/client.ts'
import { auditQuery } from '../../api/queries-access.ts'
import type { AuditCheck } from '../../api/routes.ts'
import { useTitle } from '../../ui/Page.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './audit.module.css'

/** Whether the history is what it was when it was sealed. */
export function AuditPage() {
  const words = useWords().audit
  const format = useFormat()
  const client = useQueryClient()
  const query = useQuery(auditQuery)
  const ask = useMutation({
    mutationFn: () => api.post('/audit/checks', {}),
    onSuccess: () => client.invalidateQueries({ queryKey: auditQuery.queryKey }),
  })
  useTitle(words.title)
  if (query.isPending) return <Loading />
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  const { sealed, check } = query.data
  const going = check?.state === 'waiting' || check?.state === 'running'
  return (
    <>
      <p className="soft">{words.intro}</p>
      <dl className={css.facts}>
        <dt>{words.until}</dt>
        <dd>{sealed ? format.moment(sealed.until) : words.never}</dd>
        {sealed && (
          <>
            <dt>{words.sealed}</dt>
            <dd>{words.links(sealed.leaves, sealed.seals)}</dd>
            <dt>{words.head}</dt>
            <dd>
              <code className={css.head}>{sealed.head}</code>
              <span className="soft small">{words.headNote}</span>
            </dd>
          </>
        )}
      </dl>
      {check && <Checked check={check} />}
      {sealed && !going && (
        <Button loading={ask.isPending} onClick={() => ask.mutate()}>
          {check ? words.again : words.check}
        </Button>
      )}
      {ask.isError && <Failure error={ask.error} />}
    </>
  )
}

function Checked({ check }: { check: AuditCheck }) {
  const words = useWords().audit
  const format = useFormat()
  const { state, done, total, verdict } = check
  if (state === 'waiting' || state === 'running')
    return (
      <p role="status" className={css.going}>
        <progress value={done} max={Math.max(1, total ?? 1)} aria-label={words.check} />
        {state === 'waiting' ? words.waiting : words.going(done, total ?? 0)}
      </p>
    )
  if (verdict === null || check.finishedAt === null) return <p role="alert">{words.failed}</p>
  const when = words.checked(format.moment(check.finishedAt), verdict.entries)
  if (verdict.whole)
    return (
      <p className={css.whole} role="status">
        <strong>{words.whole}</strong> <span className="soft">{when}</span>
        {verdict.erased > 0 && <span className="soft"> {words.erased(verdict.erased)}</span>}
      </p>
    )
  return (
    <section className={css.broken} role="alert">
      <p>
        <strong>{words.broken(verdict.faults)}</strong> {words.whatNow} <span className="soft">{when}</span>
      </p>
      <ol>
        {verdict.first.map((bad) => (
          <li key={`${bad.what} ${bad.seal} ${bad.shard} ${bad.n} ${bad.entryId}`}>
            {words.what[bad.what]}
            {bad.seal !== null && <span className="soft"> {words.place(bad.seal, bad.shard, bad.n)}</span>}
            {bad.customerId !== null && (
              <>
                {' '}
                <Link to="/customers/$id" params={{ id: bad.customerId }} className="link">
                  {words.customer}
                </Link>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
