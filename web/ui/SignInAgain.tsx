import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { meQuery } from '../api/queries.ts'
import type { Me } from '../api/routes.ts'
import { useLine } from '../api/state.ts'
import { useWords } from '../words/index.tsx'
import { Dialog } from './Dialog.tsx'

const SignInForm = lazy(() => import('../pages/entry/SignInForm.tsx').then((m) => ({ default: m.SignInForm })))

/** The session ended under an open page: signing in again over it keeps everything that was being written. */
export function SignInAgain({ userId }: { userId: string }) {
  const words = useWords()
  const client = useQueryClient()
  const { signedOut } = useLine()
  const done = (me: Me) => {
    // somebody else: nothing of the former person's page may stay
    if (me.id !== userId) return location.assign('/')
    client.setQueryData(meQuery.queryKey, me)
    void client.invalidateQueries()
  }
  return (
    <Dialog open={signedOut} close={() => undefined} must as="middle" label={words.shell.entry.again}>
      <h1>{words.shell.entry.again}</h1>
      <p className="soft">{words.shell.entry.againText}</p>
      <Suspense fallback={null}>
        <SignInForm done={done} />
      </Suspense>
    </Dialog>
  )
}
