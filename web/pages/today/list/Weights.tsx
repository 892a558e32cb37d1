import { Button, NumberInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AttentionSettings } from '#src/act/today/contract.ts'
import { api } from '../../../api/client.ts'
import { attentionSettingsQuery } from '../../../api/queries-attention.ts'
import { useMay } from '../../../api/session.ts'
import { Failure, Loading } from '../../../ui/States.tsx'
import { useWords } from '../../../words/index.tsx'
import css from './list.module.css'

/** What each kind weighs for each team, and for those who may, the settings of the list. */
export function Settings() {
  const query = useQuery(attentionSettingsQuery)
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (query.isPending) return <Loading lines={2} />
  return <Weights settings={query.data} />
}

function Weights({ settings }: { settings: AttentionSettings }) {
  const words = useWords()
  const said = words.attention.learned
  const may = useMay()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['attention'] })
  const reset = useMutation({
    mutationFn: ({ team, kind }: AttentionSettings['weights'][number]) => api.post('/attention/reset', { team, kind }),
    onSuccess: refresh,
  })
  return (
    <>
      {settings.weights.length === 0 && <p className="soft small">{said.none}</p>}
      <ul>
        {settings.weights.map((one) => (
          <li key={`${one.team} ${one.kind}`}>
            <span>
              {words.attention.kind[one.kind] ?? one.kind} · {words.terms.role[one.team]}{' '}
              <span className="soft num">
                {said.weight(one.weight)} ({said.row(one.useful, one.notUseful)})
              </span>
            </span>
            {may('today.manage') && (
              <button type="button" className="link small" disabled={reset.isPending} onClick={() => reset.mutate(one)}>
                {said.reset}
              </button>
            )}
          </li>
        ))}
      </ul>
      {reset.isError && <Failure error={reset.error} />}
      {may('today.manage') && <Manage capacity={settings.capacity} />}
    </>
  )
}

function Manage({ capacity }: { capacity: number }) {
  const words = useWords()
  const said = words.attention.learned
  const client = useQueryClient()
  const [value, setValue] = useState<string | number>(capacity)
  const change = useMutation({
    mutationFn: (wanted: number) => api.patch('/attention/settings', { capacity: wanted }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['attention'] }),
  })
  const make = useMutation({ mutationFn: () => api.post('/attention/make', undefined) })
  return (
    <form
      className={css.manage}
      onSubmit={(event) => {
        event.preventDefault()
        if (typeof value === 'number') change.mutate(value)
      }}
    >
      <NumberInput label={said.capacity} min={1} max={50} value={value} onChange={setValue} allowDecimal={false} />
      <Button type="submit" loading={change.isPending} disabled={value === capacity || typeof value !== 'number'}>
        {words.shell.state.save}
      </Button>
      <Button variant="subtle" loading={make.isPending} onClick={() => make.mutate()}>
        {said.make}
      </Button>
      {make.isSuccess && (
        <span className="soft small" role="status">
          {said.asked}
        </span>
      )}
      {(change.isError || make.isError) && <Failure error={change.error ?? make.error} />}
    </form>
  )
}
