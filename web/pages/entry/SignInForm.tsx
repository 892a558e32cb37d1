import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import type { Me } from '../../api/routes.ts'
import { setLine } from '../../api/state.ts'
import { Failure } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import { CodeForm } from './CodeForm.tsx'
import css from './entry.module.css'

/** The password, and then the code where it is asked for. `half`: the password is behind already. */
export function SignInForm({ done, half = '' }: { done: (me: Me) => void; half?: string }) {
  const words = useWords().shell.entry
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [token, setToken] = useState(half)
  const signIn = useMutation({
    mutationFn: () => api.post('/sign-in', { email, password }),
    onSuccess: (me) => {
      setPassword('')
      if ('step' in me) return setToken(me.token)
      setLine({ signedOut: false })
      done(me)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  if (token) {
    const over = () => {
      setToken('')
      signIn.reset()
    }
    return <CodeForm token={token} done={done} over={over} />
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
