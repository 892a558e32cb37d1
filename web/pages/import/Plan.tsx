import { Button } from '@mantine/core'
import type { Import } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Failure } from '../../ui/States.tsx'
import { visible } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import { FileCard } from './FileCard.tsx'
import css from './import.module.css'
import { useImportActs } from './run.ts'

/** What was found in each file, to be corrected before anything is saved. */
export function Plan({ job }: { job: Import }) {
  const words = useWords().imports.plan
  const may = useMay()
  return (
    <>
      <p className={css.intro}>
        <strong>{words.title}.</strong> {words.intro}
      </p>
      {job.files.map((file) => (
        <FileCard key={file.fileNo} job={job} file={file} />
      ))}
      {may('import.run') && <Ready job={job} />}
    </>
  )
}

/** The way on, or in words what still stands in it. Stays in sight below a long table. */
function Ready({ job }: { job: Import }) {
  const words = useWords()
  const { plan } = words.imports
  const { run } = useImportActs(job)
  const taken = job.files.filter((file) => file.kind !== null)
  const unseen = taken.filter((file) => file.needsLook)
  const lacking = taken.filter((file) => file.missing.length > 0)
  const stopped = taken.length === 0 || unseen.length > 0 || lacking.length > 0
  return (
    <div className={css.ready}>
      {run.isError && <Failure error={run.error} />}
      <div className={css.readyActs}>
        <Button
          variant="filled"
          disabled={stopped}
          loading={run.isPending && run.variables}
          onClick={() => run.mutate(true)}
        >
          {plan.dry}
        </Button>
        <Button disabled={stopped} loading={run.isPending && !run.variables} onClick={() => run.mutate(false)}>
          {plan.run}
        </Button>
        <div className={css.hindrance} role="status">
          {taken.length === 0 && <p>{plan.nothing}</p>}
          {lacking.map((file) => (
            <p key={file.fileNo}>
              {plan.lacks(visible(file.name), file.missing.map(words.imports.plan.oneOf(words.codes.field)))}
            </p>
          ))}
          {unseen.length > 0 && <p>{plan.lookAt(unseen.map((file) => visible(file.name)).join(', '))}</p>}
        </div>
      </div>
    </div>
  )
}
