import { Button } from '@mantine/core'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { GroupLine } from '#src/know/duplicates/contract.ts'
import { Pill } from '../../ui/parts.tsx'
import { Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import css from './duplicates.module.css'

interface QueueProps {
  query: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'fetchNextPage' | 'isFetchingNextPage'>
  groups: readonly GroupLine[]
  chosen: string | undefined
}

/** What waits, best first. */
export function Queue({ query, groups, chosen }: QueueProps) {
  const words = useWords().duplicates
  const list = useRef<HTMLElement>(null)
  useEffect(() => {
    const here = chosen && list.current?.querySelector('[aria-current]')
    if (here) here.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <nav ref={list} className={css.queue} aria-label={words.queue}>
      <ul>
        {groups.map((group) => (
          <li key={group.id}>
            <Link
              from="/duplicates"
              to="."
              search={{ id: group.id }}
              activeOptions={{ exact: true, includeSearch: true }}
              activeProps={{}}
              className={css.item}
              aria-current={group.id === chosen ? 'true' : undefined}
            >
              <span className={css.names}>
                {group.customers.map((customer) => (
                  <span key={customer.id}>
                    <Written text={customer.name} />
                  </span>
                ))}
              </span>
              <span className={css.sure}>
                <b className="num">{words.sure(group.probability)}</b>
                {group.size > 2 && <small className="soft">{words.size(group.size)}</small>}
                {group.later && <Pill tone="plain">{words.later}</Pill>}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </nav>
  )
}
