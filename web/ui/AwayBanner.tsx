import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { meQuery } from '../api/queries.ts'
import { useLine } from '../api/state.ts'
import { useWords } from '../words/index.tsx'
import css from './AwayBanner.module.css'

/** Calm word that the server does not answer. Asks it now and then, and brings the page up to date when it does. */
export function AwayBanner() {
  const { away } = useLine()
  const words = useWords()
  const client = useQueryClient()
  const ask = () =>
    client.fetchQuery({ ...meQuery, staleTime: 0, retry: false }).then(
      () => client.refetchQueries({ type: 'active' }),
      () => undefined,
    )
  useEffect(() => {
    if (!away) return
    const timer = setInterval(ask, 5000)
    return () => clearInterval(timer)
  })
  if (!away) return null
  return (
    <div className={css.banner} role="status">
      <div>
        <strong>{words.shell.away.title}</strong> <span>{words.shell.away.kept}</span>
      </div>
      <Button onClick={() => void ask()}>{words.shell.state.retry}</Button>
    </div>
  )
}
