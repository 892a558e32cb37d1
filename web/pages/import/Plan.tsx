import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { recordKinds } from '#src/terms/index.ts'
import { api } from '../../api/client.ts'
import { importQuery } from '../../api/queries.ts'
import type { Import, ImportFile } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Failure } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { Columns } from './Columns.tsx'
import css from './import.module.css'
import { useImportActs } from './run.ts'

/** What was found in each file, before anything is saved. */
export function Plan({ job }: { job: Import }) {
  const words = useWords().imports.plan
  const may = useMay()
  const { run } = useImportActs(job)
  const taken = job.files.some((file) => file.kind !== null)
  return (
    <>
      <p className={css.intro}>
        <strong>{words.title}.</strong> {words.intro}
      </p>
      {job.files.map((file) => (
        <PlannedFile key={file.fileNo} job={job} file={file} />
      ))}
      {run.isError && <Failure error={run.error} />}
      {!taken && <p className="warn">{words.nothing}</p>}
      {may('import.run') && (
        <div className={css.ready}>
          <Button
            variant="filled"
            disabled={!taken}
            loading={run.isPending && !run.variables}
            onClick={() => run.mutate(false)}
          >
            {words.run}
          </Button>
          <Button disabled={!taken} loading={run.isPending && run.variables} onClick={() => run.mutate(true)}>
            {words.dry}
          </Button>
        </div>
      )}
    </>
  )
}

function PlannedFile({ job, file }: { job: Import; file: ImportFile }) {
  const words = useWords()
  const format = useFormat()
  const id = useId()
  const { plan } = words.imports
  const found = [
    format.bytes(file.bytes),
    file.encoding.toUpperCase(),
    file.delimiter && plan.delimited(plan.delimiter[file.delimiter] ?? file.delimiter),
    file.header ? plan.header : plan.noHeader,
  ].filter(Boolean)
  return (
    <section className={css.file} aria-labelledby={id}>
      <div className={css.fileHead}>
        <div>
          <h3 id={id}>
            <Written text={file.name} />
          </h3>
          <p className="soft">{found.join(' · ')}</p>
          {file.ignoreBecause && (
            <p className="warn">{words.codes.ignored[file.ignoreBecause] ?? file.ignoreBecause}</p>
          )}
        </div>
        <KindChoice job={job} file={file} />
      </div>
      <Notes notes={file.notes} />
      {file.columns.length > 0 && <Columns file={file} />}
    </section>
  )
}

/** `code:detail` in words; codes that only repeat what the page shows have none. */
function Notes({ notes }: { notes: readonly string[] }) {
  const words = useWords().codes.note
  const said = notes.flatMap((note) => {
    const [code = '', ...detail] = note.split(':')
    const text = Object.hasOwn(words, code) ? words[code]!(detail.join(':')) : undefined
    return text ? [[text, calm.has(code) ? 'soft' : 'warn'] as const] : []
  })
  if (said.length === 0) return null
  return (
    <ul className={css.notes}>
      {[...new Map(said)].map(([text, tone]) => (
        <li key={text} className={tone}>
          <Written text={text} />
        </li>
      ))}
    </ul>
  )
}
// worth knowing, nothing to worry about
const calm = new Set(['joined', 'joined_by_content', 'key_is_row'])

function KindChoice({ job, file }: { job: Import; file: ImportFile }) {
  const words = useWords().imports
  const may = useMay()
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (kind: string) =>
      api.patch(
        '/imports/:id/files/:fileNo',
        { kind: recordKinds.find((one) => one === kind) ?? null },
        { params: { id: job.id, fileNo: String(file.fileNo) } },
      ),
    onSuccess: (next) => client.setQueryData(importQuery(job.id).queryKey, next),
  })
  return (
    <div className={css.kind}>
      <NativeSelect
        label={words.plan.kind}
        value={file.kind ?? ''}
        disabled={change.isPending || !may('import.run')}
        onChange={(event) => change.mutate(event.target.value)}
        data={[
          ...recordKinds.map((kind) => ({ value: kind, label: words.kind[kind] ?? kind })),
          { value: '', label: words.plan.skip },
        ]}
      />
      {change.isError && <Failure error={change.error} />}
    </div>
  )
}
