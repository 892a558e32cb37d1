import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { CustomerIdentity } from '#src/know/customers/contract.ts'
import type { MergePreview } from '#src/know/merging/contract.ts'
import { api } from '../../../api/client.ts'
import { mergePreviewQuery } from '../../../api/queries-merging.ts'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Failure, Loading } from '../../../ui/States.tsx'
import { visible, Written } from '../../../ui/Text.tsx'
import { useWords } from '../../../words/index.tsx'
import acts from '../acts.module.css'
import { Compare } from './Compare.tsx'
import { Find } from './Find.tsx'
import css from './merged.module.css'

interface MergeProps {
  identity: CustomerIdentity
  close: () => void
}
/** Making two customers one: first who the other is, then what they would be, then doing it. */
export function Merge({ identity, close }: MergeProps) {
  const words = useWords().merging
  const [other, setOther] = useState<string | null>(null)
  return (
    <Dialog open close={close} as="side" label={words.title}>
      <h1>{words.title}</h1>
      <p className={acts.whom}>
        <Written text={identity.name} />
      </p>
      {other === null ? (
        <Find not={identity.id} choose={setOther} close={close} />
      ) : (
        <Decide id={identity.id} other={other} another={() => setOther(null)} close={close} />
      )}
    </Dialog>
  )
}

interface DecideProps {
  id: string
  other: string
  another: () => void
  close: () => void
}

function Decide({ id, other, another, close }: DecideProps) {
  const all = useWords()
  const words = all.merging
  const query = useQuery(mergePreviewQuery(id, other))
  const seen = query.data
  const [chosen, setChosen] = useState<string | null>(null)
  const stays = chosen ?? seen?.stays ?? id
  const { merge, apart } = useDeciding(id, other, close)
  const codes = seen?.objections.map(({ code }) => code) ?? []
  const barred = codes.some(bars)
  return (
    <>
      {query.isPending && <Loading lines={6} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {seen && (
        <>
          <Notes title={words.no} texts={codes.filter(bars).map((code) => words.objection[code] ?? code)} />
          <Notes
            title={words.doubts}
            texts={[
              ...codes.filter((code) => !bars(code)).map((code) => words.objection[code] ?? code),
              ...seen.doubts.map((code) => words.doubt[code] ?? code),
            ]}
          />
          <Compare seen={seen} />
          {!barred && <Stays seen={seen} stays={stays} change={setChosen} />}
        </>
      )}
      {merge.isError && <Failure error={merge.error} />}
      {apart.isError && <Failure error={apart.error} />}
      <div className={acts.buttons}>
        {seen && !barred && (
          <Button
            variant="filled"
            data-autofocus
            loading={merge.isPending}
            onClick={() => merge.mutate({ seen, stays })}
          >
            {codes.length > 0 ? words.anyway : words.go}
          </Button>
        )}
        {seen && codes.length === 0 && (
          <Button variant="default" loading={apart.isPending} onClick={() => apart.mutate()}>
            {words.apart}
          </Button>
        )}
        <Button variant="subtle" onClick={another}>
          {words.another}
        </Button>
        <Button variant="subtle" onClick={close}>
          {all.shell.state.cancel}
        </Button>
      </div>
    </>
  )
}

/** An earlier word that they are two yields to whoever knows better. */
const bars = (code: string) => code !== 'kept_apart'

/** Merging, and saying that they are two. */
function useDeciding(id: string, other: string, close: () => void) {
  const words = useWords().merging
  const client = useQueryClient()
  const navigate = useNavigate()
  const merge = useMutation({
    mutationFn: ({ seen, stays }: { seen: MergePreview; stays: string }) =>
      api.post(
        '/customers/:id/merge',
        { with: other, version: seen.theirs.version, stays, anyway: seen.objections.length > 0 },
        { params: { id }, version: seen.mine.version },
      ),
    onError: () => void client.invalidateQueries({ queryKey: ['customers', 'merge-preview', id, other] }),
    onSuccess: async (done, { seen }) => {
      close()
      client.removeQueries({ queryKey: ['customers', 'one', done.id === id ? other : id] })
      if (done.id !== id) await navigate({ to: '/customers/$id', params: { id: done.id } })
      await client.invalidateQueries({ queryKey: ['customers'] })
      void client.invalidateQueries({ queryKey: ['duplicates'] })
      notifications.show({
        message: words.done(visible(seen.theirs.name)),
      })
    },
  })
  const apart = useMutation({
    mutationFn: () => api.post('/customers/:id/apart', { with: other }, { params: { id } }),
    onSuccess: () => {
      close()
      void client.invalidateQueries({ queryKey: ['duplicates'] })
      notifications.show({ message: words.apartDone })
    },
  })
  return { merge, apart }
}

function Notes({ title, texts }: { title: string; texts: readonly string[] }) {
  if (texts.length === 0) return null
  return (
    <div role="note" className={css.notes}>
      <p className="warn">{title}</p>
      <ul className={acts.goes}>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  )
}

function Stays({ seen, stays, change }: { seen: MergePreview; stays: string; change: (id: string) => void }) {
  const words = useWords().merging
  return (
    <fieldset className={css.stays}>
      <legend>{words.stays}</legend>
      {[seen.mine, seen.theirs].map((side) => (
        <label key={side.id}>
          <input type="radio" name="stays" checked={side.id === stays} onChange={() => change(side.id)} />
          <span>
            <Written text={side.name} />
            {side.id === seen.stays && <span className="soft"> ({words.suggested})</span>}
          </span>
        </label>
      ))}
      <p className="soft small">
        {words.staysWhy} {words.back}
      </p>
    </fieldset>
  )
}
