import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { mappingFieldsQuery, previewQuery } from '../../api/queries-imports.ts'
import type { Import, ImportFile, Preview } from '../../api/routes.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Choice } from '../../ui/parts.tsx'
import { visible, Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { type Change, type Column, picked } from './change.ts'
import { ColumnPanel } from './ColumnPanel.tsx'
import { FieldPicker } from './FieldPicker.tsx'
import { fieldName, headerOf, isDoubtful, joinOf, sureness } from './fields.ts'
import css from './mapping.module.css'

const sampleValues = 3
// a table that fits on the screen needs no filter
const many = 8

interface MappingProps {
  job: Import
  file: ImportFile
  change: Change
  readOnly: boolean
}

/** What each column means: one line for each, decided by keyboard or mouse. */
export function Mapping({ job, file, change, readOnly }: MappingProps) {
  const words = useWords().imports.plan
  const [only, setOnly] = useState<'all' | 'doubtful'>('all')
  const [opened, setOpened] = useState<number | null>(null)
  const [exchange, setExchange] = useState('')
  const all = useWords()
  const fields = useQuery(mappingFieldsQuery(file.kind)).data
  const several = new Set([
    'ignore',
    'attribute',
    ...(fields?.fields ?? []).flatMap((one) => (one.several ? [one.field] : [])),
  ])
  const pick = (column: Column, field: string) => {
    const { columns, exchanged } = picked(file, column, field, several)
    setExchange(
      exchanged ? words.exchanged(visible(headerOf(exchanged, words.unnamed)), fieldName(all, column.field)) : '',
    )
    change.mutate({ mapping: { columns } })
  }
  const preview = useQuery(previewQuery(job.id, file.fileNo)).data
  const seen = (at: number) => preview?.columns.find((one) => one.at === at)
  const doubtful = file.columns.filter((column) => isDoubtful(column, seen(column.at)))
  const shown = only === 'doubtful' ? doubtful : file.columns
  const suggested = file.columns.some((one) => sureness(one) !== null)
  const column = file.columns.find((one) => one.at === opened)
  return (
    <div className={css.mapping}>
      <div className={css.head}>
        <h4>{words.columns}</h4>
        <p className={css.swapped} role="status">
          {exchange}
        </p>
        {file.columns.length > many && (
          <Choice
            label={words.filter}
            value={only}
            options={[
              { value: 'all', label: `${words.allColumns} ${file.columns.length}` },
              { value: 'doubtful', label: `${words.doubtful} ${doubtful.length}` },
            ]}
            change={setOnly}
          />
        )}
      </div>
      {shown.length === 0 ? (
        <p className="soft">{words.noneDoubtful}</p>
      ) : (
        <table className={css.table} data-suggested={suggested || undefined}>
          <thead>
            <tr>
              <th scope="col">{words.column}</th>
              <th scope="col">{words.values}</th>
              <th scope="col">{words.meaning}</th>
              {suggested && <th scope="col">{words.certainty}</th>}
              <th scope="col">{words.faulty}</th>
              <th scope="col">
                <span className="hidden-text">{words.panel.change}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <Line
                key={one.at}
                file={file}
                column={one}
                fields={fields?.fields.map(({ field }) => field) ?? []}
                seen={seen(one.at)}
                written={
                  preview
                    ? preview.rows.map((row) => row.cells[file.columns.indexOf(one)]?.written ?? '')
                    : file.sample.map((row) => row[one.at] ?? '')
                }
                suggested={suggested}
                readOnly={readOnly}
                pick={(field) => pick(one, field)}
                open={() => setOpened(one.at)}
              />
            ))}
          </tbody>
        </table>
      )}
      {column && fields && (
        <ColumnPanel
          key={column.at}
          job={job}
          file={file}
          column={column}
          fields={fields}
          change={change}
          close={() => setOpened(null)}
        />
      )}
    </div>
  )
}

