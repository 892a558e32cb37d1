import { Link } from '@tanstack/react-router'
import type { RepairSummary } from '#src/clean/quality/quarantine/contract.ts'
import { visible, Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './repairs.module.css'

interface CausesProps {
  summary: RepairSummary
  chosen: { layout: string; code?: string; field?: string; ready?: string } | undefined
}

/** What keeps rows out: by file, then by what is wrong in which field. */
export function Causes({ summary, chosen }: CausesProps) {
  const words = useWords()
  const format = useFormat()
  const files = [...Map.groupBy(summary.causes, (cause) => cause.layout)]
  return (
    <nav className={css.causes} aria-label={words.repairs.causes}>
      {files.map(([layout, causes]) => {
        const here = chosen?.layout === layout
        const rows = causes.reduce((sum, cause) => sum + cause.rows, 0)
        return (
          <section key={layout} className={css.file}>
            <h2>
              <Written text={causes[0]!.name} />
              <small className="soft">
                <Written text={causes[0]!.source.name} />
              </small>
            </h2>
            <ul>
              <li>
                <Link
                  from="/repairs"
                  to="."
                  search={(before) => ({ source: before.source, import: before.import, layout })}
                  activeProps={{}}
                  activeOptions={{ exact: true, includeSearch: true }}
                  className={css.cause}
                  aria-current={here && chosen.code === undefined && !chosen.ready ? 'true' : undefined}
                >
                  <span>{words.repairs.allRows}</span>
                  <b className="num">{format.n(rows)}</b>
                </Link>
              </li>
              {causes.map((cause) => {
                const ready = cause.code === ''
                const on =
                  here && (ready ? chosen.ready === 'true' : chosen.code === cause.code && chosen.field === cause.field)
                const field = words.codes.field[cause.field] ?? visible(cause.field)
                return (
                  <li key={`${cause.code} ${cause.field}`}>
                    <Link
                      from="/repairs"
                      to="."
                      search={(before) => ({
                        source: before.source,
                        import: before.import,
                        layout,
                        ...(ready ? { ready: 'true' } : { code: cause.code, field: cause.field }),
                      })}
                      activeProps={{}}
                      activeOptions={{ exact: true, includeSearch: true }}
                      className={css.cause}
                      aria-current={on ? 'true' : undefined}
                    >
                      <span className={ready ? 'good' : undefined}>
                        {ready ? words.repairs.ready : (words.codes.fault[cause.code] ?? cause.code)}
                        {!ready && cause.field !== '' && cause.field !== 'row' && (
                          <small className="soft">{field}</small>
                        )}
                      </span>
                      <b className="num">{format.n(cause.rows)}</b>
                    </Link>
                  </li>
                )
              })}
            </ul>
          </section>
        )
      })}
    </nav>
  )
}
