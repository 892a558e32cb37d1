import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { base } from '../../api/client.ts'
import { meQuery } from '../../api/queries.ts'
import { waysQuery } from '../../api/queries-staff.ts'
import { visible } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import { EntryPage } from './EntryPage.tsx'
import css from './entry.module.css'
import { SignInForm } from './SignInForm.tsx'
import { useSecret } from './secret.ts'

export function SignInPage() {
  const words = useWords()
  const client = useQueryClient()
  const router = useRouter()
  const { to, problem } = useSearch({ from: '/sign-in' })
  const half = useSecret()
  const provider = useQuery(waysQuery).data?.provider
  const { problems } = words.twoStep
  const said = problem !== undefined && Object.hasOwn(problems, problem) ? problems[problem] : undefined
  return (
    <EntryPage title={words.shell.entry.signInTitle}>
      {said && (
        <p role="alert" className={css.problem}>
          {said}
        </p>
      )}
      <SignInForm
        half={half}
        done={(me) => {
          client.clear()
          client.setQueryData(meQuery.queryKey, me)
          router.history.push(to ?? '/')
        }}
      />
      {provider && !half && (
        <div className={css.other}>
          <span className="soft">{words.twoStep.or}</span>
          <Button component="a" fullWidth href={`${base}/sign-in/oidc${to ? `?to=${encodeURIComponent(to)}` : ''}`}>
            {words.twoStep.provider(visible(provider))}
          </Button>
        </div>
      )}
      <p className={css.note}>{words.shell.entry.forgot}</p>
    </EntryPage>
  )
}
