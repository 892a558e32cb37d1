import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { importEffectsQuery } from '../../api/queries-imports.ts'
import type { Import } from '../../api/routes.ts'
import { Section } from '../../ui/parts.tsx'
import { Sideways } from '../../ui/Sideways.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './effects.module.css'
import { lineIn, shownValue } from './fields.ts'

const effectWhats = ['new', 'filled', 'changed', 'kept'] as const
type EffectWhat = (typeof effectWhats)[number]

/** In the address, the rows of an effect are opened like those of a bucket. */
const address = (field: string, what: EffectWhat) => `${what}.${field}`

function useFieldName(): (field: string) => string {
  const words = useWords()
  const { effects } = words.imports
  return (field) => {
    const attribute = field.startsWith('attribute:') ? field.slice('attribute:'.length) : undefined
    return attribute ? effects.attribute(attribute) : (effects.fields[field] ?? words.codes.field[field] ?? field)
  }
}

/** What the import does, or would do, to the customers that are known: a sentence for each, which opens its rows. */
export function Effects({ job, opened }: { job: Import; opened: string | undefined }) {
  const words = useWords().imports.effects
  const name = useFieldName()
  if (!job.effects) return null
  const told = job.dryRun ? words.toldDry : words.told
  const list = effectWhats.flatMap((what) =>
    Object.entries(job.effects ?? {})
      .map(([field, counts]) => ({ field, what, count: counts[what] ?? 0 }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count),
  )
  const known = list.filter(({ what }) => what !== 'new')
  return (
    <Section title={job.dryRun ? words.titleDry : words.title}>
      <ul className={css.list}>
        {list.map(({ field, what, count }) => {
          const key = address(field, what)
          return (
            <li key={key} data-what={what}>
              <Link
                from="/imports/$id"
                to="."
                search={opened === key ? {} : { rows: key }}
                replace
                resetScroll={false}
                activeProps={{}}
                className={css.one}
                aria-expanded={opened === key}
              >
                <Written text={what === 'new' ? told.new(count) : told[what](count, name(field))} />
              </Link>
              {opened === key && <Rows job={job} field={field} what={what} />}
            </li>
          )
        })}
      </ul>
      {known.length === 0 && <p className="soft">{job.dryRun ? words.nothingDry : words.nothing}</p>}
    </Section>
  )
}

function Rows({ job, field, what }: { job: Import; field: string; what: EffectWhat }) {
  const words = useWords().imports.effects
  const format = useFormat()
  const query = useQuery(importEffectsQuery(job.id, field, what))
  if (query.isPending) return <Loading lines={3} />
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  const { rows } = query.data
  if (rows.length === 0) return <p className="soft">{words.none}</p>
  const count = job.effects?.[field]?.[what] ?? 0
  const several = job.files.length > 1
  const fileOf = (no: number | null) => job.files.find(({ fileNo }) => fileNo === no)
  return (
    <div className={css.rows}>
      <Sideways label={words.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.customer}</th>
              {what !== 'new' && what !== 'filled' && <th scope="col">{words.old}</th>}
              <th scope="col">{words.new}</th>
              <th scope="col">{words.where}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.fileNo} ${row.line} ${row.told}`}>
                <th scope="row">
                  {row.customer ? (
                    <Link to="/customers/$id" params={{ id: row.customer.id }} className="link">
                      <Written text={row.customer.name} />
                    </Link>
                  ) : (
                    <span className="soft">{words.newCustomer}</span>
                  )}
                </th>
                {what !== 'new' && what !== 'filled' && (
                  <td className={what === 'kept' ? css.stays : css.goes}>
                    <Written text={shownValue(row.old ?? '', format)} />
                  </td>
                )}
                <td className={what === 'kept' ? css.goes : undefined}>
                  <Written text={shownValue(row.told ?? '', format)} />
                </td>
                <td className="soft num">
                  {row.line !== null && format.n(lineIn(fileOf(row.fileNo), row.line))}
                  {several && row.fileNo !== null && (
                    <small>
                      {' '}
                      <Written text={fileOf(row.fileNo)?.name ?? ''} />
                    </small>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
      {count > rows.length && <p className="soft small">{words.first(rows.length)}</p>}
    </div>
  )
}
