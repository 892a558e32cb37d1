import { Button } from '@mantine/core'
import { useId } from 'react'
import type { Import, ImportFile } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Sideways } from '../../ui/Sideways.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { type Change, useFileChange } from './change.ts'
import { Detected } from './Detected.tsx'
import { Extras } from './Extras.tsx'
import css from './file.module.css'
import { headerOf } from './fields.ts'
import { Layout } from './Layout.tsx'
import { Mapping } from './Mapping.tsx'
import { Preview } from './Preview.tsx'
import { Refused } from './Refused.tsx'

/** One file of the delivery: what it was found to be, what its columns mean, what would come of its rows. */
export function FileCard({ job, file }: { job: Import; file: ImportFile }) {
  const words = useWords()
  const format = useFormat()
  const id = useId()
  const { plan } = words.imports
  const may = useMay()
  const change = useFileChange(job, file)
  const readOnly = !may('import.run')
  const facts = [plan.format[file.form] ?? file.form, file.compressed && 'gzip', format.bytes(file.bytes)]
  return (
    <section className={css.file} aria-labelledby={id}>
      <h3 id={id} className={css.name}>
        <Written text={file.name} />
      </h3>
      <p className="soft">{facts.filter(Boolean).join(' · ')}</p>
      {file.ignoreBecause && (
        <p className={file.ignoreBecause === 'left_out' ? 'soft' : 'warn'}>
          {words.codes.ignored[file.ignoreBecause] ?? file.ignoreBecause}
        </p>
      )}
      <Detected file={file} change={change} readOnly={readOnly} />
      {change.isError && <Refused error={change.error} file={file} />}
      <Notes notes={file.notes} />
      {file.kind === null && file.sample.length > 0 && <Raw file={file} />}
      {file.kind !== null && (
        <>
          <Layout file={file} />
          <Mapping job={job} file={file} change={change} readOnly={readOnly} />
          <Extras file={file} change={change} readOnly={readOnly} />
          <Look file={file} change={change} readOnly={readOnly} />
          <Preview job={job} file={file} updating={change.isPending} />
        </>
      )}
    </section>
  )
}

/** A guess waits until a person has looked at it: where it stands, with the word that lets it through. */
function Look({ file, change, readOnly }: { file: ImportFile; change: Change; readOnly: boolean }) {
  const words = useWords().imports.plan
  if (!file.needsLook) return null
  return (
    <div className={css.look} role="note">
      <div>
        {file.lookBecause.map((code) => (
          <p key={code}>{words.look[code] ?? code}</p>
        ))}
      </div>
      {!readOnly && (
        <Button loading={change.isPending} onClick={() => change.mutate({ confirm: true })}>
          {words.confirm}
        </Button>
      )}
    </div>
  )
}

/** The first rows as they are written: what a person needs to say what they are. */
function Raw({ file }: { file: ImportFile }) {
  const { plan } = useWords().imports
  return (
    <Sideways label={plan.values}>
      <table>
        <thead>
          <tr>
            {file.columns.map((column) => (
              <th key={column.at} scope="col">
                <Written text={headerOf(column, plan.unnamed)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {file.sample.slice(0, 5).map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a sample row is its place
            <tr key={at}>
              {file.columns.map((column) => (
                <td key={column.at}>
                  <Written text={row[column.at] ?? ''} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
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
const calm = new Set(['joined', 'joined_by_content', 'key_is_row', 'sheets_other'])
