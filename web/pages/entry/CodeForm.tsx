import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import { ApiError } from '../../api/problem.ts'
import type { Me } from '../../api/routes.ts'
import { setLine } from '../../api/state.ts'
import { Failure } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import css from './entry.module.css'

/** The second step: the code of the telephone, or a recovery code. `over` starts again from the password. */
export function CodeForm({ token, done, over }: { token: string; done: (me: Me) => void; over: () => void }) {
  const words = useWords().twoStep
  const [code, setCode] = useState('')
  const enter = useMutation({
    mutationFn: () => api.post('/sign-in/code', { token, code }),
    onSuccess: (me) => {
      if ('step' in me) return
      setLine({ signedOut: false })
      done(me)
    },
    onError: () => setCode(''),
  })
  const ended = enter.error instanceof ApiError && enter.error.code === 'half_entry_over'
  return (
    <form
      className={css.form}
      aria-label={words.codeTitle}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        enter.mutate()
      }}
    >
      <p className="soft">{words.codeText}</p>
      {enter.isError && <Failure error={enter.error} />}
      <TextInput
        label={words.code}
        name="code"
        inputMode="text"
        autoComplete="one-time-code"
        autoFocus
        required
        withAsterisk={false}
        minLength={6}
        maxLength={40}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <Button type="submit" variant="filled" fullWidth disabled={ended} loading={enter.isPending}>
        {words.enter}
      </Button>
      <Button variant="subtle" fullWidth onClick={over}>
        {words.again}
      </Button>
    </form>
  )
}
