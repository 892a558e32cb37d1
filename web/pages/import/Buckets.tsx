import { Link } from '@tanstack/react-router'
import type { Import } from '../../api/routes.ts'
import { useFormat, useWords } from '../../words/index.tsx'
import { bucketsOf } from '../imports/state.ts'
import css from './buckets.module.css'

/** Where every line ended, as numbers. */
export function Buckets({ job, opened }: { job: Import; opened: string | undefined }) {
  const words = useWords().imports
  const format = useFormat()
  const held = bucketsOf(job.counts)
  const sum = held.reduce((all, [, count]) => all + count, 0)
  const seconds =
    job.startedAt && job.finishedAt ? (Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1000 : null
  const title = job.dryRun ? words.report.titleDry : words.report.title
  return (
    <section className={css.buckets} aria-label={title}>
      <h2>{title}</h2>
      <ul className={css.list}>
        {held.map(([bucket, count]) => {
          const one = (
            <>
              <span className={css.name}>{(job.dryRun ? words.bucketDry : words.bucket)[bucket]}</span>
              <b className={css.number} data-bucket={bucket}>
                {format.n(count)}
              </b>
              <small className={css.why}>{(job.dryRun ? words.bucketWhyDry : words.bucketWhy)[bucket]}</small>
            </>
          )
          return (
            <li key={bucket}>
              {job.dryRun ? (
                <div className={css.one}>{one}</div>
              ) : (
                <Link
                  from="/imports/$id"
                  to="."
                  search={opened === bucket ? {} : { rows: bucket }}
                  replace
                  resetScroll={false}
                  activeOptions={{ exact: true, includeSearch: true }}
                  activeProps={{}}
                  className={css.one}
                  aria-expanded={opened === bucket}
                >
                  {one}
                </Link>
              )}
            </li>
          )
        })}
      </ul>
      <p className="soft num">
        {words.report.sum(sum)}
        {seconds !== null && ` ${words.report.took(seconds)}`}
      </p>
      {job.dryRun && <p className="soft">{words.rows.dryRun}</p>}
    </section>
  )
}
