import { Button, Checkbox } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { CustomerIdentity } from '#src/know/customers/contract.ts'
import { api } from '../../../api/client.ts'
import { recordsQuery } from '../../../api/queries-merging.ts'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Failure, Loading } from '../../../ui/States.tsx'
import { Written } from '../../../ui/Text.tsx'
import { useFormat, useWords } from '../../../words/index.tsx'
import { sourceName } from '../../../words/source.ts'
import acts from '../acts.module.css'
import history from '../history.module.css'
import css from './merged.module.css'

interface SplitProps {
  identity: CustomerIdentity
  close: () => void
}
/** Taking some of a customer's records out into a customer of their own. */
export function Split({ identity, close }: SplitProps) {
  const words = useWords()
  const said = words.merging
  const format = useFormat()
  const client = useQueryClient()
  const navigate = useNavigate()
  const query = useQuery(recordsQuery(identity.id))
  const [picked, setPicked] = useState<readonly string[]>([])
  const records = query.data?.records ?? []
  const split = useMutation({
    mutationFn: (version: number) =>
      api.post('/customers/:id/split', { records: [...picked] }, { params: { id: identity.id }, version }),
    onError: () => void query.refetch(),
    onSuccess: async ({ part }) => {
      close()
      await client.invalidateQueries({ queryKey: ['customers'] })
      notifications.show({
        autoClose: 10_000,
        message: (
          <>
            {said.splitDone}{' '}
            <button
              type="button"
              className={`link ${history.back}`}
              onClick={() => void navigate({ to: '/customers/$id', params: { id: part } })}
            >
              {said.openBack}
            </button>
          </>
        ),
      })
    },
  })
  return (
    <Dialog open close={close} as="side" label={said.splitTitle}>
      <h1>{said.splitTitle}</h1>
      <p className={acts.whom}>
        <Written text={identity.name} />
      </p>
      {query.isPending && <Loading lines={4} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && records.length < 2 && <p className="soft">{said.splitAll}</p>}
      {records.length > 1 && (
        <Checkbox.Group
          label={said.splitRecords}
          description={said.splitText}
          value={[...picked]}
          onChange={setPicked}
          className={css.records!}
        >
          {records.map((one) => (
            <Checkbox
              key={one.id}
              value={one.id}
              label={<Written text={one.name ?? one.externalId ?? sourceName(one.source, words)} />}
              description={
                <Written
                  text={[
                    one.staff ? said.staff : sourceName(one.source, words),
                    one.name === null ? null : one.externalId,
                    format.day(one.at),
                    one.purchases > 0 ? said.purchases(one.purchases) : null,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                />
              }
            />
          ))}
        </Checkbox.Group>
      )}
      {split.isError && <Failure error={split.error} />}
      <div className={acts.buttons}>
        {query.data && records.length > 1 && (
          <Button
            variant="filled"
            disabled={picked.length === 0 || picked.length === records.length}
            loading={split.isPending}
            onClick={() => split.mutate(query.data.version)}
          >
            {said.splitGo(picked.length)}
          </Button>
        )}
        <Button variant="subtle" onClick={close}>
          {words.shell.state.cancel}
        </Button>
      </div>
    </Dialog>
  )
}
