import { Button, NativeSelect, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Hook, Part, Suggested } from '#src/collect/hooks/contract.ts'
import { recordKinds } from '#src/terms/index.ts'
import { api } from '../../api/client.ts'
import { mappingFieldsQuery } from '../../api/queries-imports.ts'
import { Failure } from '../../ui/States.tsx'
import { visible, Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import { fieldName } from '../import/fields.ts'
import css from './hooks.module.css'

/** What the messages of a program mean: made from a message, corrected place by place. */
export function Meaning({ hook }: { hook: Hook }) {
  const words = useWords().hooks
  const client = useQueryClient()
  const [parts, setParts] = useState<Part[] | null>(hook.parts)
  const [told, setTold] = useState<Suggested | null>(null)
  const [sample, setSample] = useState('')
  const [kind, setKind] = useState('')
  const suggest = useMutation({
    mutationFn: (pasted: boolean) =>
      api.post(
        '/hooks/:id/suggest',
        { ...(pasted && { sample }), ...(kind && { kind: kind as Part['kind'] }) },
        { params: { id: hook.id } },
      ),
    onSuccess: (answer) => {
      setTold(answer)
      if (answer.parts) setParts(answer.parts)
    },
  })
  const save = useMutation({
    mutationFn: () => api.patch('/hooks/:id', { parts: parts! }, { params: { id: hook.id }, version: hook.version }),
    onSuccess: () => {
      notifications.show({ message: words.kept })
      void client.invalidateQueries({ queryKey: ['event-sources', 'hooks'] })
    },
  })
  const bad = told?.preview.filter(({ enters }) => !enters).length ?? 0
  return (
    <>
      {hook.unmapped && <p className={css.warn}>{words.needed}</p>}
      <div className={css.form}>
        <NativeSelect
          label={words.kind}
          value={kind}
          data={[
            { value: '', label: words.chooseKind },
            ...recordKinds
              .filter((one) => one !== 'purchaseLine')
              .map((value) => ({ value, label: words.kinds[value]! })),
          ]}
          onChange={(event) => setKind(event.target.value)}
        />
        <Textarea
          label={words.paste}
          rows={4}
          maxLength={200_000}
          value={sample}
          onChange={(event) => setSample(event.target.value)}
        />
        <div className={css.buttons}>
          <Button loading={suggest.isPending} onClick={() => suggest.mutate(sample.trim() !== '')}>
            {sample.trim() === '' ? words.fromLast : words.fromPaste}
          </Button>
        </div>
        {suggest.isError && <Failure error={suggest.error} />}
        {told?.sample === null && <p role="status">{words.noneYet}</p>}
        {told && told.sample !== null && told.parts === null && <p role="status">{words.unclear}</p>}
        {told && told.preview.length > 0 && <p role="status">{words.becomes(told.preview.length, bad)}</p>}
      </div>
      {parts?.map((part, i) => (
        <OnePart
          key={`${part.kind} ${part.at}`}
          part={part}
          values={told?.places.find(({ at }) => at === part.at)?.values ?? []}
          change={(next) => setParts(parts.map((one, n) => (n === i ? next : one)))}
        />
      ))}
      {save.isError && <Failure error={save.error} />}
      {parts && (
        <Button variant="filled" loading={save.isPending} onClick={() => save.mutate()}>
          {words.keep}
        </Button>
      )}
    </>
  )
}

interface OnePartProps {
  part: Part
  values: Suggested['places'][number]['values']
  change: (part: Part) => void
}

function OnePart({ part, values, change }: OnePartProps) {
  const all = useWords()
  const words = all.hooks
  const query = useQuery(mappingFieldsQuery(part.kind))
  const examples = new Map(values.map(({ path, value }) => [path, value]))
  const chosen = new Map(part.columns.map((column) => [column.path, column]))
  const paths = [...new Set([...chosen.keys(), ...examples.keys()])]
  const means = (path: string, field: string) =>
    change({
      ...part,
      columns:
        field === 'ignore'
          ? part.columns.filter((column) => column.path !== path)
          : chosen.has(path)
            ? part.columns.map((column) => (column.path === path ? { path, field } : column))
            : [...part.columns, { path, field }],
    })
  const fields = ['ignore', 'attribute', ...(query.data?.fields.map(({ field }) => field) ?? [])]
  return (
    <section className={css.part} aria-label={words.place(part.at)}>
      <h3>
        {words.kinds[part.kind]} · <Written text={words.place(part.at)} />
      </h3>
      <div className={css.picks}>
        <NativeSelect
          label={words.key}
          value={part.key}
          data={[...new Set([part.key, ...(query.data?.keys.map(({ key }) => key) ?? [])])].map((value) => ({
            value,
            label: words.keys[value]!,
          }))}
          onChange={(event) => change({ ...part, key: event.target.value as Part['key'] })}
        />
        {part.kind !== 'purchaseLine' && (
          <NativeSelect
            label={words.updated}
            value={part.updated ?? ''}
            data={[
              { value: '', label: words.noUpdated },
              ...[...new Set([...paths, ...(part.updated === null ? [] : [part.updated])])].map((value) => ({
                value,
                label: visible(value),
              })),
            ]}
            onChange={(event) => change({ ...part, updated: event.target.value || null })}
          />
        )}
      </div>
      <ul className={css.rows}>
        {paths.map((path) => (
          <li key={path}>
            <span className={css.path}>
              <Written text={path} />
            </span>
            <span className={css.value}>
              <Written text={examples.get(path) ?? ''} />
            </span>
            <NativeSelect
              aria-label={words.field(visible(path))}
              value={chosen.get(path)?.field ?? 'ignore'}
              data={[...new Set([chosen.get(path)?.field ?? 'ignore', ...fields])].map((value) => ({
                value,
                label: fieldName(all, value),
              }))}
              onChange={(event) => means(path, event.target.value)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
