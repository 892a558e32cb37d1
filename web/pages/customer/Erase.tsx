import { Button, Checkbox, Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { CustomerIdentity } from '#src/know/customers/contract.ts'
import type { EraseAsked, Erased, Held, Removed } from '#src/know/erasure/contract.ts'
import { api } from '../../api/client.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './acts.module.css'

type Reason = EraseAsked['reason']
const reasons: readonly Reason[] = ['asked', 'objected', 'unlawful', 'unneeded']

interface EraseProps {
  identity: CustomerIdentity
  close: () => void
}
/** Erasing somebody for good: first what goes and what stays, then what went. */
export function Erase({ identity, close }: EraseProps) {
  const words = useWords().erase
  const navigate = useNavigate()
  const client = useQueryClient()
  const [done, setDone] = useState<Erased | null>(null)
  const leave = () => {
    if (done === null) return close()
    client.removeQueries({ queryKey: ['customers'] })
    void navigate({ to: '/customers', search: {} })
  }
  return (
    <Dialog open close={leave} as="side" label={words.title}>
      {done === null ? (
        <Ask identity={identity} close={close} done={setDone} />
      ) : (
        <div role="status">
          <h1>{words.done}</h1>
          <Parts removed={done.removed} held={done.held} />
          {done.files.standing.length > 0 && <p className="warn">{words.standing(done.files.standing.join(', '))}</p>}
          <div className={css.buttons}>
            <Button data-autofocus onClick={leave}>
              {words.toList}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}

function Ask({ identity, close, done }: EraseProps & { done: (erased: Erased) => void }) {
  const { erase: words, shell } = useWords()
  const [reason, setReason] = useState<Reason>('asked')
  const [sure, setSure] = useState(false)
  const query = useQuery({
    queryKey: ['customers', 'erasure', identity.id],
    queryFn: ({ signal }) => api.get('/customers/:id/erasure', { params: { id: identity.id }, signal }),
    gcTime: 0,
  })
  const erase = useMutation({
    mutationFn: (confirm: number) =>
      api.post('/customers/:id/erase', { reason, confirm }, { params: { id: identity.id } }),
    onError: () => void query.refetch(),
    onSuccess: done,
  })
  const seen = query.data
  return (
    <>
      <h1>{words.title}</h1>
      <p className={css.whom}>
        <Written text={identity.name} />
      </p>
      <p className="soft">{words.text}</p>
      {query.isPending && <Loading lines={4} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {seen && (
        <>
          <Parts removed={seen.removed} held={seen.held} />
          <p className="soft small">{words.backups}</p>
          <Select
            mt="lg"
            label={words.reason}
            data={reasons.map((value) => ({ value, label: words.reasons[value] }))}
            value={reason}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            onChange={(value) => setReason((value as Reason | null) ?? 'asked')}
          />
          <Checkbox mt="md" label={words.sure} checked={sure} onChange={(event) => setSure(event.target.checked)} />
        </>
      )}
      {erase.isError && <Failure error={erase.error} />}
      <div className={css.buttons}>
        {seen && (
          <Button
            color="red"
            variant="outline"
            disabled={!sure}
            loading={erase.isPending}
            onClick={() => erase.mutate(seen.version)}
          >
            {words.go}
          </Button>
        )}
        <Button variant="subtle" onClick={close}>
          {shell.state.cancel}
        </Button>
      </div>
    </>
  )
}

const parts = ['records', 'entries', 'purchases', 'payments', 'invoices', 'lines', 'quarantined'] as const

function Parts({ removed, held }: { removed: Partial<Removed>; held: readonly Held[] }) {
  const words = useWords().erase
  const format = useFormat()
  return (
    <>
      <h2 className={css.heading}>{words.goes}</h2>
      <ul className={css.goes}>
        {parts.map((part) => {
          const count = removed[part] ?? 0
          return count > 0 && <li key={part}>{words[part](count)}</li>
        })}
      </ul>
      <h2 className={css.heading}>{words.stays}</h2>
      {held.length === 0 ? (
        <p className="soft">{words.nothingStays}</p>
      ) : (
        <ul className={css.goes}>
          {held.map(({ what, count, until }) => (
            <li key={what}>{words.held(count, format.day(until))}</li>
          ))}
        </ul>
      )}
    </>
  )
}
