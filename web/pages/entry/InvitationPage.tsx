import { Button, PasswordInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import { meQuery } from '../../api/queries.ts'
import { setLine } from '../../api/state.ts'
import { Empty, Failure } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import { EntryPage } from './EntryPage.tsx'
import css from './entry.module.css'
import { useSecret } from './secret.ts'

/** The invited person chooses a password with the link that an administrator gave. */
export function InvitationPage() {
  const words = useWords().shell.entry
  const client = useQueryClient()
  const navigate = useNavigate()
  const token = useSecret()
  const [password, setPassword] = useState('')
  const accept = useMutation({
    mutationFn: () => api.post('/invitations/accept', { token, password }),
    onSuccess: (me) => {
      // a code is asked for too: the sign-in goes on from there
      if ('step' in me) return void navigate({ to: '/sign-in', hash: me.token })
      setLine({ signedOut: false })
      client.clear()
      client.setQueryData(meQuery.queryKey, me)
      void navigate({ to: '/' })
    },
  })
  if (!token) {
    return (
      <EntryPage title={words.invitedTitle}>
        <Empty title={words.invitedNoToken} text={words.invitedNoTokenNext} />
      </EntryPage>
    )
  }
  return (
    <EntryPage title={words.invitedTitle} lead={words.invitedText}>
      <form
        className={css.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          accept.mutate()
        }}
      >
        {accept.isError && <Failure error={accept.error} />}
        <PasswordInput
          label={words.password}
          description={words.passwordRule}
          name="password"
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" variant="filled" fullWidth loading={accept.isPending}>
          {words.accept}
        </Button>
      </form>
    </EntryPage>
  )
}
