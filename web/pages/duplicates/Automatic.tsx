import { Button, Checkbox } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Model } from '#src/know/duplicates/contract.ts'
import { api } from '../../api/client.ts'
import { duplicateSampleQuery } from '../../api/queries-duplicates.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './model.module.css'

/** Merging sure pairs without asking: off until somebody has looked at the least sure of them. */
export function Automatic({ model, manages }: { model: Model; manages: boolean }) {
  const words = useWords().duplicates
  const format = useFormat()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const change = useMutation({
    mutationFn: (automatic: boolean) => api.patch('/duplicates/automatic', { kind: model.kind, automatic }),
    onSuccess: async () => {
      setAsking(false)
      await client.invalidateQueries({ queryKey: ['duplicates', 'state'] })
    },
  })
  return (
    <div className={css.automatic}>
      <span>
        {model.automatic && model.automaticSince
          ? words.automatic.on(format.moment(model.automaticSince))
          : words.automatic.off}
      </span>
      {manages &&
        (model.automatic ? (
          <Button size="compact-sm" loading={change.isPending} onClick={() => change.mutate(false)}>
            {words.automatic.switchOff}
          </Button>
        ) : (
          <Button size="compact-sm" onClick={() => setAsking(true)}>
            {words.automatic.switchOn}
          </Button>
        ))}
      {change.isError && <Failure error={change.error} />}
      <Dialog
        as="side"
        open={asking}
        close={() => setAsking(false)}
        label={words.automatic.title(words.kind[model.kind]!)}
      >
        {asking && (
          <Looking
            model={model}
            close={() => setAsking(false)}
            confirm={() => change.mutate(true)}
            busy={change.isPending}
          />
        )}
      </Dialog>
    </div>
  )
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)

interface LookingProps {
  model: Model
  close: () => void
  confirm: () => void
  busy: boolean
}

function Looking({ model, close, confirm, busy }: LookingProps) {
  const words = useWords().duplicates
  const format = useFormat()
  const [looked, setLooked] = useState(false)
  const query = useQuery(duplicateSampleQuery(model.kind))
  return (
    <div className={css.looking}>
      <h2>{words.automatic.title(words.kind[model.kind]!)}</h2>
      <p>{words.automatic.explain(model.waiting.auto, model.auto.expectedError)}</p>
      {query.isPending && <Loading lines={4} />}
      {query.isError && <Failure error={query.error} />}
      {query.data?.pairs.length === 0 && <p className="soft">{words.automatic.none}</p>}
      <ul className={css.sample}>
        {query.data?.pairs.map((pair) => (
          <li key={pair.customers.map((customer) => customer.id).join(' ')}>
            <b className="num">{words.sure(pair.probability)}</b>
            {pair.customers.map((customer) => (
              <span key={customer.id}>
                <Written text={customer.name} />
                <small className="soft">
                  <Written text={customer.told.map((told) => (isDay(told) ? format.day(told) : told)).join(' · ')} />
                </small>
              </span>
            ))}
          </li>
        ))}
      </ul>
      <Checkbox
        label={words.automatic.looked}
        checked={looked}
        onChange={(event) => setLooked(event.currentTarget.checked)}
      />
      <p className="soft">{words.automatic.after}</p>
      <div className={css.acts}>
        <Button variant="filled" disabled={!looked || query.isPending} loading={busy} onClick={confirm}>
          {words.automatic.confirm}
        </Button>
        <Button onClick={close}>{words.automatic.cancel}</Button>
      </div>
    </div>
  )
}
