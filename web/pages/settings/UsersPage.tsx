import { Button, NativeSelect } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { roles } from '#src/terms/index.ts'
import { api } from '../../api/client.ts'
import { usersQuery } from '../../api/queries-staff.ts'
import type { Invitation, User } from '../../api/routes.ts'
import { useMay, useMe } from '../../api/session.ts'
import { useTitle } from '../../ui/Page.tsx'
import { Avatar, Pill } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import { InviteForm } from './InviteForm.tsx'
import { Policy } from './Policy.tsx'
import { ShownOnce } from './ShownOnce.tsx'
import css from './settings.module.css'

/** Who gets in, in which role; invitations by a link that is shown once. */
export function UsersPage() {
  const words = useWords().settings.users
  const may = useMay()
  const query = useQuery(usersQuery)
  const [made, setMade] = useState<Invitation | null>(null)
  useTitle(words.title)
  return (
    <>
      <p className="soft">{words.intro}</p>
      {made && <Link invitation={made} />}
      {may('user.manage') && <InviteForm made={setMade} />}
      {query.isPending && <Loading />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      <ul className={css.list} aria-label={words.list}>
        {query.data?.items.map((user) => (
          <UserRow key={user.id} user={user} invited={setMade} />
        ))}
      </ul>
      {may('settings.manage') && <Policy />}
    </>
  )
}

function Link({ invitation }: { invitation: Invitation }) {
  const words = useWords().settings.users
  return (
    <ShownOnce
      label={words.link}
      note={words.linkNote(invitation.user.name)}
      secret={invitation.link}
      expiresAt={invitation.expiresAt}
    />
  )
}

const stateOf = (user: User) => (!user.active ? 'deactivated' : user.joined ? 'active' : 'invited')

function UserRow({ user, invited }: { user: User; invited: (invitation: Invitation) => void }) {
  const words = useWords()
  const said = words.settings.users
  const me = useMe()
  const may = useMay()
  const client = useQueryClient()
  const refresh = () => void client.invalidateQueries(usersQuery)
  const change = useMutation({
    mutationFn: (body: { role?: User['role']; active?: boolean }) =>
      api.patch('/users/:id', body, { params: { id: user.id } }),
    onSuccess: (_, body) => {
      refresh()
      if (body.active === false) notifications.show({ message: said.closed(user.name) })
    },
  })
  const again = useMutation({
    mutationFn: () => api.post('/users/:id/invitation', undefined, { params: { id: user.id } }),
    onSuccess: invited,
  })
  const reset = useMutation({
    mutationFn: () => api.delete('/users/:id/second-factor', { params: { id: user.id } }),
    onSuccess: () => {
      refresh()
      notifications.show({ message: words.twoStep.resetNote(user.name) })
    },
  })
  const state = stateOf(user)
  const manages = may('user.manage')
  return (
    <li className={css.user} data-closed={!user.active || undefined}>
      <Avatar name={user.name} />
      <div>
        <p className={css.name}>
          <Written text={user.name} /> {user.id === me.id && <span className={css.you}>{said.you}</span>}
        </p>
        <p className="soft">
          <Written text={user.email} />
        </p>
        {(change.isError || again.isError || reset.isError) && (
          <Failure error={change.error ?? again.error ?? reset.error} />
        )}
      </div>
      <div className={css.userActs}>
        {state !== 'active' && <Pill tone={state === 'invited' ? 'accent' : 'plain'}>{said.state[state]}</Pill>}
        {user.secondFactor && <Pill tone="plain">{words.twoStep.badge}</Pill>}
        <NativeSelect
          aria-label={said.roleOf(user.name)}
          value={user.role}
          disabled={!manages || change.isPending || !user.active}
          onChange={(event) => {
            const role = roles.find((one) => one === event.target.value)
            if (role) change.mutate({ role })
          }}
          data={roles.map((role) => ({ value: role, label: words.terms.role[role]! }))}
        />
        {manages && user.id !== me.id && (
          <>
            {user.secondFactor && (
              <Button variant="subtle" onClick={() => reset.mutate()} loading={reset.isPending}>
                {words.twoStep.reset}
              </Button>
            )}
            {user.active && (
              <Button variant="subtle" onClick={() => again.mutate()} loading={again.isPending}>
                {said.reinvite}
              </Button>
            )}
            <Button variant="subtle" onClick={() => change.mutate({ active: !user.active })} loading={change.isPending}>
              {user.active ? said.deactivate : said.activate}
            </Button>
          </>
        )}
      </div>
    </li>
  )
}
