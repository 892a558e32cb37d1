import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { lookedAtQuery } from '../../api/queries-access.ts'
import type { Look } from '../../api/routes.ts'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './access.module.css'

/** Lines of the access log by days. `ofOne`: all are about the customer whose page this is. */
export function LookDays({ looks, ofOne = false }: { looks: readonly Look[]; ofOne?: boolean }) {
  const format = useFormat()
  const days = Map.groupBy(looks, (look) => format.dayOf(look.at))
  return [...days].map(([day, list]) => (
    <section key={day} className={css.day}>
      <h3>{format.dayHeading(day)}</h3>
      <ul>
        {list.map((look) => (
          <Line key={look.id} look={look} ofOne={ofOne} />
        ))}
      </ul>
    </section>
  ))
}

function Line({ look, ofOne }: { look: Look; ofOne: boolean }) {
  const words = useWords()
  const said = words.access
  const format = useFormat()
  const { question } = look
  const list = question?.list
  const about = [
    look.token === null ? '' : said.token(look.token),
    list ? (said.what[list] ?? list) : '',
    look.rows === null ? '' : said.rows(look.rows),
    list && question.fields?.length
      ? said.asked(question.fields.map((id) => words.lists.field(list, id)).join(', '))
      : '',
    look.times > 1 ? said.times(look.times) : '',
  ].filter(Boolean)
  return (
    <li className={css.line}>
      <time dateTime={look.at} className="soft">
        {format.time(look.at)}
      </time>
      <div className={css.text}>
        <strong>
          <Written text={look.by.name || said.unknown} />
        </strong>{' '}
        {said.way[look.way]}
        {look.customer && !ofOne && (
          <>
            {' '}
            {look.customer.name === '' ? (
              said.gone
            ) : (
              <Link to="/customers/$id" params={{ id: look.customer.id }} className="link">
                <Written text={look.customer.name} />
              </Link>
            )}
          </>
        )}
        {about.length > 0 && (
          <span className="soft small">
            {' · '}
            <Written text={about.join(' · ')} />
          </span>
        )}
      </div>
    </li>
  )
}

/** Opens who has looked at a customer, on the customer's page. */
export function LookedAt({ id }: { id: string }) {
  const words = useWords().access
  const [open, setOpen] = useState(false)
  return (
    <section className={css.lookedAt}>
      <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {words.open}
      </button>
      {open && <LooksAtOne id={id} />}
    </section>
  )
}

function LooksAtOne({ id }: { id: string }) {
  const words = useWords()
  const query = useInfiniteQuery(lookedAtQuery(id))
  const looks = query.data?.pages.flatMap((page) => page.looks) ?? []
  return (
    <div className={css.opened}>
      {query.isPending && <Loading />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && looks.length === 0 && <p className="soft">{words.access.noneOfOne}</p>}
      <LookDays looks={looks} ofOne />
      <p className={css.more}>
        {query.hasNextPage && (
          <button type="button" className="link" onClick={() => void query.fetchNextPage()}>
            {query.isFetchingNextPage ? words.shell.state.loadingMore : words.shell.state.more}
          </button>
        )}
        <Link to="/settings/access" search={{ customer: id }} className="link">
          {words.access.whole}
        </Link>
      </p>
    </div>
  )
}
