import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Export } from '#src/know/lists/contract.ts'
import { exportsQuery } from '../../api/queries-access.ts'
import { listFieldsQuery } from '../../api/queries-lists.ts'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { sentence } from '../lists/conditions/sentence.ts'
import css from './access.module.css'

/** What was exported, by whom and by what conditions. */
export function Exports() {
  const words = useWords()
  const said = words.access.exports
  const query = useInfiniteQuery(exportsQuery)
  const made = query.data?.pages.flatMap((page) => page.exports) ?? []
  return (
    <section className={css.exports} aria-labelledby="exports">
      <h2 id="exports">{said.title}</h2>
      <p className="soft">{said.intro}</p>
      {query.isPending && <Loading />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && made.length === 0 && <p className="soft">{said.none}</p>}
      {made.length > 0 && (
        <ul aria-label={said.list}>
          {made.map((one) => (
            <Row key={one.id} made={one} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <button type="button" className="link" onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? words.shell.state.loadingMore : words.shell.state.more}
        </button>
      )}
    </section>
  )
}

function Row({ made }: { made: Export }) {
  const words = useWords()
  const said = words.access.exports
  const format = useFormat()
  const fields = useQuery(listFieldsQuery(made.list)).data?.fields ?? []
  const conditions = made.conditions
    ? sentence(made.conditions, { words, format, list: made.list, fields })
    : made.only === null
      ? said.everything
      : said.picked(made.only)
  const about = [
    made.by || words.access.unknown,
    made.rows === null ? said.unfetched : words.access.rows(made.rows),
    made.format.toUpperCase(),
    said.columns(made.columns.length),
    conditions,
  ]
  return (
    <li className={css.export}>
      <time dateTime={made.askedAt} className="soft">
        {format.moment(made.askedAt)}
      </time>
      <div className={css.text}>
        <strong>{words.lists.tabs[made.list]}</strong>
        <div className="soft small">
          <Written text={about.join(' · ')} />
        </div>
      </div>
    </li>
  )
}
