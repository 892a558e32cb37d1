import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { tokensQuery } from '../../api/queries-staff.ts'
import type { Token, TokenCreated } from '../../api/routes.ts'
import { useTitle } from '../../ui/Page.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { ShownOnce } from './ShownOnce.tsx'
import css from './settings.module.css'
import { TokenForm } from './TokenForm.tsx'

/** Access for other programs: what each may do, when it was last used, and an end to it. */
export function TokensPage() {
  const words = useWords().settings.tokens
  const query = useQuery(tokensQuery)
  const [made, setMade] = useState<TokenCreated | null>(null)
  useTitle(words.title)
  return (
    <>
      <p className="soft">{words.intro}</p>
      {made && (
        <ShownOnce label={words.secret} note={words.secretNote} secret={made.secret} expiresAt={made.token.expiresAt} />
      )}
      <TokenForm made={setMade} />
      {query.isPending && <Loading />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data?.items.length === 0 && <p className="soft">{words.none}</p>}
      <ul className={css.list} aria-label={words.list}>
        {query.data?.items.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </ul>
    </>
  )
}

function TokenRow({ token }: { token: Token }) {
  const words = useWords().settings
  const format = useFormat()
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => api.delete('/tokens/:id', { params: { id: token.id } }),
    onSuccess: () => {
      notifications.show({ message: words.tokens.revoked(token.name) })
      void client.invalidateQueries(tokensQuery)
    },
  })
  return (
    <li className={css.token}>
      <div>
        <p className={css.name}>
          <Written text={token.name} />
        </p>
        <p className="soft">{token.scopes.map((scope) => words.verb[scope] ?? scope).join(', ')}</p>
        <p className="soft small">
          {[
            words.tokens.created(format.day(token.createdAt)),
            words.tokens.until(format.day(token.expiresAt)),
            token.lastUsedAt ? words.tokens.used(format.moment(token.lastUsedAt)) : words.tokens.unused,
          ].join(' · ')}
        </p>
        {revoke.isError && <Failure error={revoke.error} />}
      </div>
      <Button variant="outline" onClick={() => revoke.mutate()} loading={revoke.isPending}>
        {words.tokens.revoke}
      </Button>
    </li>
  )
}
