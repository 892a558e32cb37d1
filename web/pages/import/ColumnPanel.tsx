import { Button } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { previewQuery } from '../../api/queries-imports.ts'
import type { Import, ImportFile, MappingFields } from '../../api/routes.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Choice } from '../../ui/parts.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { type Change, type Column, type ColumnEdit, editOf, type Join } from './change.ts'
import { headerOf, joinOf, shownValue } from './fields.ts'
import css from './panel.module.css'
import { Refused } from './Refused.tsx'
import { JoinEditor, SplitEditor } from './Shaping.tsx'
import { TargetEditor } from './TargetEditor.tsx'
import { Values } from './Values.tsx'

type Shape = 'plain' | 'split' | 'join'
interface Draft {
  shape: Shape
  edit: ColumnEdit
  join: Join
}

interface ColumnPanelProps {
  job: Import
  file: ImportFile
  column: Column
  fields: MappingFields
  change: Change
  close: () => void
}

/** Everything about one column: meaning, label, way of writing, cutting, joining, words. Each change shows in the preview at once. */
export function ColumnPanel({ job, file, column, fields, change, close }: ColumnPanelProps) {
  const words = useWords()
  const { panel, unnamed } = words.imports.plan
  const [draft, setDraft] = useState(() => draftOf(file, column))
  const send = useDebouncedCallback((next: Draft) => change.mutate({ mapping: mappingOf(file, column, next) }), {
    delay: 300,
    flushOnUnmount: true,
  })
  const update = (part: Partial<Draft>) => {
    const next = { ...draft, ...part }
    setDraft(next)
    if (complete(next)) send(next)
  }
  const header = headerOf(column, unnamed)
  const known = fields.fields.find(({ field }) => field === draft.edit.field)
  return (
    <Dialog open close={close} as="side" label={header}>
      <div className={css.panel}>
        <h1>
          <Written text={header} />
        </h1>
        <Choice
          label={panel.change}
          value={draft.shape}
          options={(['plain', 'split', 'join'] as const).map((value) => ({ value, label: panel.as[value] }))}
          change={(shape) => update({ ...draft, ...shaped(draft, shape) })}
        />
        {draft.shape === 'plain' && (
          <TargetEditor
            target={draft.edit}
            fields={fields}
            label={panel.is}
            change={(target) => update({ edit: { ...draft.edit, ...target } })}
          />
        )}
        {draft.shape === 'split' && (
          <SplitEditor
            split={draft.edit.split ?? { separator: ' ', into: [] }}
            fields={fields}
            change={(split) => update({ edit: { ...draft.edit, split } })}
          />
        )}
        {draft.shape === 'join' && (
          <JoinEditor
            join={draft.join}
            file={file}
            at={column.at}
            fields={fields}
            change={(join) => update({ join })}
          />
        )}
        {draft.shape === 'plain' && draft.edit.field !== 'ignore' && (
          <Values
            values={draft.edit.values}
            choices={known?.choices}
            change={(values) => update({ edit: withValues(draft.edit, values) })}
          />
        )}
        {change.isError && <Refused error={change.error} file={file} />}
        <Becomes job={job} file={file} column={column} choice={known?.form === 'choice'} />
        <div>
          <Button variant="filled" onClick={close}>
            {panel.close}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

interface BecomesProps {
  job: Import
  file: ImportFile
  column: Column
  choice: boolean
}

/** A few values of the column and what the mapping makes of them. */
function Becomes({ job, file, column, choice }: BecomesProps) {
  const words = useWords()
  const format = useFormat()
  const { panel, empty } = words.imports.plan
  const preview = useQuery(previewQuery(job.id, file.fileNo)).data
  const place = file.columns.findIndex((one) => one.at === column.at)
  const cells = [...(preview?.faulty ?? []).slice(0, 4), ...(preview?.rows ?? [])].flatMap(
    (row) => row.cells[place] ?? [],
  )
  const seen = [...new Map(cells.filter((cell) => cell.written !== '').map((cell) => [cell.written, cell])).values()]
  if (seen.length === 0) return null
  return (
    <table className={css.becomes}>
      <thead>
        <tr>
          <th scope="col">{panel.samples}</th>
          <th scope="col">{panel.becomes}</th>
        </tr>
      </thead>
      <tbody>
        {seen.slice(0, 8).map((cell) => (
          <tr key={cell.written}>
            <td>
              <Written text={cell.written} />
            </td>
            <td>
              {cell.fault ? (
                <span className="bad">{words.codes.fault[cell.fault] ?? cell.fault}</span>
              ) : cell.becomes === null ? (
                <span className="faint">{empty}</span>
              ) : (
                <Written text={shownValue(cell.becomes, format, choice ? words.codes.choice : undefined)} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function draftOf(file: ImportFile, column: Column): Draft {
  const join = joinOf(file, column.at)
  return {
    shape: join ? 'join' : column.split ? 'split' : 'plain',
    edit: editOf(column),
    join: join ?? { columns: [column.at], separator: ' ', field: column.field },
  }
}

/** What usually stands in one cell. */
const parts: Record<string, { into: string[]; rest?: 'first' }> = {
  postcodeCity: { into: ['postcode', 'city'] },
  name: { into: ['givenName', 'familyName'], rest: 'first' },
}

/** The draft in another shape, with the likeliest beginning. */
function shaped({ edit, join }: Draft, shape: Shape): Partial<Draft> {
  const { split, ...plain } = edit
  const field = split?.into[0]?.field ?? (plain.field === 'ignore' ? join.field : plain.field)
  if (shape === 'plain') return { shape, edit: { ...plain, field } }
  if (shape === 'join') return { shape, edit: plain, join: { ...join, field } }
  const usual = parts[field]
  const into = (usual?.into ?? [field, 'ignore']).map((one) => ({ field: one }))
  return { shape, edit: { ...plain, split: split ?? { separator: ' ', rest: usual?.rest ?? 'last', into } } }
}

/** Half-made shapes stay on the screen only. */
function complete({ shape, edit, join }: Draft): boolean {
  if (shape === 'join') return join.columns.length > 1
  if (shape === 'split') return (edit.split?.separator ?? '') !== '' && (edit.split?.into.length ?? 0) > 1
  return true
}

function withValues(edit: ColumnEdit, values: ColumnEdit['values']): ColumnEdit {
  const { values: _, ...rest } = edit
  return values ? { ...rest, values } : rest
}

/** A draft as the server wants it: parts of a joined value and cut cells mean nothing of themselves. */
function mappingOf(file: ImportFile, column: Column, { shape, edit, join }: Draft) {
  const others = file.joins.filter((one) => !one.columns.includes(column.at))
  const bare = (at: number): ColumnEdit => ({ at, field: 'ignore' })
  if (shape === 'join') return { columns: join.columns.map(bare), joins: [...others, join] }
  const joins = others.length < file.joins.length ? { joins: others } : {}
  const { split, field: _, label: __, dateOrder: ___, decimal: ____, values: _____, ...rest } = edit
  if (shape === 'split' && split) return { columns: [{ ...rest, field: 'ignore', split }], ...joins }
  const { split: ______, ...plain } = edit
  return { columns: [plain], ...joins }
}
