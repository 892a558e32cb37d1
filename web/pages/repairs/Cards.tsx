import { TextInput } from '@mantine/core'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { RepairRow } from '#src/clean/quality/quarantine/contract.ts'
import { visible, Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './cards.module.css'
import { Becomes, RowMark, type TableProps } from './Grid.tsx'

/** On a phone a row is a card: faulty cells as fields to write in, the others as they were written. */
export function Cards({ rows, layout, picked, pick, save, more, fetchMore }: TableProps) {
  const words = useWords().repairs
  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), [])
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 220,
    overscan: 5,
    scrollMargin: top,
    getItemKey: (index) => rows[index]!.id,
  })
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last > rows.length - 10) fetchMore()
  })
  return (
    <ul
      ref={list}
      className={css.list}
      aria-label={words.grid(visible(layout.name))}
      style={{ height: virtual.getTotalSize() }}
    >
      {shown.map((item) => {
        const row = rows[item.index]!
        return (
          <li
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            style={{ transform: `translateY(${item.start - top}px)` }}
          >
            <article className={css.card}>
              <div className={css.head}>
                {pick ? (
                  <label className={css.pick}>
                    <input
                      type="checkbox"
                      checked={picked.has(row.id)}
                      aria-label={words.pick(row.line)}
                      onChange={() => {
                        const next = new Set(picked)
                        if (!next.delete(row.id)) next.add(row.id)
                        pick(next)
                      }}
                    />
                    <Line line={row.line} />
                  </label>
                ) : (
                  <Line line={row.line} />
                )}
                <RowMark row={row} />
              </div>
              {row.cells.map((text, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                <CardCell key={at} row={row} at={at} name={layout.columns[at]?.header ?? ''} text={text} save={save} />
              ))}
            </article>
          </li>
        )
      })}
    </ul>
  )
}

function Line({ line }: { line: number }) {
  const words = useWords().repairs
  const format = useFormat()
  return (
    <span className="num soft">
      {words.line} {format.n(line)}
    </span>
  )
}

interface CardCellProps {
  row: RepairRow
  at: number
  name: string
  text: string
  save: TableProps['save']
}

function CardCell({ row, at, name, text, save }: CardCellProps) {
  const words = useWords()
  const [draft, setDraft] = useState<string | null>(null)
  const faults = row.faults.filter((fault) => fault.at === at)
  const open = save !== undefined && !row.hidden && (faults.length > 0 || row.changed.includes(at) || draft !== null)
  if (open)
    return (
      <TextInput
        label={visible(name)}
        aria-label={words.repairs.edit(visible(name))}
        value={draft ?? text}
        error={faults.map((fault) => words.codes.fault[fault.code] ?? fault.code).join('. ') || undefined}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => {
          if (draft !== null) save(row, at, draft)
          setDraft(null)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur()
        }}
      />
    )
  const shown = (
    <>
      <span className="soft">
        <Written text={name} />
      </span>
      <span>
        <Written text={text} />
        <Becomes row={row} at={at} />
      </span>
    </>
  )
  if (!save || row.hidden) return <div className={css.cell}>{shown}</div>
  return (
    <button type="button" className={css.cell} onClick={() => setDraft(text)}>
      {shown}
    </button>
  )
}
