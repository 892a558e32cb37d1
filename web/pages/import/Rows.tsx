import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Bucket } from '#src/terms/index.ts'
import { importLinesQuery } from '../../api/queries.ts'
import type { Import, ImportLine } from '../../api/routes.ts'
import { Sideways } from '../../ui/Sideways.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { lineIn } from './fields.ts'
import css from './import.module.css'
import cells from './table.module.css'

/** The lines of one bucket as they were written, with what was wrong in which cell and whose they are now. */
export function Rows({ job, bucket }: { job: Import; bucket: Bucket }) {
  const words = useWords()
  const query = useInfiniteQuery(importLinesQuery(job.id, bucket))
  const lines = query.data?.pages.flatMap((page) => page.lines) ?? []
  if (query.isPending) return <Loading lines={4} />
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (lines.length === 0) return <p className={`soft ${css.noRows}`}>{words.imports.rows.none}</p>
  const byFile = Map.groupBy(lines, (line) => line.fileNo)
  return (
    <div className={css.rows}>
      {[...byFile].map(([fileNo, list]) => (
        <FileRows key={fileNo} job={job} fileNo={fileNo} lines={list} titled={job.files.length > 1} />
      ))}
      {query.hasNextPage && (
        <button
          type="button"
          className="link"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {query.isFetchingNextPage ? words.shell.state.loadingMore : words.shell.state.more}
        </button>
      )}
    </div>
  )
}

interface FileRowsProps {
  job: Import
  fileNo: number
  lines: readonly ImportLine[]
  titled: boolean
}

function FileRows({ job, fileNo, lines, titled }: FileRowsProps) {
  const words = useWords().imports.rows
  const format = useFormat()
  const file = job.files.find((one) => one.fileNo === fileNo)
  const headers = file?.columns.map((column) => column.header) ?? []
  const faulty = lines.some((line) => line.faults.length > 0)
  const owned = lines.some((line) => line.customer !== null)
  const width = Math.max(headers.length, ...lines.map((line) => line.cells.length))
  return (
    <>
      {titled && file && (
        <h3>
          <Written text={file.name} />
        </h3>
      )}
      <Sideways label={words.written}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.line}</th>
              {faulty && <th scope="col">{words.reason}</th>}
              {owned && <th scope="col">{words.customer}</th>}
              {Array.from({ length: width }, (_, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <th key={at} scope="col">
                  <Written text={headers[at] ?? ''} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.line}>
                <td className="soft num">{format.n(lineIn(file, line.line))}</td>
                {faulty && (
                  <td>
                    <Faults line={line} />
                  </td>
                )}
                {owned && (
                  <td>
                    {line.customer && (
                      <Link to="/customers/$id" params={{ id: line.customer.id }} className="link">
                        <Written text={line.customer.name} />
                      </Link>
                    )}
                  </td>
                )}
                {Array.from({ length: width }, (_, at) => {
                  const cell = line.cells[at] ?? ''
                  const wrong =
                    cell !== '' && line.faults.some((fault) => fault.written !== '' && cell.includes(fault.written))
                  return (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                    <td key={at} className={wrong ? cells.wrong : undefined}>
                      <Written text={cell} />
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
    </>
  )
}

function Faults({ line }: { line: ImportLine }) {
  const { fault, field } = useWords().codes
  return line.faults.map((one) => (
    <span key={`${one.field} ${one.code}`} className={`${cells.reason} ${one.fatal ? 'bad' : 'warn'}`}>
      {fault[one.code] ?? one.code}
      <small className={cells.detail}>{field[one.field] ?? one.field}</small>
    </span>
  ))
}
