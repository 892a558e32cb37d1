import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { searchQuery } from '../../../api/queries.ts'
import { Failure } from '../../../ui/States.tsx'
import { Written } from '../../../ui/Text.tsx'
import { useWords } from '../../../words/index.tsx'
import acts from '../acts.module.css'
import css from './merged.module.css'

interface FindProps {
  /** Is not offered. */
  not: string
  choose: (id: string) => void
  close: () => void
}
/** Finds the other customer by any scrap. */
export function Find({ not, choose, close }: FindProps) {
  const { merging: words, shell } = useWords()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 150)
  const query = useQuery(searchQuery(q))
  const hits = query.data?.hits.filter((hit) => hit.id !== not)
  return (
    <>
      <TextInput
        data-autofocus
        autoFocus
        type="search"
        label={words.find}
        description={words.findHelp}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      <div aria-live="polite">
        {q !== '' && hits?.length === 0 && <p className="soft">{words.none}</p>}
        {hits !== undefined && hits.length > 0 && (
          <ul className={css.hits} aria-label={words.found}>
            {hits.map((hit) => (
              <li key={hit.id}>
                <button type="button" onClick={() => choose(hit.id)}>
                  <span className={css.hitName}>
                    <Written text={hit.name} />
                  </span>
                  <span className="soft small">
                    <Written text={[hit.shown, hit.city].filter(Boolean).join(' · ')} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className={acts.buttons}>
        <Button variant="subtle" onClick={close}>
          {shell.state.cancel}
        </Button>
      </div>
    </>
  )
}
