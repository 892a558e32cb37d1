import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { SearchHit } from '#src/know/customers/contract.ts'
import { searchQuery } from '../api/queries.ts'
import type { CustomerPageAnswer } from '../api/routes.ts'
import { useMay } from '../api/session.ts'
import { useWords } from '../words/index.tsx'
import { Dialog } from './Dialog.tsx'
import { Icon } from './Icon.tsx'
import { useOpenCustomer } from './go.ts'
import css from './Palette.module.css'
import { Avatar } from './parts.tsx'
import { Failure } from './States.tsx'
import { useAddCustomer } from './shell-context.ts'
import { Written } from './Text.tsx'

type Hit = Pick<SearchHit, 'id' | 'name' | 'city'> & Partial<Pick<SearchHit, 'matched' | 'shown'>>

/** Finds a customer from anywhere by any scrap: name part, phone digits, e-mail, order number. */
export function Palette({ open, close }: { open: boolean; close: () => void }) {
  const words = useWords()
  return (
    <Dialog open={open} close={close} as="top" label={words.shell.search.open}>
      <Search close={close} />
    </Dialog>
  )
}

/** Customers whose pages are still in memory: nothing about them is stored for this. */
function useRecent(): Hit[] {
  const client = useQueryClient()
  return client
    .getQueryCache()
    .findAll({ queryKey: ['customers', 'one'] })
    .sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
    .flatMap((query) => {
      const page = query.state.data as CustomerPageAnswer | undefined
      return page ? [{ id: page.identity.id, name: page.identity.name, city: null }] : []
    })
    .slice(0, 6)
}

function Search({ close }: { close: () => void }) {
  const words = useWords()
  const may = useMay()
  const openCustomer = useOpenCustomer()
  const add = useAddCustomer()
  const listId = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [wanted] = useDebouncedValue(text.trim(), 120)
  const answer = useQuery({ ...searchQuery(wanted), placeholderData: keepPreviousData })
  const recent = useRecent()
  const asked = text.trim() !== ''
  const hits: Hit[] = asked ? (answer.data?.hits ?? []) : recent
  const settled = asked && wanted === text.trim() && !answer.isFetching
  const canAdd = settled && hits.length === 0 && may('customer.create')
  const count = hits.length + (canAdd ? 1 : 0)
  const chosen = Math.min(at, Math.max(0, count - 1))

  const open = (index: number) => {
    const hit = hits[index]
    if (!hit && !canAdd) return
    close()
    if (hit) openCustomer(hit.id)
    else add(text.trim())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && count > 0) {
      event.preventDefault()
      setAt((chosen + step + count) % count)
    }
    // Enter waits for the answer to what is written, not to what was written before
    if (event.key === 'Enter' && (settled || !asked)) {
      event.preventDefault()
      open(chosen)
    }
  }
  return (
    <div className={css.palette}>
      <div className={css.field}>
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette was opened to write in it
          autoFocus
          role="combobox"
          aria-expanded={count > 0}
          aria-controls={listId}
          aria-activedescendant={count > 0 ? `${listId}-${chosen}` : undefined}
          aria-autocomplete="list"
          aria-label={words.shell.search.placeholder}
          placeholder={words.shell.search.short}
          value={text}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <button type="button" className={css.close} onClick={close} aria-label={words.shell.search.close}>
          <Icon name="close" />
        </button>
      </div>
      {!asked && recent.length === 0 && <p className={css.hint}>{words.shell.search.hint}</p>}
      {!asked && recent.length > 0 && <p className={css.label}>{words.shell.search.recent}</p>}
      {answer.isError && asked && (
        <div className={css.hint}>
          <Failure error={answer.error} retry={() => void answer.refetch()} />
        </div>
      )}
      {settled && hits.length === 0 && !answer.isError && (
        <p className={css.hint}>
          <strong>{words.shell.search.none(text.trim())}</strong> {words.shell.search.noneNext}
        </p>
      )}
      <div
        id={listId}
        role="listbox"
        aria-label={words.shell.search.results}
        className={css.list}
        aria-busy={!settled && asked}
      >
        {hits.map((hit, index) => (
          <Option
            key={hit.id}
            id={`${listId}-${index}`}
            on={index === chosen}
            choose={() => open(index)}
            hover={() => setAt(index)}
          >
            <Avatar name={hit.name} />
            <span className={css.who}>
              <Written text={hit.name} />
              {hit.city && <small>{hit.city}</small>}
            </span>
            {hit.matched && (
              <span className={css.matched}>
                {words.shell.search.matched[hit.matched]}
                {hit.shown && (
                  <b>
                    <Written text={hit.shown} />
                  </b>
                )}
              </span>
            )}
          </Option>
        ))}
        {canAdd && (
          <Option
            id={`${listId}-${hits.length}`}
            on={chosen === hits.length}
            choose={() => open(hits.length)}
            hover={() => setAt(hits.length)}
          >
            <span className={css.who}>{words.shell.search.add}</span>
          </Option>
        )}
      </div>
      <div className="hidden-text" role="status">
        {settled && words.shell.search.found(hits.length)}
      </div>
      {count > 0 && <p className={css.keys}>{words.shell.search.keys}</p>}
    </div>
  )
}

interface OptionProps {
  id: string
  on: boolean
  choose: () => void
  hover: () => void
  children: React.ReactNode
}

function Option({ id, on, choose, hover, children }: OptionProps) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (on) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [on])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text field's, by the pattern of a combobox
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text field
    <div
      ref={ref}
      id={id}
      role="option"
      aria-selected={on}
      className={css.option}
      onClick={choose}
      onPointerMove={hover}
    >
      {children}
    </div>
  )
}
