import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { visible } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { EntryPage } from '../entry/EntryPage.tsx'
import { useSecret } from '../entry/secret.ts'
import css from './systems.module.css'

/** The link of a mail to a person who types changes in: the page asks, the button says that it is done. Needs no sign-in. */
export function DonePage() {
  const words = useWords().systems.donePage
  const format = useFormat()
  const token = useSecret()
  const whole = /^[\w-]{22}$/.test(token)
  const look = useQuery({
    queryKey: ['done', token],
    queryFn: () => api.post('/deliveries/look', { token }),
    enabled: whole,
    retry: false,
  })
  const done = useMutation({ mutationFn: () => api.post('/deliveries/done', { token }) })
  const finished = done.isSuccess || look.data?.done
  return (
    <EntryPage title={words.title}>
      {!whole && <Empty title={words.noToken} text={words.noTokenNext} />}
      {whole && look.isPending && <Loading lines={2} />}
      {look.isError && <Failure error={look.error} />}
      {done.isError && <Failure error={done.error} />}
      {look.data && !finished && (
        <div className={css.done}>
          <p>{words.text(visible(look.data.system), format.moment(look.data.changedAt))}</p>
          <Button variant="filled" fullWidth onClick={() => done.mutate()} loading={done.isPending}>
            {words.go}
          </Button>
        </div>
      )}
      {finished && (
        <p role="status" className="good">
          {words.finished}
        </p>
      )}
    </EntryPage>
  )
}
