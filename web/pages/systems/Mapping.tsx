import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { System } from '#src/clean/propagation/contract.ts'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Section } from '../../ui/parts.tsx'
import { Failure } from '../../ui/States.tsx'
import { visible, Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import css from './systems.module.css'
import { fieldName } from './told.ts'

/** Which of our details the system is told, and under which names. */
export function Mapping({ system }: { system: System }) {
  const words = useWords().systems
  const may = useMay()
  return (
    <Section title={words.mapping.title}>
      <p className="soft">{words.mapping.note}</p>
      {may('system.manage') ? <Editor system={system} /> : <Told system={system} />}
    </Section>
  )
}

function Told({ system }: { system: System }) {
  const words = useWords().systems
  return (
    <dl className={css.told}>
      {system.mapping.map(({ field, name }) => (
        <div key={field}>
          <dt>
            <Written text={fieldName(words, field)} />
          </dt>
          <dd>
            <Written text={name} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Editor({ system }: { system: System }) {
  const words = useWords().systems
  const client = useQueryClient()
  const [lines, setLines] = useState(system.mapping)
  const [guarded, setGuarded] = useState(system.sendsProtected)
  const used = new Set(lines.map(({ field }) => field))
  const left = [...system.fields, ...system.attributes.map((name) => `attribute:${name}`)].filter(
    (field) => !used.has(field),
  )
  const save = useMutation({
    mutationFn: () =>
      api.patch(
        '/systems/:id',
        { mapping: lines, sendsProtected: guarded },
        { params: { id: system.id }, version: system.version },
      ),
    onSuccess: () => {
      notifications.show({ message: words.form.saved })
      void client.invalidateQueries({ queryKey: ['systems'] })
    },
  })
  return (
    <form
      className={css.mapping}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <ul>
        {lines.map(({ field, name }) => {
          const shown = visible(fieldName(words, field))
          return (
            <li key={field}>
              <span>{shown}</span>
              <TextInput
                aria-label={words.mapping.nameOf(shown)}
                required
                withAsterisk={false}
                maxLength={100}
                value={name}
                onChange={(event) =>
                  setLines(lines.map((line) => (line.field === field ? { field, name: event.target.value } : line)))
                }
              />
              <button
                type="button"
                className={css.away}
                aria-label={words.mapping.remove(shown)}
                disabled={lines.length === 1}
                onClick={() => setLines(lines.filter((line) => line.field !== field))}
              >
                <Icon name="close" />
              </button>
            </li>
          )
        })}
      </ul>
      {left.length > 0 && (
        <NativeSelect
          aria-label={words.mapping.add}
          value=""
          data={[
            { value: '', label: words.mapping.add },
            ...left.map((field) => ({ value: field, label: visible(fieldName(words, field)) })),
          ]}
          onChange={({ target: { value } }) => {
            if (value) setLines([...lines, { field: value, name: value.replace(/^attribute:/, '').slice(0, 100) }])
          }}
        />
      )}
      <Checkbox
        label={words.mapping.protected}
        checked={guarded}
        onChange={(event) => setGuarded(event.target.checked)}
      />
      {save.isError && <Failure error={save.error} />}
      <Button type="submit" loading={save.isPending}>
        {words.mapping.save}
      </Button>
    </form>
  )
}
