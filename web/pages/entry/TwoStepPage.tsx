import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { api } from '../../api/client.ts'
import { meQuery } from '../../api/queries.ts'
import { useWords } from '../../words/index.tsx'
import { TwoStep } from '../settings/TwoStep.tsx'
import { EntryPage } from './EntryPage.tsx'
import css from './entry.module.css'

/** The only page for somebody whose role requires a second factor, until it is on. */
export function TwoStepPage() {
  const words = useWords()
  const me = useQuery(meQuery)
  if (me.isError || me.data?.secondFactor.needed === false) return <Navigate to="/" />
  return (
    <EntryPage title={words.twoStep.neededTitle} lead={words.twoStep.neededText}>
      <div className={css.form}>
        <TwoStep />
        <Button
          variant="subtle"
          onClick={() => void api.post('/sign-out', undefined).then(() => location.assign('/sign-in'))}
        >
          {words.shell.nav.signOut}
        </Button>
      </div>
    </EntryPage>
  )
}
