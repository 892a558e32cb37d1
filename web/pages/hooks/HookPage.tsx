import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Hook } from '#src/collect/hooks/contract.ts'
import { api } from '../../api/client.ts'
import { hookQuery } from '../../api/queries-hooks.ts'
import { useMay } from '../../api/session.ts'
import { Copied } from '../../ui/Copied.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './hooks.module.css'
import { Signs } from './HooksPage.tsx'
import { Meaning } from './Meaning.tsx'

/** One web hook: its address, what its messages mean, and what became of the latest. */
export function HookPage() {
  const words = useWords().hooks
  const { id } = useParams({ from: '/frame/hooks/$id' })
  const query = useQuery(hookQuery(id))
  const hook = query.data
  return (
    <Page
      title={hook?.name ?? words.title}
      lead={
        <Link to="/hooks" className="link">
          {words.all}
        </Link>
      }
      narrow
    >
      {query.isPending && <Loading lines={8} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {hook && <Shown hook={hook} />}
    </Page>
  )
}

function Shown({ hook }: { hook: Hook }) {
  const words = useWords().hooks
  const format = useFormat()
  const manage = useMay()('source.manage')
  return (
    <>
      <div className={css.head}>
        <p className="soft">
          {words.presets[hook.preset]} · <Written text={hook.source} /> · {words.schemes[hook.scheme]} ·{' '}
          {hook.lastAt ? words.last(format.moment(hook.lastAt)) : words.never}
        </p>
        <Signs hook={hook} />
        {hook.address !== null && <Copied label={words.address} text={hook.address} />}
      </div>
      <Section title={words.meaning}>
        {hook.preset === 'own' ? (
          manage && <Meaning key={hook.version} hook={hook} />
        ) : (
          <p className="soft">{words.ready}</p>
        )}
      </Section>
      <Section title={words.deliveries}>
        <Deliveries hook={hook} />
      </Section>
      {manage && <Acts hook={hook} />}
    </>
  )
}

function Deliveries({ hook }: { hook: Hook }) {
  const all = useWords()
  const words = all.hooks
  const format = useFormat()
  if (hook.deliveries.length === 0) return <p className="soft">{words.noDeliveries}</p>
  const names = (faults: Hook['deliveries'][number]['faults']) =>
    [...new Set(faults.map(({ field }) => all.codes.field[field] ?? field))].join(', ')
  return (
    <ul className={css.told}>
      {hook.deliveries.map(({ id, at, topic, state, faults }) => (
        <li key={id}>
          <span className="num">{format.moment(at)}</span>
          {topic !== null && (
            <span className={css.path}>
              <Written text={topic} />
            </span>
          )}
          <strong>{words.states[state]}</strong>
          {words.stateNotes[state] && <small className="soft">{words.stateNotes[state]}</small>}
          {faults.length > 0 && <small className="soft">{words.leftOut(names(faults))}</small>}
        </li>
      ))}
    </ul>
  )
}

function Acts({ hook }: { hook: Hook }) {
  const all = useWords()
  const words = all.hooks
  const client = useQueryClient()
  const navigate = useNavigate()
  const [ending, setEnding] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const renew = useMutation({
    mutationFn: () => api.post('/hooks/:id/secret', {}, { params: { id: hook.id } }),
    onSuccess: (answer) => setSecret(answer.secret),
  })
  const end = useMutation({
    mutationFn: () => api.delete('/hooks/:id', { params: { id: hook.id } }),
    onSuccess: () => {
      notifications.show({ message: words.ended })
      client.removeQueries({ queryKey: hookQuery(hook.id).queryKey })
      void client.invalidateQueries({ queryKey: ['event-sources', 'hooks'] })
      void navigate({ to: '/hooks' })
    },
  })
  return (
    <>
      {secret !== null && <Copied key={secret} label={words.secret} text={secret} focus />}
      {(renew.isError || end.isError) && <Failure error={renew.error ?? end.error} />}
      {ending && <p className={css.warn}>{words.endSure}</p>}
      <div className={css.buttons}>
        {hook.scheme !== 'shopify' && !ending && (
          <Button onClick={() => renew.mutate()} loading={renew.isPending}>
            {words.newSecret}
          </Button>
        )}
        <Button
          color="red"
          variant="outline"
          loading={end.isPending}
          onClick={() => (ending ? end.mutate() : setEnding(true))}
        >
          {words.end}
        </Button>
        {ending && (
          <Button variant="subtle" onClick={() => setEnding(false)}>
            {all.shell.state.cancel}
          </Button>
        )}
      </div>
    </>
  )
}
