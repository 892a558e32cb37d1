import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { CustomerIdentity } from '#src/know/customers/contract.ts'
import type { Touched } from '#src/know/removal/contract.ts'
import { api } from '../../api/client.ts'
import { touchedQuery } from '../../api/queries-standing.ts'
import { useMay } from '../../api/session.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './acts.module.css'
import { Erase } from './Erase.tsx'
import history from './history.module.css'
import { Merge } from './merged/Merge.tsx'
import { Split } from './merged/Split.tsx'

/** Puts a customer away or takes it back out, and offers the way back. */
function useArchive(id: string) {
  const words = useWords().standing
  const client = useQueryClient()
  const act = useMutation({
    mutationFn: ({ away, version }: { away: boolean; version: number }) => {
      const options = { params: { id }, version }
      return away
        ? api.post('/customers/:id/archive', undefined, options)
        : api.post('/customers/:id/restore', undefined, options)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['customers'] }),
    onError: (error) => notifications.show({ color: 'red', message: error.message }),
    onSuccess: ({ version }, { away }) => {
      const toast = notifications.show({
        autoClose: 10_000,
        message: (
          <>
            {away ? words.archived : words.restored}{' '}
            <button
              type="button"
              className={`link ${history.back}`}
              onClick={() => {
                notifications.hide(toast)
                act.mutate({ away: !away, version })
              }}
            >
              {words.undo}
            </button>
          </>
        ),
      })
    },
  })
  return act
}

/** What is seldom done to a customer: behind three dots. */
export function Acts({ identity }: { identity: CustomerIdentity }) {
  const { standing: words, erase, merging } = useWords()
  const may = useMay()
  const [deleting, setDeleting] = useState(false)
  const [erasing, setErasing] = useState(false)
  const [shaping, setShaping] = useState<'merge' | 'split' | null>(null)
  const archive = useArchive(identity.id)
  if (!may('customer.archive') && !may('customer.delete') && !may('customer.merge')) return null
  const away = identity.archivedAt === null
  return (
    <>
      <Menu position="bottom-end" transitionProps={{ duration: 0 }} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button className={css.dots!} aria-label={words.more}>
            <span aria-hidden>…</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {may('customer.merge') && (
            <>
              <Menu.Item onClick={() => setShaping('merge')}>{merging.open}</Menu.Item>
              {identity.sources.length > 1 && (
                <Menu.Item onClick={() => setShaping('split')}>{merging.openSplit}</Menu.Item>
              )}
            </>
          )}
          {may('customer.archive') && (
            <Menu.Item onClick={() => archive.mutate({ away, version: identity.version })}>
              {away ? words.archive : words.restore}
            </Menu.Item>
          )}
          {may('customer.delete') && <Menu.Item onClick={() => setDeleting(true)}>{words.delete}</Menu.Item>}
          {may('customer.erase') && <Menu.Item onClick={() => setErasing(true)}>{erase.open}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {shaping === 'merge' && <Merge identity={identity} close={() => setShaping(null)} />}
      {shaping === 'split' && <Split identity={identity} close={() => setShaping(null)} />}
      {erasing && <Erase identity={identity} close={() => setErasing(false)} />}
      <Dialog open={deleting} close={() => setDeleting(false)} as="side" label={words.remove.title}>
        <Remove
          identity={identity}
          close={() => setDeleting(false)}
          archive={
            away && may('customer.archive') ? () => archive.mutate({ away, version: identity.version }) : undefined
          }
        />
      </Dialog>
    </>
  )
}

interface RemoveProps {
  identity: CustomerIdentity
  close: () => void
  archive: (() => void) | undefined
}
/** What archiving, deleting and erasing each touch, before anything is done. */
function Remove({ identity, close, archive }: RemoveProps) {
  const all = useWords()
  const words = all.standing.remove
  const navigate = useNavigate()
  const client = useQueryClient()
  const query = useQuery(touchedQuery(identity.id))
  const seen = query.data
  const remove = useMutation({
    mutationFn: ({ version, records }: Touched) =>
      api.delete('/customers/:id', { params: { id: identity.id }, query: { records }, version }),
    onError: () => void query.refetch(),
    onSuccess: async () => {
      close()
      await navigate({ to: '/customers', search: {} })
      notifications.show({ message: words.done(identity.name) })
      client.removeQueries({ queryKey: ['customers', 'one', identity.id] })
      void client.invalidateQueries({ queryKey: ['customers', 'list'] })
    },
  })
  return (
    <>
      <h1>{words.title}</h1>
      <p className={css.whom}>
        <Written text={identity.name} />
      </p>
      <h2 className={css.heading}>{words.archiving}</h2>
      <p className="soft">{words.archivingText}</p>
      <h2 className={css.heading}>{words.deleting}</h2>
      {query.isPending && <Loading lines={4} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {seen && <Goes seen={seen} />}
      <h2 className={css.heading}>{words.erasing}</h2>
      <p className="soft">{words.erasingText}</p>
      {remove.isError && <Failure error={remove.error} />}
      <div className={css.buttons}>
        {archive && (
          <Button
            data-autofocus
            onClick={() => {
              close()
              archive()
            }}
          >
            {words.instead}
          </Button>
        )}
        {seen?.objections.length === 0 && (
          <Button color="red" variant="outline" loading={remove.isPending} onClick={() => remove.mutate(seen)}>
            {words.go}
          </Button>
        )}
        <Button variant="subtle" onClick={close}>
          {all.shell.state.cancel}
        </Button>
      </div>
    </>
  )
}

function Goes({ seen }: { seen: Touched }) {
  const words = useWords().standing.remove
  const format = useFormat()
  const entries = seen.timeline.reduce((sum, { count }) => sum + count, 0)
  const sums = seen.sums.map((sum) => format.money(sum)).join(', ')
  return (
    <>
      <p className="soft">{words.deletingText}</p>
      <ul className={css.goes}>
        {seen.sources.map(({ source, staff, kind, count }) => (
          <li key={`${source} ${kind}`}>
            <Written text={words.record(staff ? words.staff : source, words.kinds[kind] ?? kind, count)} />
          </li>
        ))}
        {entries > 0 && (
          <li>
            {words.timeline(entries)}
            {seen.notes > 0 && `, ${words.notes(seen.notes)}`}
          </li>
        )}
        {seen.purchases > 0 && <li>{words.purchases(seen.purchases, sums)}</li>}
        {seen.invoices > 0 && <li>{words.invoices(seen.invoices)}</li>}
      </ul>
      {seen.objections.length === 0 ? (
        <p className="soft">{words.back}</p>
      ) : (
        <div role="note">
          <p className="warn">{words.no}</p>
          <ul className={css.goes}>
            {seen.objections.map(({ code, count }) => (
              <li key={code}>
                {code === 'invoice_kept'
                  ? words.invoiceKept(count, seen.kept.until ? format.day(seen.kept.until) : '')
                  : words.toldElsewhere}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
