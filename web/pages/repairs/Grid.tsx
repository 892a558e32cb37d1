// biome-ignore-all lint/a11y/useSemanticElements: rows of a table of elements cannot be laid out one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: of a grid, one cell at a time takes the focus
import { useVirtualizer } from '@tanstack/react-virtual'
import { Link } from '@tanstack/react-router'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { RepairLayout, RepairRow } from '#src/clean/quality/quarantine/contract.ts'
import { visible, Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { shownValue } from '../import/fields.ts'
import css from './grid.module.css'

const rowHeight = 44

export interface TableProps {
  rows: readonly RepairRow[]
  layout: RepairLayout
  picked: ReadonlySet<string>
  /** Absent: nothing can be done to the rows. */
  pick: ((picked: ReadonlySet<string>) => void) | undefined
  /** Absent: the reader may look only. */
  save: ((row: RepairRow, at: number, text: string) => void) | undefined
  more: boolean
  fetchMore: () => void
}

interface Spot {
  row: number
  at: number
}

/** Rows as they were written, faulty cells marked, edited in place. Only the rows in sight are drawn. */
export function Grid(props: TableProps) {
  const { rows, layout, picked, pick, save, more, fetchMore } = props
  const words = useWords().repairs
  const format = useFormat()
  const frame = useRef<HTMLDivElement>(null)
  const [spot, setSpot] = useState<Spot>({ row: 0, at: 0 })
  const [writing, setWriting] = useState<string | null>(null)
  // a field that is taken away loses the focus too: what it held is saved once
  const open = useRef(false)
  const width = Math.max(layout.columns.length, ...rows.map((row) => row.cells.length))
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    getItemKey: (index) => rows[index]!.id,
  })
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last > rows.length - 20) fetchMore()
  })
  const go = (row: number, at: number) => {
    const next = { row: Math.max(0, Math.min(rows.length - 1, row)), at: Math.max(0, Math.min(width - 1, at)) }
    setSpot(next)
    setWriting(null)
    virtual.scrollToIndex(next.row)
    requestAnimationFrame(() => {
      frame.current?.querySelector<HTMLElement>(`[data-spot="${next.row}.${next.at}"]`)?.focus()
    })
  }
  const begin = (text: string) => {
    if (!save || !rows[spot.row] || rows[spot.row]!.hidden) return
    open.current = true
    setWriting(text)
  }
  const commit = (text: string) => {
    const row = rows[spot.row]
    if (!open.current) return
    open.current = false
    setWriting(null)
    if (row) save?.(row, spot.at, text)
  }
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n').replace(/\n$/, '')
    if (!save || writing !== null || text === '') return
    event.preventDefault()
    for (const [down, line] of text.split('\n').entries())
      for (const [right, cell] of line.split('\t').entries()) {
        const row = rows[spot.row + down]
        if (row && spot.at + right < width) save(row, spot.at + right, cell)
      }
  }
  const all = rows.length > 0 && rows.every((row) => picked.has(row.id))
  const columns = Array.from({ length: width }, (_, at) => layout.columns[at]?.header ?? '')
  return (
    <>
      <p className="hidden-text" id="repairs-help">
        {words.gridHelp}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer */}
      <section ref={frame} className={css.frame} aria-label={words.grid(visible(layout.name))} tabIndex={0}>
        <div
          role="grid"
          className={css.grid}
          aria-label={words.grid(visible(layout.name))}
          aria-describedby="repairs-help"
          aria-rowcount={more ? -1 : rows.length + 1}
          aria-colcount={width + 2}
          style={{ '--columns': width } as React.CSSProperties}
          onPaste={paste}
        >
          <div role="row" className={css.head} aria-rowindex={1}>
            <span role="columnheader" className={css.first}>
              {pick && (
                <input
                  type="checkbox"
                  aria-label={words.pickAll}
                  checked={all}
                  onChange={() => pick(new Set(all ? [] : rows.map((row) => row.id)))}
                />
              )}
              {words.line}
            </span>
            {columns.map((name, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <span role="columnheader" key={at}>
                <Written text={name} />
              </span>
            ))}
          </div>
          <div role="presentation" className={css.body} style={{ height: virtual.getTotalSize() }}>
            {shown.map((item) => {
              const row = rows[item.index]!
              return (
                <div
                  role="row"
                  key={item.key}
                  aria-rowindex={item.index + 2}
                  className={css.row}
                  data-picked={picked.has(row.id) || undefined}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <span role="rowheader" className={css.first}>
                    {pick && (
                      <input
                        type="checkbox"
                        aria-label={words.pick(row.line)}
                        checked={picked.has(row.id)}
                        onChange={() => pick(toggled(picked, row.id))}
                      />
                    )}
                    <span className="num soft">{format.n(row.line)}</span>
                    <RowMark row={row} />
                  </span>
                  {columns.map((name, at) => {
                    const here = spot.row === item.index && spot.at === at
                    return (
                      <GridCell
                        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                        key={at}
                        row={row}
                        at={at}
                        name={name}
                        id={`${item.index}.${at}`}
                        here={here}
                        writing={here ? writing : null}
                        write={setWriting}
                        focus={() => {
                          if (!here) {
                            if (writing !== null) commit(writing)
                            setSpot({ row: item.index, at })
                          }
                        }}
                        begin={begin}
                        clear={() => save?.(row, at, '')}
                        commit={commit}
                        cancel={() => {
                          open.current = false
                          go(spot.row, spot.at)
                        }}
                        go={(down, right) => go(item.index + down, at + right)}
                      />
                    )
                  })}
                </div>
              )
            })}
          </div>
        </div>
      </section>
    </>
  )
}

