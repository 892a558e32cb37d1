import { useElementSize } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import css from './Chart.module.css'

interface ChartProps {
  label: string
  height: number
  /** How many places stand side by side. */
  places: number
  /** The places are points of a line from edge to edge, not columns. */
  line?: boolean
  /** For the room around it. */
  className?: string | undefined
  /** What is drawn in that many pixels; `at` is the place under the pointer. */
  children: (width: number, at: number | null) => ReactNode
  /** The same in words, for those who do not see the drawing. */
  head: readonly string[]
  rows: readonly { key: string; cells: readonly string[] }[]
}

/** A drawing as wide as its room, which tells of the place under the pointer, and the same as a table for a screen reader. */
export function Chart({ label, height, places, line, className = '', children, head, rows }: ChartProps) {
  const { ref, width } = useElementSize()
  const [at, setAt] = useState<number | null>(null)
  return (
    <figure className={`${css.chart} ${className}`} ref={ref}>
      <figcaption className="hidden-text">{label}</figcaption>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          aria-hidden="true"
          onPointerMove={(event) => {
            const share = (event.clientX - event.currentTarget.getBoundingClientRect().left) / width
            const place = line ? Math.round(share * (places - 1)) : Math.floor(share * places)
            setAt(Math.min(places - 1, Math.max(0, place)))
          }}
          onPointerLeave={() => setAt(null)}
        >
          {children(width, at)}
        </svg>
      )}
      <table className="hidden-text">
        <caption>{label}</caption>
        <thead>
          <tr>
            {head.map((one) => (
              <th key={one} scope="col">
                {one}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...rest] }) => (
            <tr key={key}>
              <th scope="row">{first}</th>
              {rest.map((cell, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                <td key={i}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
