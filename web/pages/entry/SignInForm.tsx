import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import type { Me } from '../../api/routes.ts'
import { setLine } from '../../api/state.ts'
import { Failure } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import css from './entry.module.css'

export function SignInForm({ done }: { done: (me: Me) => void }) {
  const words = useWords().shell.entry
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => api.post('/sign-in', { email, password }),
    onSuccess: (me) => {
      setLine({ signedOut: false })
      done(me)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  return (
    <form className={css.form} onSubmit={submit}>
      {signIn.isError && <Failure error={signIn.error} />}
      <TextInput
        label={words.email}
        type="email"
        name="email"
        autoComplete="username"
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordInput
        label={words.password}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" variant="filled" fullWidth loading={signIn.isPending}>
        {words.signIn}
      </Button>
    </form>
  )
}
