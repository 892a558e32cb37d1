import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import { meQuery } from '../../api/queries.ts'
import { setLine } from '../../api/state.ts'
import { Empty, Failure } from '../../ui/States.tsx'
import { useLanguage, useWords } from '../../words/index.tsx'
import { EntryPage } from './EntryPage.tsx'
import css from './entry.module.css'
import { useSecret } from './secret.ts'

/** The first administrator, by the one-time link that the start of the program printed. */
export function SetupPage() {
  const words = useWords().shell.entry
  const language = useLanguage()
  const client = useQueryClient()
  const navigate = useNavigate()
  const token = useSecret()
  const [draft, setDraft] = useState({ name: '', email: '', password: '' })
  const create = useMutation({
    mutationFn: () => api.post('/setup', { token, language, ...draft }),
    onSuccess: (me) => {
      if ('step' in me) return
      setLine({ signedOut: false })
      client.clear()
      client.setQueryData(meQuery.queryKey, me)
      void navigate({ to: '/' })
    },
  })
  const field = (name: keyof typeof draft) => ({
    name,
    required: true,
    withAsterisk: false,
    value: draft[name],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
  })
  if (!token) {
    return (
      <EntryPage title={words.setupTitle}>
        <Empty title={words.setupNoToken} text={words.setupNoTokenNext} />
      </EntryPage>
    )
  }
  return (
    <EntryPage title={words.setupTitle} lead={words.setupText}>
      <form
        className={css.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          create.mutate()
        }}
      >
        {create.isError && <Failure error={create.error} />}
        <TextInput label={words.name} autoComplete="name" {...field('name')} />
        <TextInput label={words.email} type="email" autoComplete="username" {...field('email')} />
        <PasswordInput
          label={words.password}
          description={words.passwordRule}
          autoComplete="new-password"
          {...field('password')}
        />
        <Button type="submit" variant="filled" fullWidth loading={create.isPending}>
          {words.setup}
        </Button>
      </form>
    </EntryPage>
  )
}
