import { Button, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { EventSource } from '#src/collect/events/contract.ts'
import { api } from '../../api/client.ts'
import { eventSourcesQuery } from '../../api/queries-events.ts'
import { useMay } from '../../api/session.ts'
import { Section } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './events.module.css'

/** What sends events as they happen, and how to make something send them. */
export function EventSources({ only }: { only?: string }) {
  const words = useWords().events
  const may = useMay()
  const query = useQuery(eventSourcesQuery)
  const sources = query.data?.sources.filter((source) => only === undefined || source.id === only) ?? []
  if (only !== undefined && sources.length === 0) return null
  return (
    <Section title={words.title}>
      {only === undefined && <p className={`soft ${css.lead}`}>{words.lead}</p>}
      {query.isPending && <Loading lines={2} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && sources.length === 0 && <p>{words.none}</p>}
      {query.data && (
        <ul className={css.list}>
          {sources.map((source) => (
            <Source key={source.id} source={source} address={query.data.address} open={only !== undefined} />
          ))}
        </ul>
      )}
      {query.isSuccess && only === undefined && may('source.manage') && <Make />}
    </Section>
  )
}

function Source({ source, address, open }: { source: EventSource; address: string; open: boolean }) {
  const words = useWords().events
  const format = useFormat()
  return (
    <li>
      <div className={css.head}>
        <strong>
          <Written text={source.name} />
        </strong>
        <small className="soft">
          {[
            source.lastAt ? words.last(format.moment(source.lastAt)) : words.never,
            ...(source.waiting > 0 ? [words.waiting(source.waiting)] : []),
          ].join(' · ')}
        </small>
      </div>
      <details open={open || source.lastAt === null}>
        <summary>{words.how}</summary>
        <HowToSend source={source} address={address} />
      </details>
    </li>
  )
}

function HowToSend({ source, address }: { source: EventSource; address: string }) {
  const words = useWords().events
  const may = useMay()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['event-sources'] })
  const end = useMutation({
    mutationFn: (key: string) => api.delete('/event-sources/:id/keys/:key', { params: { id: source.id, key } }),
    onSuccess: () => {
      notifications.show({ message: words.ended })
      void refresh()
    },
  })
  const another = useMutation({
    mutationFn: () => api.post('/event-sources/:id/keys', { name: source.name }, { params: { id: source.id } }),
    onSuccess: refresh,
  })
  const key = source.keys.find((one) => one.key !== null)?.key
  return (
    <div className={css.how}>
      <p>{words.takes}</p>
      <dl>
        <dt>{words.address}</dt>
        <dd>
          <code>{address}</code>
        </dd>
        <dt>{words.key}</dt>
        {source.keys.map((one) => (
          <dd key={one.id}>
            {one.key === null ? <span className="soft">{words.keyHidden}</span> : <code>{one.key}</code>}
            {may('source.manage') && (
              <button type="button" className="link small" disabled={end.isPending} onClick={() => end.mutate(one.id)}>
                {words.endKey}
              </button>
            )}
          </dd>
        ))}
      </dl>
      <p className="soft small">{words.keyNote}</p>
      {(end.isError || another.isError) && <Failure error={end.error ?? another.error} />}
      {may('source.manage') && (
        <Button loading={another.isPending} onClick={() => another.mutate()}>
          {words.anotherKey}
        </Button>
      )}
      {key !== undefined && key !== null && <Snippet address={address} writeKey={key} />}
    </div>
  )
}

function Snippet({ address, writeKey }: { address: string; writeKey: string }) {
  const words = useWords().events
  return (
    <>
      <h3>{words.browser}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer */}
      <pre tabIndex={0}>{inBrowser(address, writeKey)}</pre>
      <h3>{words.server}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer */}
      <pre tabIndex={0}>{onServer(address, writeKey)}</pre>
    </>
  )
}

const inBrowser = (address: string, key: string) => `navigator.sendBeacon('${address}/t', JSON.stringify({
  writeKey: '${key}',
  userId: 'A-1001',
  event: 'Product Viewed',
  properties: { name: 'Kirja', price: 12.9, currency: 'EUR' },
  messageId: crypto.randomUUID(),
  timestamp: new Date(),
}))`
const onServer = (address: string, key: string) => `curl ${address}/identify -u ${key}: \\
  -H 'Content-Type: application/json' \\
  -d '{"userId":"A-1001","messageId":"1","traits":{"email":"liisa@example.com","firstName":"Liisa"}}'`

function Make() {
  const { events: words, shell } = useWords()
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const make = useMutation({
    mutationFn: () => api.post('/event-sources', { name: name.trim() }),
    onSuccess: (list) => {
      client.setQueryData(eventSourcesQuery.queryKey, list)
      void client.invalidateQueries({ queryKey: ['sources'] })
      notifications.show({ message: words.made(name.trim()) })
      setName('')
      setOpen(false)
    },
  })
  if (!open) return <Button onClick={() => setOpen(true)}>{words.make}</Button>
  return (
    <form
      className={css.form}
      aria-label={words.make}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        if (name.trim() !== '') make.mutate()
      }}
    >
      <TextInput
        label={words.name}
        description={words.nameNote}
        required
        withAsterisk={false}
        maxLength={120}
        autoFocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {make.isError && <Failure error={make.error} />}
      <div className={css.acts}>
        <Button type="submit" variant="filled" loading={make.isPending} disabled={name.trim() === ''}>
          {words.save}
        </Button>
        <Button variant="subtle" onClick={() => setOpen(false)}>
          {shell.state.cancel}
        </Button>
      </div>
    </form>
  )
}
