import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { FieldInfo, ListName, ListRow, Sort } from '#src/know/lists/contract.ts'
import { visible, Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import { Cell } from './Cell.tsx'
import css from './lists.module.css'
import { isPicked, nonePicked, type Picked, toggled } from './state.ts'

interface RowsProps {
  list: ListName
  fields: FieldInfo[]
  rows: ListRow[]
  sort: Sort
  picked: Picked
  pick: (picked: Picked) => void
  /** Absent for who may do nothing with rows. */
  pickable: boolean
  order: (sort: Sort) => void
  more: boolean
  fetchMore: () => void
}

const width = ({ type, id }: FieldInfo) =>
  id === 'name' || id === 'customer.name'
    ? 'minmax(180px, 1.6fr)'
    : id === 'email' || id === 'body' || id === 'title'
      ? 'minmax(180px, 1.5fr)'
      : type === 'number' || type === 'yesno'
        ? 'minmax(90px, 0.6fr)'
        : 'minmax(110px, 1fr)'

/** The rows of a list: a table of which only the lines in sight are drawn; on a phone each row is a card. */
export function Rows(props: RowsProps) {
  const { list, fields, rows, picked, pick, pickable, more, fetchMore } = props
  const words = useWords()
  const ref = useRef<HTMLTableSectionElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => setTop((ref.current?.getBoundingClientRect().top ?? 0) + window.scrollY), [])
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 45,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => rows[index]!.id,
  })
  const drawn = virtual.getVirtualItems()
  const last = drawn.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last > rows.length - 30) fetchMore()
  })
  const grid = { gridTemplateColumns: [...(pickable ? ['28px'] : []), ...fields.map(width)].join(' ') }
  const before = (drawn[0]?.start ?? top) - top
  const after = virtual.getTotalSize() - ((drawn.at(-1)?.end ?? top) - top)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer */}
      <section className={css.scroll} aria-label={words.lists.table(words.lists.tabs[list])} tabIndex={0}>
        <table aria-label={words.lists.tabs[list]} aria-rowcount={more ? -1 : rows.length + 1} className={css.table}>
          <Head {...props} grid={grid} />
          <tbody
            ref={ref}
            className={css.body}
            style={{ paddingTop: Math.max(0, before), paddingBottom: Math.max(0, after) }}
          >
            {drawn.map((item) => {
              const row = rows[item.index]!
              return (
                <tr
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  aria-rowindex={item.index + 2}
                  className={css.row}
                  style={grid}
                  data-picked={(pickable && isPicked(picked, row.id)) || undefined}
                >
                  {pickable && (
                    <td className={css.pick}>
                      <Checkbox
                        aria-label={words.lists.select.row(nameOf(fields, row))}
                        checked={isPicked(picked, row.id)}
                        onChange={() => pick(toggled(picked, row.id))}
                      />
                    </td>
                  )}
                  {fields.map((field, i) => (
                    <Entry key={field.id} list={list} field={field} row={row} value={row.cells[i]} first={i === 0} />
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
      <p className={css.end}>{more ? words.shell.state.loadingMore : words.shell.state.end}</p>
    </>
  )
}

/** What a row is called: its name if that is shown, else its first text. */
function nameOf(fields: FieldInfo[], row: ListRow): string {
  const at = fields.findIndex(({ id }) => id === 'name' || id === 'customer.name' || id === 'number')
  const text = row.cells[Math.max(0, at)]
  return typeof text === 'string' ? visible(text) : row.id
}

function Head({ list, fields, sort, order, picked, pick, pickable, grid }: RowsProps & { grid: object }) {
  const words = useWords().lists
  return (
    <thead className={css.head}>
      <tr className={css.headRow} style={grid} aria-rowindex={1}>
        {pickable && (
          <th className={css.pick}>
            <Checkbox
              aria-label={words.select.all}
              checked={picked.all && picked.ids.size === 0}
              indeterminate={picked.ids.size > 0}
              onChange={() => pick(picked.all && picked.ids.size === 0 ? nonePicked : { all: true, ids: new Set() })}
            />
          </th>
        )}
        {fields.map((field) => {
          const own = sort.field === field.id
          const direction = sort.direction
          const turned = own && direction === 'asc' ? 'desc' : 'asc'
          return (
            <th
              key={field.id}
              className={css.headCell}
              data-type={field.type}
              aria-sort={own ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}
            >
              {field.sortable ? (
                <button
                  type="button"
                  className="bare"
                  title={words.sortBy(words.field(list, field.id))}
                  onClick={() => order({ field: field.id, direction: turned })}
                >
                  <bdi>{words.field(list, field.id)}</bdi>
                  {own && <span aria-hidden="true"> {direction === 'asc' ? '↑' : '↓'}</span>}
                </button>
              ) : (
                <bdi>{words.field(list, field.id)}</bdi>
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

interface EntryProps {
  list: ListName
  field: FieldInfo
  row: ListRow
  value: unknown
  first: boolean
}
function Entry({ list, field, row, value, first }: EntryProps) {
  const words = useWords().lists
  const named = field.id === 'name' || field.id === 'customer.name'
  const leads = row.customerId !== null && (named || (first && list === 'customers'))
  const empty = value === null || value === undefined
  return (
    <td className={named ? css.name : css.cell} data-type={field.type} data-empty={empty || undefined}>
      <span className={css.label} aria-hidden="true">
        <bdi>{words.field(list, field.id)}</bdi>
      </span>
      {leads ? (
        <Link to="/customers/$id" params={{ id: row.customerId! }}>
          {named ? <Written text={String(value)} /> : <Cell list={list} field={field} value={value ?? row.id} />}
        </Link>
      ) : (
        <Cell list={list} field={field} value={value} />
      )}
    </td>
  )
}
