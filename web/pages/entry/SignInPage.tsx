import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { meQuery } from '../../api/queries.ts'
import { useWords } from '../../words/index.tsx'
import { EntryPage } from './EntryPage.tsx'
import css from './entry.module.css'
import { SignInForm } from './SignInForm.tsx'

export function SignInPage() {
  const words = useWords().shell.entry
  const client = useQueryClient()
  const router = useRouter()
  const { to } = useSearch({ from: '/sign-in' })
  return (
    <EntryPage title={words.signInTitle}>
      <SignInForm
        done={(me) => {
          client.clear()
          client.setQueryData(meQuery.queryKey, me)
          router.history.push(to ?? '/')
        }}
      />
      <p className={css.note}>{words.forgot}</p>
    </EntryPage>
  )
}
