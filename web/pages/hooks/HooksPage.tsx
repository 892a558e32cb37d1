import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { HookLine, HookMade } from '#src/collect/hooks/contract.ts'
import { hooksQuery } from '../../api/queries-hooks.ts'
import { useMay } from '../../api/session.ts'
import { Copied } from '../../ui/Copied.tsx'
import { Page } from '../../ui/Page.tsx'
import { Pill } from '../../ui/parts.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './hooks.module.css'
import { NewHook } from './NewHook.tsx'

/** Addresses that shops and programs call when something happens there. */
export function HooksPage() {
  const words = useWords().hooks
  const may = useMay()
  const query = useQuery(hooksQuery)
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<HookMade | null>(null)
  const hooks = query.data?.hooks
  const add = may('source.manage') && !adding && (
    <Button variant="filled" onClick={() => setAdding(true)}>
      {words.add}
    </Button>
  )
  return (
    <Page title={words.title} lead={words.lead} narrow>
      {query.isPending && <Loading />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {made && <Made made={made} />}
      {adding && (
        <NewHook
          close={() => setAdding(false)}
          made={(hook) => {
            setMade(hook)
            setAdding(false)
          }}
        />
      )}
      {hooks?.length === 0 && !adding && (
        <Empty title={words.empty} text={words.emptyNext}>
          {add}
        </Empty>
      )}
      {hooks && hooks.length > 0 && (
        <>
          <ul className={css.list} aria-label={words.title}>
            {hooks.map((hook) => (
              <Line key={hook.id} hook={hook} />
            ))}
          </ul>
          {add}
        </>
      )}
    </Page>
  )
}

function Made({ made }: { made: HookMade }) {
  const words = useWords().hooks
  return (
    <section className={css.sheet} aria-label={words.made}>
      <h2>{words.made}</h2>
      <p>{made.secret === null ? words.secretKnown : words.secretNote}</p>
      <Copied label={words.address} text={made.address} />
      {made.secret !== null && <Copied label={words.secret} text={made.secret} focus />}
    </section>
  )
}

function Line({ hook }: { hook: HookLine }) {
  const words = useWords().hooks
  const format = useFormat()
  return (
    <li>
      <Link to="/hooks/$id" params={{ id: hook.id }} className={css.line}>
        <span className={css.name}>
          <Written text={hook.name} />
        </span>
        <span className={css.what}>
          {words.presets[hook.preset]} · <Written text={hook.source} /> ·{' '}
          {hook.lastAt ? words.last(format.moment(hook.lastAt)) : words.never}
        </span>
        <Signs hook={hook} />
      </Link>
    </li>
  )
}

/** What wants to be looked at, in a word or two. */
export function Signs({ hook }: { hook: HookLine }) {
  const words = useWords().hooks
  return (
    <span className={css.signs}>
      {hook.unmapped && <Pill tone="warn">{words.unmapped}</Pill>}
      {hook.waiting > 0 && <Pill tone="plain">{words.waiting(hook.waiting)}</Pill>}
      {hook.refused > 0 && <Pill tone="bad">{words.refused(hook.refused)}</Pill>}
    </span>
  )
}