interface LineProps {
  file: ImportFile
  column: Column
  fields: readonly string[]
  seen: Preview['columns'][number] | undefined
  /** What stands in the column on the first rows. */
  written: readonly string[]
  suggested: boolean
  readOnly: boolean
  pick: (field: string) => void
  open: () => void
}

function Line({ file, column, fields, seen, written, suggested, readOnly, pick, open }: LineProps) {
  const words = useWords()
  const { plan } = words.imports
  const header = headerOf(column, plan.unnamed)
  const samples = [...new Set(written.filter((cell) => cell.trim() !== ''))]
  const shaped = shapeOf(words, file, column)
  const left = column.field === 'ignore' && !shaped
  const sure = sureness(column)
  return (
    <tr data-left={left || undefined}>
      <th scope="row">
        <Written text={header} />
      </th>
      <td className={css.samples}>
        {samples.length === 0 ? (
          <span className="faint">{plan.empty}</span>
        ) : (
          samples.slice(0, sampleValues).map((sample) => (
            <span key={sample} className={css.sample}>
              <Written text={sample.slice(0, 100)} />
            </span>
          ))
        )}
      </td>
      <td className={css.field}>
        {shaped ?? (
          <FieldPicker
            label={plan.pick(header)}
            value={column.field}
            fields={fields}
            change={pick}
            readOnly={readOnly}
          />
        )}
        <Details column={column} />
      </td>
      {suggested && (
        <td className={css.certainty}>{sure !== null && <span data-sure={sure}>{plan.sureness[sure]}</span>}</td>
      )}
      <td className={css.faulty}>{!left && <Faulty seen={seen} />}</td>
      <td className={css.more}>
        {!readOnly && (
          <button type="button" className="bare" onClick={open} aria-label={plan.more(header)}>
            <Icon name="pencil" />
          </button>
        )}
      </td>
    </tr>
  )
}

/** A column that is cut up, or is one part of a joined value, has no single meaning to choose. */
function shapeOf(words: ReturnType<typeof useWords>, file: ImportFile, column: Column) {
  const { plan } = words.imports
  const join = joinOf(file, column.at)
  if (join) {
    const parts = join.columns.map((at) =>
      headerOf(
        file.columns.find((one) => one.at === at),
        plan.unnamed,
      ),
    )
    return (
      <p className={css.shape}>
        <strong>{fieldName(words, join.field)}</strong>
        <small>
          {plan.joined}: <Written text={parts.join(' + ')} />
        </small>
      </p>
    )
  }
  if (!column.split) return null
  return (
    <p className={css.shape}>
      <strong>{column.split.into.map(({ field }) => fieldName(words, field)).join(', ')}</strong>
      <small>{plan.split}</small>
    </p>
  )
}

/** What belongs to the meaning: a label, how dates and decimals are written, words with meanings of their own. */
function Details({ column }: { column: Column }) {
  const words = useWords()
  const { plan } = words.imports
  const details = [
    column.field === 'attribute'
      ? column.label
      : column.label && (words.terms.addressLabel[column.label] ?? column.label),
    column.dateOrder && (plan.order[column.dateOrder] ?? column.dateOrder),
    column.decimal && (plan.decimalSign[column.decimal] ?? column.decimal),
    column.values && plan.valuesMapped(column.values.pairs.length),
  ].filter(Boolean)
  if (details.length === 0) return null
  return (
    <p className={css.details}>
      <Written text={details.join(' · ')} />
    </p>
  )
}

function Faulty({ seen }: { seen: Preview['columns'][number] | undefined }) {
  const words = useWords()
  const format = useFormat()
  const { plan } = words.imports
  if (!seen) return null
  if (seen.faulty === 0) {
    return seen.filled === 0 ? null : <span className="faint">{plan.none}</span>
  }
  const codes = Object.entries(seen.codes).sort((a, b) => b[1] - a[1])
  return (
    <>
      <span className="bad">{plan.share(format.percent(seen.faulty, seen.faulty < 0.1 ? 1 : 0))}</span>
      {codes.slice(0, 2).map(([code]) => (
        <small key={code}>{words.codes.fault[code] ?? code}</small>
      ))}
    </>
  )
}
