import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Verb } from '#src/terms/index.ts'
import { api } from '../../api/client.ts'
import { useIntent } from '../../api/intent.ts'
import { tokensQuery } from '../../api/queries-staff.ts'
import type { TokenCreated } from '../../api/routes.ts'
import { useMe } from '../../api/session.ts'
import { Failure } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import css from './settings.module.css'

const lifetimes = [30, 90, 365, 730]
const empty: { name: string; scopes: Verb[]; days: number } = { name: '', scopes: [], days: 365 }

export function TokenForm({ made }: { made: (created: TokenCreated) => void }) {
  const words = useWords()
  const said = words.settings.tokens
  const me = useMe()
  const client = useQueryClient()
  const intent = useIntent()
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState(empty)
  const create = useMutation({
    mutationFn: () => api.post('/tokens', draft, { key: intent.keyFor(draft) }),
    onSuccess: (created) => {
      intent.done()
      void client.invalidateQueries(tokensQuery)
      setDraft(empty)
      setOpen(false)
      made(created)
    },
  })
  const toggle = (verb: Verb, on: boolean) =>
    setDraft({ ...draft, scopes: on ? [...draft.scopes, verb] : draft.scopes.filter((one) => one !== verb) })
  if (!open) {
    return (
      <div className={css.opener}>
        <Button variant="filled" onClick={() => setOpen(true)}>
          {said.make}
        </Button>
      </div>
    )
  }
  return (
    <form
      className={`${css.form} ${css.sheet} ${css.wide}`}
      aria-label={said.make}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        create.mutate()
      }}
    >
      <TextInput
        label={said.name}
        required
        withAsterisk={false}
        maxLength={200}
        autoFocus
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.target.value })}
      />
      <fieldset className={css.scopes}>
        <legend>{said.scopes}</legend>
        {me.permissions.map((verb) => (
          <Checkbox
            key={verb}
            label={words.settings.verb[verb] ?? verb}
            checked={draft.scopes.includes(verb)}
            onChange={(event) => toggle(verb, event.target.checked)}
          />
        ))}
      </fieldset>
      <NativeSelect
        label={said.expires}
        value={String(draft.days)}
        data={lifetimes.map((days) => ({ value: String(days), label: said.days(days) }))}
        onChange={(event) => setDraft({ ...draft, days: Number(event.target.value) })}
      />
      {create.isError && <Failure error={create.error} />}
      <div className={css.buttons}>
        <Button
          type="submit"
          variant="filled"
          disabled={draft.scopes.length === 0 || draft.name.trim() === ''}
          loading={create.isPending}
        >
          {said.make}
        </Button>
        <Button variant="subtle" onClick={() => setOpen(false)}>
          {words.shell.state.cancel}
        </Button>
      </div>
    </form>
  )
}
