import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { rollbackQuery } from '../../api/queries-imports.ts'
import type { Import } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import css from './rollback.module.css'
import { useImportActs } from './run.ts'

/** The way to take a whole import back: names what it touches first, asks once. */
export function Rollback({ job }: { job: Import }) {
  const words = useWords().imports.rollback
  const may = useMay()
  const [open, setOpen] = useState(false)
  if (job.dryRun || !may('import.rollback') || !['finished', 'cancelled', 'failed'].includes(job.state)) return null
  return (
    <>
      <Button variant="outline" onClick={() => setOpen(true)}>
        {words.open}
      </Button>
      <Dialog open={open} close={() => setOpen(false)} as="side" label={words.title}>
        <Panel job={job} close={() => setOpen(false)} />
      </Dialog>
    </>
  )
}

function Panel({ job, close }: { job: Import; close: () => void }) {
  const words = useWords().imports.rollback
  const query = useQuery(rollbackQuery(job.id))
  const { rollBack } = useImportActs(job)
  const { data } = query
  const numbers = ['records', 'customers', 'customersGone', 'timeline', 'quarantined', 'editsStay'] as const
  return (
    <div className={css.panel}>
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      {query.isPending && <Loading lines={5} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {data && (data.possible || data.records > 0) && (
        <section aria-label={words.touches}>
          <h2>{data.estimated ? words.touchesAbout : words.touches}</h2>
          <ul className={css.touches}>
            {numbers
              .filter((what) => data[what] > 0)
              .map((what) => (
                <li key={what} data-what={what}>
                  {words[what](data[what])}
                </li>
              ))}
          </ul>
        </section>
      )}
      {data && !data.possible && (
        <div className={css.refused} role="alert">
          <p>
            <strong>{words.refused}</strong>
          </p>
          {data.because && data.because !== 'objections' && <p>{words.because[data.because]}</p>}
          {data.objections.length > 0 && (
            <ul>
              {data.objections.map((objection) => (
                <li key={objection.code}>{words.objection[objection.code] ?? objection.because}</li>
              ))}
            </ul>
          )}
        </div>
      )}
      {data?.possible && <p className="soft">{words.ask}</p>}
      {rollBack.isError && <Failure error={rollBack.error} />}
      <div className={css.acts}>
        {data?.possible && (
          <Button
            variant="filled"
            loading={rollBack.isPending}
            onClick={() => rollBack.mutate(undefined, { onSuccess: close })}
          >
            {words.go}
          </Button>
        )}
        <Button onClick={close}>{words.keep}</Button>
      </div>
    </div>
  )
}