const toggled = (picked: ReadonlySet<string>, id: string): ReadonlySet<string> => {
  const next = new Set(picked)
  if (!next.delete(id)) next.add(id)
  return next
}

/** What is wrong with the row as a whole, that nothing is any more, or what became of it. */
export function RowMark({ row }: { row: RepairRow }) {
  const words = useWords()
  const whole = row.faults.filter((fault) => fault.fatal && fault.at === null)
  if (row.state === 'dropped') return <small className="soft">{words.repairs.drop.because(row.reason ?? '')}</small>
  if (row.state === 'mended')
    return (
      <small className="soft">
        {words.repairs.became[row.outcome ?? ''] ?? words.repairs.became.entered}
        {row.customer && (
          <>
            {' '}
            <Link to="/customers/$id" params={{ id: row.customer.id }} className="link">
              <Written text={row.customer.name} />
            </Link>
          </>
        )}
      </small>
    )
  if (!row.faults.some((fault) => fault.fatal)) return <small className="good">{words.repairs.rowReady}</small>
  return (
    <>
      {row.hidden && <small className="warn">{words.repairs.hidden}</small>}
      {whole.map((fault) => (
        <small key={fault.code} className="bad">
          {words.codes.fault[fault.code] ?? fault.code}
        </small>
      ))}
    </>
  )
}

/** What is kept of a cell, where that is not what was written. */
export function Becomes({ row, at }: { row: RepairRow; at: number }) {
  const words = useWords().repairs
  const format = useFormat()
  const told = row.becomes[at]
  const becomes = told == null ? '' : shownValue(told, format)
  const written = row.cells[at]?.trim() ?? ''
  // a day of this year is shown without its year
  const sameDay = /^[\d.]+$/.test(becomes) && written.replace(/\b0(?=\d)/g, '').startsWith(becomes)
  if (becomes === '' || becomes === written || sameDay) return null
  return (
    <small className={css.becomes}>
      <span className="hidden-text">{words.becomes('')}</span>
      <Written text={becomes} />
    </small>
  )
}

interface CellProps {
  row: RepairRow
  at: number
  name: string
  id: string
  here: boolean
  writing: string | null
  write: (text: string) => void
  focus: () => void
  begin: (text: string) => void
  clear: () => void
  commit: (text: string) => void
  cancel: () => void
  go: (down: number, right: number) => void
}

const arrows: Record<string, readonly [number, number]> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
}

function GridCell({ row, at, name, id, here, writing, write, focus, begin, clear, commit, cancel, go }: CellProps) {
  const words = useWords()
  const text = row.cells[at] ?? ''
  const faults = row.faults.filter((fault) => fault.at === at)
  const changed = row.changed.indexOf(at)
  const saying = faults.map((fault) => words.codes.fault[fault.code] ?? fault.code).join('. ')
  const title = [saying, changed >= 0 ? words.repairs.was(visible(row.written[changed]!)) : '']
    .filter(Boolean)
    .join('. ')
  const move = (event: KeyboardEvent) => {
    const arrow = arrows[event.key]
    if (arrow) {
      event.preventDefault()
      go(...arrow)
    } else if (event.key === 'Enter' || event.key === 'F2') {
      event.preventDefault()
      begin(text)
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      clear()
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault()
      begin(event.key)
    }
  }
  const type = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation()
    if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault()
      commit(event.currentTarget.value)
      if (event.key === 'Enter') go(event.shiftKey ? -1 : 1, 0)
      else go(0, event.shiftKey ? -1 : 1)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      cancel()
    }
  }
  return (
    <span
      role="gridcell"
      className={css.cell}
      data-spot={id}
      data-wrong={faults.some((fault) => fault.fatal) ? 'fatal' : faults.length > 0 ? 'left' : undefined}
      data-changed={changed >= 0 || undefined}
      tabIndex={here && writing === null ? 0 : -1}
      title={title || undefined}
      aria-invalid={faults.length > 0 || undefined}
      onFocus={focus}
      onKeyDown={writing === null ? move : undefined}
      onDoubleClick={() => begin(text)}
    >
      {writing === null ? (
        <>
          <Written text={text} />
          <Becomes row={row} at={at} />
          {saying !== '' && <span className="hidden-text">{saying}</span>}
        </>
      ) : (
        <input
          className={css.input}
          // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
          autoFocus
          aria-label={words.repairs.edit(visible(name))}
          value={writing}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={type}
          onBlur={(event) => {
            if (event.currentTarget.isConnected) commit(event.currentTarget.value)
          }}
        />
      )}
    </span>
  )
}
