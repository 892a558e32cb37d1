import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import type { CleanSearch } from '../../api/routes.ts'
import { Failure } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './cleanup.module.css'

interface ClusterProps {
  field: string
  cluster: CleanSearch['clusters'][number]
}

/** One value and its other ways of writing: which are it, and how it is written. */
export function OneCluster({ field, cluster: { values, likeness } }: ClusterProps) {
  const all = useWords()
  const words = all.cleanup
  const format = useFormat()
  const client = useQueryClient()
  const [to, setTo] = useState(values[0]!.text)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const chosen = values.filter(({ text }) => !left.has(text))
  const changed = chosen.filter(({ text }) => text !== to).reduce((sum, { count }) => sum + count, 0)
  const texts = values.map(({ text }) => text)
  const apply = useMutation({
    mutationFn: () => api.post('/cleanup', { field, values: chosen.map(({ text }) => text), to }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['lists'] }),
  })
  const undo = useMutation({
    mutationFn: (id: string) => api.post('/bulk-edits/:id/undo', undefined, { params: { id } }),
  })
  const leave = useMutation({
    mutationFn: (gone: boolean) => api.post('/cleanup/left', { field, values: texts, left: gone }),
  })
  if (apply.data)
    return (
      <li className={css.done} role="status">
        <Written
          text={undo.data ? words.undone(undo.data.undone) : words.done(to, apply.data.done, apply.data.state)}
        />
        {!undo.data && apply.data.undoable && (
          <button type="button" className="link" onClick={() => undo.mutate(apply.data.id)}>
            {all.standing.undo}
          </button>
        )}
        {undo.isError && <Failure error={undo.error} />}
      </li>
    )
  if (leave.data !== undefined && leave.variables)
    return (
      <li className={css.done} role="status">
        {words.left}
        <button type="button" className="link" onClick={() => leave.mutate(false)}>
          {all.standing.undo}
        </button>
      </li>
    )
  return (
    <li className={css.cluster}>
      <p className="soft small">{words.likeness[likeness]}</p>
      <ul>
        {values.map(({ text, count }) => (
          <li key={text} className={css.value}>
            <Checkbox
              checked={!left.has(text)}
              label={<Written text={text} />}
              onChange={() => {
                const next = new Set(left)
                if (!next.delete(text)) next.add(text)
                setLeft(next)
              }}
            />
            <span className="soft">{words.customers(count)}</span>
            {text !== to && (
              <button type="button" className="link" aria-label={words.choose(text)} onClick={() => setTo(text)}>
                {words.use}
              </button>
            )}
            {text === to && <span className="soft small">{words.inUse}</span>}
          </li>
        ))}
      </ul>
      <div className={css.acts}>
        <TextInput label={words.right} value={to} onChange={(event) => setTo(event.target.value)} />
        <Button
          variant="filled"
          disabled={changed === 0 || to.trim() === ''}
          loading={apply.isPending}
          onClick={() => apply.mutate()}
        >
          {words.apply(changed, format.n(changed))}
        </Button>
        <Button variant="subtle" loading={leave.isPending} onClick={() => leave.mutate(true)}>
          {words.leave}
        </Button>
      </div>
      {(apply.isError || leave.isError) && <Failure error={apply.error ?? leave.error} />}
    </li>
  )
}
