import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { CustomerIdentity } from '#src/know/customers/contract.ts'
import type { Merges, MergeShown } from '#src/know/merging/contract.ts'
import { api } from '../../../api/client.ts'
import { mergesQuery } from '../../../api/queries-merging.ts'
import { useMay } from '../../../api/session.ts'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Section } from '../../../ui/parts.tsx'
import { Failure } from '../../../ui/States.tsx'
import { visible, Written } from '../../../ui/Text.tsx'
import { useFormat, useWords } from '../../../words/index.tsx'
import { sourceName } from '../../../words/source.ts'
import acts from '../acts.module.css'
import history from '../history.module.css'
import css from './merged.module.css'

/** Who went into this customer, from what sources, and the way back. Nothing where nobody has. */
export function Merged({ identity }: { identity: CustomerIdentity }) {
  const words = useWords()
  const said = words.merging
  const format = useFormat()
  const may = useMay()
  const query = useQuery(mergesQuery(identity.id))
  const [undoing, setUndoing] = useState<MergeShown | null>(null)
  const merges = query.data?.merges ?? []
  if (merges.length === 0) return null
  return (
    <Section title={said.merged}>
      <ul className={css.list}>
        {merges.map((one) => (
          <li key={one.id}>
            <div>
              <Written text={one.from.name} />
              <span className={css.from}>
                <Written
                  text={said.sources(one.sources.map(({ source, count }) => [sourceName(source, words), count]))}
                />
              </span>
              <span className={css.from}>
                <Written text={said.by(format.day(one.at), one.by?.name ?? null)} />
              </span>
            </div>
            {may('customer.merge') && (
              <button
                type="button"
                className="link small"
                aria-label={said.undoOf(one.from.name)}
                onClick={() => setUndoing(one)}
              >
                {said.undo}
              </button>
            )}
          </li>
        ))}
      </ul>
      <Dialog open={undoing !== null} close={() => setUndoing(null)} as="side" label={said.undoTitle}>
        {undoing && <Undo identity={identity} merges={query.data!} one={undoing} close={() => setUndoing(null)} />}
      </Dialog>
    </Section>
  )
}

interface UndoProps {
  identity: CustomerIdentity
  merges: Merges
  one: MergeShown
  close: () => void
}
/** What taking it back does, and then doing it. */
function Undo({ identity, merges, one, close }: UndoProps) {
  const { merging: words, shell } = useWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const undo = useMutation({
    mutationFn: () => api.post('/merges/:id/undo', undefined, { params: { id: one.id }, version: merges.version }),
    onError: () => void client.invalidateQueries({ queryKey: ['customers', 'merges', identity.id] }),
    onSuccess: async ({ id }) => {
      close()
      client.removeQueries({ queryKey: ['customers', 'one', id] })
      await client.invalidateQueries({ queryKey: ['customers'] })
      void client.invalidateQueries({ queryKey: ['duplicates'] })
      notifications.show({
        autoClose: 10_000,
        message: (
          <>
            {words.undone(visible(one.from.name))}{' '}
            <button
              type="button"
              className={`link ${history.back}`}
              onClick={() => void navigate({ to: '/customers/$id', params: { id } })}
            >
              {words.openBack}
            </button>
          </>
        ),
      })
    },
  })
  const { objections, going, followers, staying } = one.undo
  return (
    <>
      <h1>{words.undoTitle}</h1>
      <p className={acts.whom}>
        <Written text={one.from.name} />
      </p>
      {objections.length > 0 ? (
        <div role="note">
          <p className="warn">{words.undoNo}</p>
          <ul className={acts.goes}>
            {objections.map((code) => (
              <li key={code}>{words.undoObjection[code]}</li>
            ))}
          </ul>
        </div>
      ) : (
        <>
          <p className="soft">{words.undoText}</p>
          <ul className={acts.goes}>
            <li>{words.going(going)}</li>
            {followers > 0 && <li>{words.followers(followers)}</li>}
            {staying > 0 && <li>{words.staying(staying)}</li>}
            <li>{words.never}</li>
          </ul>
        </>
      )}
      {undo.isError && <Failure error={undo.error} />}
      <div className={acts.buttons}>
        {objections.length === 0 && (
          <Button variant="filled" data-autofocus loading={undo.isPending} onClick={() => undo.mutate()}>
            {words.undoGo}
          </Button>
        )}
        <Button variant="subtle" onClick={close}>
          {shell.state.cancel}
        </Button>
      </div>
    </>
  )
}
