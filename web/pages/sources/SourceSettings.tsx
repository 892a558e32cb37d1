import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import { sourcesQuery } from '../../api/queries.ts'
import { Section } from '../../ui/parts.tsx'
import { Failure } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import css from './sources.module.css'

const most = { trust: 100, quarantined: 100, faulty: 100, rows: 1_000_000 } as const
type Name = keyof typeof most
const names = Object.keys(most) as Name[]

/** How far a source is believed, and how bad a delivery of it may be before it is held whole. */
export function SourceSettings({ id }: { id: string }) {
  const words = useWords()
  const { data } = useQuery(sourcesQuery)
  const source = data?.sources.find((one) => one.id === id)
  if (source === undefined) return null
  const { trust, limits } = source
  const start = {
    trust,
    quarantined: Math.round(limits.quarantined * 100),
    faulty: Math.round(limits.faulty * 100),
    rows: limits.rows,
  }
  return (
    <Section title={words.sources.settings.title}>
      <Form key={id} id={id} start={start} />
    </Section>
  )
}

function Form({ id, start }: { id: string; start: Record<Name, number> }) {
  const words = useWords().sources.settings
  const client = useQueryClient()
  const [written, write] = useState<Partial<Record<Name, string>>>({})
  const text = (name: Name) => written[name] ?? String(start[name])
  const numberOf = (name: Name) => {
    const value = /^\d{1,7}$/.test(text(name).trim()) ? Number(text(name)) : Number.NaN
    return value >= (name === 'rows' ? 1 : 0) && value <= most[name] ? value : null
  }
  const values = Object.fromEntries(names.map((name) => [name, numberOf(name)])) as Record<Name, number | null>
  const right = names.every((name) => values[name] !== null)
  const save = useMutation({
    mutationFn: async () => {
      const { trust, quarantined, faulty, rows } = values
      if (trust !== start.trust) await api.patch('/sources/:id/trust', { trust: trust! }, { params: { id } })
      const limits = { quarantined: quarantined! / 100, faulty: faulty! / 100, rows: rows! }
      await api.patch('/sources/:id', { limits }, { params: { id } })
    },
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['sources'] }),
        client.invalidateQueries({ queryKey: ['inventory'] }),
        client.invalidateQueries({ queryKey: ['customers'] }),
      ])
      write({})
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (right) save.mutate()
  }
  return (
    <form className={css.settings} onSubmit={submit}>
      {names.map((name) => (
        <TextInput
          key={name}
          label={words[name]}
          description={name === 'trust' ? words.trustNote : undefined}
          inputMode="numeric"
          value={text(name)}
          error={values[name] === null ? words.wrong : undefined}
          onChange={(event) => write({ ...written, [name]: event.currentTarget.value })}
        />
      ))}
      {save.isError && <Failure error={save.error} />}
      <Button type="submit" loading={save.isPending} disabled={!right || Object.keys(written).length === 0}>
        {words.save}
      </Button>
      {save.isSuccess && Object.keys(written).length === 0 && (
        <p role="status" className="soft">
          {words.saved}
        </p>
      )}
    </form>
  )
}
