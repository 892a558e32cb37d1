import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type Role, roles } from '#src/terms/index.ts'
import { api } from '../../api/client.ts'
import { useIntent } from '../../api/intent.ts'
import { usersQuery } from '../../api/queries-staff.ts'
import type { Invitation } from '../../api/routes.ts'
import { useFaults } from '../../ui/faults.ts'
import { Failure } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import css from './settings.module.css'

const empty: { name: string; email: string; role: Role } = { name: '', email: '', role: 'service' }

export function InviteForm({ made }: { made: (invitation: Invitation) => void }) {
  const words = useWords()
  const said = words.settings.users
  const client = useQueryClient()
  const intent = useIntent()
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState(empty)
  const invite = useMutation({
    mutationFn: () => api.post('/users', draft, { key: intent.keyFor(draft) }),
    onSuccess: (invitation) => {
      intent.done()
      void client.invalidateQueries(usersQuery)
      setDraft(empty)
      setOpen(false)
      made(invitation)
    },
  })
  const fault = useFaults(invite.error)
  if (!open) {
    return (
      <div className={css.opener}>
        <Button variant="filled" onClick={() => setOpen(true)}>
          {said.invite}
        </Button>
      </div>
    )
  }
  return (
    <form
      className={`${css.form} ${css.sheet}`}
      aria-label={said.invite}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        invite.mutate()
      }}
    >
      <TextInput
        label={said.name}
        required
        withAsterisk={false}
        autoFocus
        value={draft.name}
        error={fault('name')}
        onChange={(event) => setDraft({ ...draft, name: event.target.value })}
      />
      <TextInput
        label={said.email}
        type="email"
        required
        withAsterisk={false}
        value={draft.email}
        error={fault('email')}
        onChange={(event) => setDraft({ ...draft, email: event.target.value })}
      />
      <NativeSelect
        label={said.role}
        description={words.terms.roleMay[draft.role]}
        value={draft.role}
        data={roles.map((role) => ({ value: role, label: words.terms.role[role]! }))}
        onChange={(event) =>
          setDraft({ ...draft, role: roles.find((one) => one === event.target.value) ?? draft.role })
        }
      />
      {invite.isError && <Failure error={invite.error} />}
      <div className={css.buttons}>
        <Button type="submit" variant="filled" loading={invite.isPending}>
          {said.send}
        </Button>
        <Button variant="subtle" onClick={() => setOpen(false)}>
          {words.shell.state.cancel}
        </Button>
      </div>
    </form>
  )
}
