import type { ImportFile } from '../../api/routes.ts'
import { Sideways } from '../../ui/Sideways.tsx'
import { Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import css from './table.module.css'

const values = 4

/** Each column: what it is called, what it is read as, and the first things written in it. */
export function Columns({ file }: { file: ImportFile }) {
  const words = useWords()
  const { plan } = words.imports
  const meaning = (column: ImportFile['columns'][number]) => {
    if (file.kind === null || column.field === 'ignore') return <span className="faint">{plan.ignore}</span>
    if (column.field === 'attribute') return <span className="soft">{plan.attribute}</span>
    const details = [
      column.label && (words.terms.addressLabel[column.label] ?? column.label),
      column.dateOrder && (plan.order[column.dateOrder] ?? column.dateOrder),
      column.decimal && (plan.decimal[column.decimal] ?? column.decimal),
    ].filter(Boolean)
    return (
      <>
        <span className={css.meaning}>{words.codes.field[column.field] ?? column.field}</span>
        {details.length > 0 && <small className={css.detail}>{details.join(' · ')}</small>}
      </>
    )
  }
  return (
    <Sideways label={plan.show}>
      <table className={css.columns}>
        <thead>
          <tr>
            <th scope="col">{plan.column}</th>
            <th scope="col">{plan.meaning}</th>
            <th scope="col" colSpan={values}>
              {plan.values}
            </th>
          </tr>
        </thead>
        <tbody>
          {file.columns.map((column, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
            <tr key={at}>
              <th scope="row">
                <Written text={column.header} />
              </th>
              <td>{meaning(column)}</td>
              {Array.from({ length: values }, (_, row) => {
                const cell = file.sample[row]?.[at]
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a sample row is its place
                  <td key={row} className={css.sample}>
                    {cell === undefined ? null : cell === '' ? (
                      <span className="faint">{plan.empty}</span>
                    ) : (
                      <Written text={cell} />
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  )
}
