import { Checkbox, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { mappingFieldsQuery, previewQuery } from '../../api/queries-imports.ts'
import type { Import, ImportFile, PreviewRow } from '../../api/routes.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Sideways } from '../../ui/Sideways.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { fieldName, headerOf, joinOf, lineIn, shownValue } from './fields.ts'
import css from './preview.module.css'

interface PreviewProps {
  job: Import
  file: ImportFile
  /** A correction is on its way: the rows are those from before it. */
  updating: boolean
}

/** The rows as they would be imported, faults marked in their cells. */
export function Preview({ job, file, updating }: PreviewProps) {
  const words = useWords().imports.plan
  const query = useQuery(previewQuery(job.id, file.fileNo))
  const [onlyFaulty, setOnlyFaulty] = useState(false)
  if (query.isPending) return <Loading lines={6} />
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  const { rows, faulty, sample } = query.data
  const shown = onlyFaulty ? faulty : rows
  return (
    <div className={css.preview} aria-busy={updating}>
      <div className={css.head}>
        <h4>{words.preview}</h4>
        <p className="soft">
          {words.sampled(sample.lines, sample.whole)} {words.previewFaults(sample.withFaults)}
          {sample.quarantined > 0 && ` ${words.previewRepairs(sample.quarantined)}`}
        </p>
        {sample.withFaults > 0 && (
          <Checkbox
            label={words.onlyFaulty}
            checked={onlyFaulty}
            onChange={(event) => setOnlyFaulty(event.target.checked)}
          />
        )}
        <span className={css.updating} role="status">
          {updating && words.updating}
        </span>
      </div>
      {shown.length === 0 ? (
        <p className="soft">{onlyFaulty ? words.noFaulty : words.noRows}</p>
      ) : (
        <Rows file={file} rows={shown} />
      )}
    </div>
  )
}

function Rows({ file, rows }: { file: ImportFile; rows: readonly PreviewRow[] }) {
  const words = useWords()
  const { plan } = words.imports
  const format = useFormat()
  const known = useQuery(mappingFieldsQuery(file.kind)).data?.fields ?? []
  const choices = new Set(known.flatMap((one) => (one.form === 'choice' ? [one.field] : [])))
  // what is left out need not be looked at
  const taken = file.columns.flatMap((column, place) => {
    const join = joinOf(file, column.at)
    if (column.field === 'ignore' && !column.split && !join) return []
    const fields = column.split ? column.split.into.map(({ field }) => field) : [join?.field ?? column.field]
    const choice = fields.some((field) => choices.has(field))
    return [{ place, column, choice, meaning: fields.map((field) => fieldName(words, field)).join(', ') }]
  })
  return (
    <Sideways label={plan.preview}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{plan.line}</th>
            {taken.map(({ column, meaning }) => (
              <th key={column.at} scope="col">
                {meaning}
                <small>
                  <Written text={headerOf(column, plan.unnamed)} />
                </small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={row.line ?? `somewhere ${at}`} data-outcome={row.outcome}>
              <th scope="row">
                {row.line === null ? plan.somewhere : format.n(lineIn(file, row.line))}
                <Outcome row={row} />
              </th>
              {taken.map(({ place, column, choice }) => (
                <td key={column.at}>
                  <Cell row={row} cell={row.cells[place]} choice={choice} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  )
}

/** What becomes of the whole row when it does not just enter, and faults that are in no single cell. */
function Outcome({ row }: { row: PreviewRow }) {
  const words = useWords()
  const { outcome } = words.imports.plan
  const marked = new Set(row.cells.map((cell) => cell.fault))
  const elsewhere = row.faults.filter((fault) => !marked.has(fault.code))
  if (row.outcome === 'enters' && elsewhere.length === 0) return null
  return (
    <span className={css.outcome}>
      {row.outcome !== 'enters' && <span data-outcome={row.outcome}>{outcome[row.outcome]}</span>}
      {elsewhere.map((fault) => (
        <small key={`${fault.field} ${fault.code}`}>{words.codes.fault[fault.code] ?? fault.code}</small>
      ))}
    </span>
  )
}

interface CellProps {
  row: PreviewRow
  cell: PreviewRow['cells'][number] | undefined
  /** What it becomes is one word of a list. */
  choice: boolean
}

function Cell({ row, cell, choice }: CellProps) {
  const words = useWords()
  const { plan } = words.imports
  const format = useFormat()
  const shown = (text: string) => shownValue(text, format, choice ? words.codes.choice : undefined)
  if (!cell || (cell.written === '' && !cell.fault)) return <span className="faint">{plan.blank}</span>
  if (!cell.fault) {
    const becomes = cell.becomes === null ? null : shown(cell.becomes)
    const differs = becomes !== null && becomes !== cell.written.trim()
    return (
      <>
        <Written text={cell.written} />
        {differs && (
          <small className={css.becomes}>
            <span className="hidden-text">{plan.becomes('')}</span>
            <Written text={becomes} />
          </small>
        )}
      </>
    )
  }
  const consequence =
    row.outcome === 'quarantined'
      ? plan.toRepair
      : cell.becomes === null
        ? plan.leftOut
        : plan.becomes(shown(cell.becomes))
  const why = `${words.codes.fault[cell.fault] ?? cell.fault}: ${consequence}`
  return (
    <Tooltip label={why} position="bottom-start" events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className={`bare ${css.fault}`}>
        <Icon name="warning" />
        <Written text={cell.written || plan.empty} />
        <span className="hidden-text">: {why}</span>
      </button>
    </Tooltip>
  )
}
