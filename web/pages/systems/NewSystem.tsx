import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { SystemChoices, SystemMade, Way } from '#src/clean/propagation/contract.ts'
import { api } from '../../api/client.ts'
import { useIntent } from '../../api/intent.ts'
import { systemChoicesQuery } from '../../api/queries-systems.ts'
import { Choice } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import { emptyDraft, settingsOf } from './draft.ts'
import { Fields } from './Fields.tsx'
import css from './systems.module.css'

interface NewSystemProps {
  made: (system: SystemMade & { way: string }) => void
  close: () => void
}

const ways: readonly Way[] = ['hook', 'folder', 'sftp', 'pull', 'person']

export function NewSystem(props: NewSystemProps) {
  const query = useQuery(systemChoicesQuery)
  if (query.data) return <Form {...props} choices={query.data} />
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  return <Loading lines={6} />
}

function Form({ made, close, choices }: NewSystemProps & { choices: SystemChoices }) {
  const all = useWords()
  const words = all.systems
  const client = useQueryClient()
  const intent = useIntent()
  const [draft, setDraft] = useState(() => emptyDraft(choices.me))
  const [begin, setBegin] = useState<'changes' | 'all'>('changes')
  const asked = () => ({ name: draft.name.trim(), way: draft.way, ...settingsOf(draft), begin })
  const connect = useMutation({
    mutationFn: () => api.post('/systems', asked(), { key: intent.keyFor(asked()) }),
    onSuccess: (system) => {
      intent.done()
      void client.invalidateQueries({ queryKey: ['systems'] })
      made({ ...system, way: draft.way })
    },
  })
  return (
    <form
      className={`${css.form} ${css.sheet}`}
      aria-label={words.form.title}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        connect.mutate()
      }}
    >
      <h2>{words.form.title}</h2>
      <TextInput
        label={words.form.name}
        required
        withAsterisk={false}
        maxLength={100}
        autoFocus
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.target.value })}
      />
      <fieldset className={css.ways}>
        <legend>{words.form.way}</legend>
        {ways.map((way) => (
          <label key={way}>
            <input
              type="radio"
              name="way"
              value={way}
              checked={draft.way === way}
              onChange={() => setDraft({ ...draft, way })}
            />
            {words.ways[way]}
            <small>{words.wayNotes[way]}</small>
          </label>
        ))}
      </fieldset>
      {draft.way === 'person' && !choices.mailWorks && <p className={css.warn}>{words.mailOff}</p>}
      <Fields
        draft={draft}
        change={(part) => setDraft({ ...draft, ...part })}
        staff={choices.staff}
        sources={choices.sources}
      />
      <Choice
        label={words.form.begin}
        showLabel
        value={begin}
        options={[
          { value: 'changes', label: words.form.beginChanges },
          { value: 'all', label: words.form.beginAll },
        ]}
        change={setBegin}
      />
      {connect.isError && <Failure error={connect.error} />}
      <div className={css.buttons}>
        <Button type="submit" variant="filled" loading={connect.isPending}>
          {words.form.go}
        </Button>
        <Button variant="subtle" onClick={close}>
          {all.shell.state.cancel}
        </Button>
      </div>
    </form>
  )
}
