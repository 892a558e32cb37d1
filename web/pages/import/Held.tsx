import { Button } from '@mantine/core'
import type { Import } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Failure } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './held.module.css'
import { Plan } from './Plan.tsx'
import { useImportActs } from './run.ts'

/** What left which limit of the source, what it comes from, and what can be done. */
export function Held({ job }: { job: Import }) {
  const words = useWords()
  const { held } = words.imports
  const may = useMay()
  const format = useFormat()
  const { run, letIn, cancel } = useImportActs(job)
  const { problem } = job
  const said = (value: number | undefined) =>
    problem?.limit === 'rows' ? format.n(value ?? 0) : format.percent(value ?? 0, (value ?? 0) < 0.1 ? 1 : 0)
  const limit = held.limit[problem?.limit ?? '']
  return (
    <>
      <section className={css.held} role="alert">
        <p className={css.title}>{held.title}</p>
        <p>{limit ? limit(said(problem?.measured), said(problem?.allowed)) : problem?.because}</p>
        {problem?.worst && problem.worst.length > 0 && (
          <>
            <h2>{held.worst}</h2>
            <ul className={css.worst}>
              {problem.worst.map((one) => (
                <li key={`${one.field} ${one.code}`}>
                  <strong>{words.codes.fault[one.code] ?? one.code}</strong>{' '}
                  <span className="soft">
                    {words.codes.field[one.field] ?? one.field} · <span className="num">{held.rows(one.count)}</span>
                    {one.example && (
                      <>
                        {' · '}
                        {held.example} <Written text={one.example} />
                      </>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        {may('import.run') && (
          <dl className={css.choices}>
            <div>
              <dt>
                <Button loading={letIn.isPending} onClick={() => letIn.mutate()}>
                  {held.letIn}
                </Button>
              </dt>
              <dd>{held.letInNote}</dd>
            </div>
            <div>
              <dt>
                <Button loading={cancel.isPending} onClick={() => cancel.mutate()}>
                  {held.drop}
                </Button>
              </dt>
              <dd>{held.dropNote}</dd>
            </div>
            <div>
              <dt>{held.mend}</dt>
              <dd>{held.mendNote}</dd>
            </div>
          </dl>
        )}
        {[run, letIn, cancel].map((act, at) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: always the same three
          act.isError ? <Failure key={at} error={act.error} /> : null,
        )}
      </section>
      <Plan job={job} />
    </>
  )
}
