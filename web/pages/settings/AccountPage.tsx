import { Button, PasswordInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import { meQuery } from '../../api/queries.ts'
import type { MeChange } from '../../api/routes.ts'
import { useMe } from '../../api/session.ts'
import { forgetDrafts } from '../../ui/draft.ts'
import { useTitle } from '../../ui/Page.tsx'
import { Choice, Section } from '../../ui/parts.tsx'
import { Failure } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { speak, useWords } from '../../words/index.tsx'
import css from './settings.module.css'
import { TwoStep } from './TwoStep.tsx'

/** One's own account: language, look, password, signing out. */
export function AccountPage() {
  const words = useWords()
  const said = words.settings.account
  const me = useMe()
  const client = useQueryClient()
  useTitle(said.title)
  const change = useMutation({
    mutationFn: (body: MeChange) => api.patch('/me', body),
    onSuccess: async (next) => {
      await speak(next.language)
      client.setQueryData(meQuery.queryKey, next)
    },
  })
  const { auto, light, dark } = said.themes
  // what was chosen shows at once, also while it is on its way
  const chosen = { ...me, ...(change.isPending ? change.variables : {}) }
  return (
    <>
      <p className={css.who}>
        <strong>
          <Written text={me.name} />
        </strong>
        <span className="soft">
          <Written text={me.email} /> · {words.terms.role[me.role]}
        </span>
        <span className="soft small">{words.terms.roleMay[me.role]}</span>
      </p>
      <div className={css.choices}>
        <Choice
          label={said.language}
          showLabel
          value={chosen.language}
          options={[
            { value: 'fi', label: 'Suomi' },
            { value: 'en', label: 'English' },
          ]}
          change={(language) => change.mutate({ language })}
        />
        <Choice
          label={said.theme}
          showLabel
          value={chosen.theme}
          options={[
            { value: 'auto', label: auto! },
            { value: 'light', label: light! },
            { value: 'dark', label: dark! },
          ]}
          change={(theme) => change.mutate({ theme })}
        />
      </div>
      {change.isError && <Failure error={change.error} />}
      <Password />
      <Section title={words.twoStep.title}>
        <TwoStep />
      </Section>
      <Section title={said.signOut}>
        <p className="soft">{said.signOutNote}</p>
        <SignOut />
      </Section>
    </>
  )
}

function Password() {
  const words = useWords()
  const said = words.settings.account
  const [current, setCurrent] = useState('')
  const [fresh, setFresh] = useState('')
  const change = useMutation({
    mutationFn: () => api.patch('/me', { password: { current, new: fresh } }),
    onSuccess: () => {
      setCurrent('')
      setFresh('')
      notifications.show({ message: said.changed })
    },
  })
  return (
    <Section title={said.password}>
      <form
        className={css.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          change.mutate()
        }}
      >
        <PasswordInput
          label={said.current}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <PasswordInput
          label={said.fresh}
          description={words.shell.entry.passwordRule}
          autoComplete="new-password"
          value={fresh}
          onChange={(event) => setFresh(event.target.value)}
        />
        {change.isError && <Failure error={change.error} />}
        <div>
          <Button type="submit" disabled={!current || !fresh} loading={change.isPending}>
            {said.change}
          </Button>
        </div>
      </form>
    </Section>
  )
}

function SignOut() {
  const said = useWords().settings.account
  const out = useMutation({
    mutationFn: () => api.post('/sign-out', undefined),
    // the page is loaded anew: nothing of this person's data stays in its memory
    onSuccess: () => {
      forgetDrafts()
      location.assign('/sign-in')
    },
  })
  return (
    <>
      {out.isError && <Failure error={out.error} />}
      <Button className={css.signOut} onClick={() => out.mutate()} loading={out.isPending}>
        {said.signOut}
      </Button>
    </>
  )
}
