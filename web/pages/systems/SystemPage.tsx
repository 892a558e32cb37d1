import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { System, Trial } from '#src/clean/propagation/contract.ts'
import { api } from '../../api/client.ts'
import { systemQuery } from '../../api/queries-systems.ts'
import { useMay } from '../../api/session.ts'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { visible } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import { Deliveries } from './Deliveries.tsx'
import { draftOf, settingsOf } from './draft.ts'
import { Fields } from './Fields.tsx'
import { Mapping } from './Mapping.tsx'
import { Secret } from './Secret.tsx'
import { Signs, Times } from './SystemsPage.tsx'
import css from './systems.module.css'
import { errorOf } from './told.ts'

/** One system: how it is doing, what it has not got, what it sees, where it is. */
export function SystemPage() {
  const { id } = useParams({ from: '/frame/systems/$id' })
  const words = useWords().systems
  const query = useQuery(systemQuery(id))
  if (query.data) return <Loaded key={id} system={query.data} />
  return (
    <Page title={words.title}>
      {query.isError ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Loading lines={8} />}
    </Page>
  )
}

function Loaded({ system }: { system: System }) {
  const words = useWords().systems
  const may = useMay()
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <Page title={visible(system.name)} lead={words.ways[system.way]}>
      <div className={css.head}>
        <Signs system={system} />
        <Times system={system} />
      </div>
      {may('system.run') && <Acts system={system} shown={setSecret} />}
      {secret && <Secret secret={secret} way={system.way} />}
      <div className={css.cols}>
        <Deliveries system={system} />
        <div>
          <Mapping key={`m${system.version}`} system={system} />
          {may('system.manage') && <Settings key={`s${system.version}`} system={system} />}
        </div>
      </div>
    </Page>
  )
}

function Acts({ system, shown }: { system: System; shown: (secret: string) => void }) {
  const words = useWords().systems
  const may = useMay()
  const client = useQueryClient()
  const { id } = system
  const fresh = () => client.invalidateQueries({ queryKey: ['systems'] })
  const params = { params: { id } }
  const pause = useMutation({
    mutationFn: () =>
      api.post(system.state === 'paused' ? '/systems/:id/resume' : '/systems/:id/pause', undefined, params),
    onSuccess: fresh,
  })
  const retry = useMutation({
    mutationFn: () => api.post('/systems/:id/retry', undefined, params),
    onSuccess: ({ count }) => {
      notifications.show({ message: words.retried(count) })
      void fresh()
    },
  })
  const trial = useMutation({ mutationFn: () => api.post('/systems/:id/trial', undefined, params) })
  const sendAll = useMutation({
    mutationFn: () => api.post('/systems/:id/send-all', undefined, params),
    onSuccess: () => {
      notifications.show({ message: words.sendAllStarted })
      void fresh()
    },
  })
  const secret = useMutation({
    mutationFn: () => api.post('/systems/:id/secret', undefined, params),
    onSuccess: (made) => {
      shown(made.secret)
      void fresh()
    },
  })
  const failed = [pause, retry, trial, sendAll, secret].find((one) => one.isError)
  return (
    <div className={css.acts}>
      <div className={css.buttons}>
        {(system.failing > 0 || system.dead > 0) && (
          <Button variant="filled" onClick={() => retry.mutate()} loading={retry.isPending}>
            {words.retryAll}
          </Button>
        )}
        <Button onClick={() => pause.mutate()} loading={pause.isPending}>
          {system.state === 'paused' ? words.resume : words.pause}
        </Button>
        {may('system.manage') && (
          <>
            {system.way !== 'pull' && (
              <Button onClick={() => trial.mutate()} loading={trial.isPending}>
                {words.trial}
              </Button>
            )}
            <Button onClick={() => sendAll.mutate()} loading={sendAll.isPending} disabled={system.sendingAll}>
              {words.sendAll}
            </Button>
            {(system.way === 'hook' || system.way === 'pull') && (
              <Button onClick={() => secret.mutate()} loading={secret.isPending}>
                {words.newSecret}
              </Button>
            )}
          </>
        )}
      </div>
      {failed && <Failure error={failed.error} />}
      {trial.data && <Tried system={system} trial={trial.data} />}
    </div>
  )
}

function Tried({ system, trial }: { system: System; trial: Trial }) {
  const words = useWords().systems
  const client = useQueryClient()
  const trust = useMutation({
    mutationFn: () =>
      api.patch('/systems/:id', { fingerprint: trial.seen! }, { params: { id: system.id }, version: system.version }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['systems'] }),
  })
  if (trial.ok)
    return (
      <p role="status" className="good">
        {words.trialFine}
      </p>
    )
  return (
    <div role="status" className={css.fault}>
      <p>{errorOf(words, trial.error!)}</p>
      {trial.seen && !trust.isSuccess && (
        <>
          <p>{words.trialKey}</p>
          <p className={css.code}>{trial.seen}</p>
          {trust.isError && <Failure error={trust.error} />}
          <Button onClick={() => trust.mutate()} loading={trust.isPending}>
            {words.trustKey}
          </Button>
        </>
      )}
    </div>
  )
}

function Settings({ system }: { system: System }) {
  const words = useWords().systems
  const client = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(system))
  const save = useMutation({
    mutationFn: () =>
      api.patch('/systems/:id', settingsOf(draft), { params: { id: system.id }, version: system.version }),
    onSuccess: () => {
      notifications.show({ message: words.form.saved })
      void client.invalidateQueries({ queryKey: ['systems'] })
    },
  })
  return (
    <Section title={words.settings}>
      <form
        className={css.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Fields
          draft={draft}
          change={(part) => setDraft({ ...draft, ...part })}
          staff={system.staff}
          sources={system.sources}
          known
        />
        {save.isError && <Failure error={save.error} />}
        <div className={css.buttons}>
          <Button type="submit" loading={save.isPending}>
            {words.form.save}
          </Button>
          <Remove system={system} />
        </div>
      </form>
    </Section>
  )
}

function Remove({ system }: { system: System }) {
  const words = useWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [sure, setSure] = useState(false)
  const remove = useMutation({
    mutationFn: () => api.delete('/systems/:id', { params: { id: system.id } }),
    onSuccess: () => {
      notifications.show({ message: words.systems.removed(visible(system.name)) })
      void client.invalidateQueries({ queryKey: ['systems', 'all'] })
      void navigate({ to: '/systems' })
    },
  })
  if (!sure)
    return (
      <Button variant="subtle" onClick={() => setSure(true)}>
        {words.systems.remove}
      </Button>
    )
  return (
    <div className={css.sure}>
      <p>{words.systems.removeSure}</p>
      {remove.isError && <Failure error={remove.error} />}
      <div className={css.buttons}>
        <Button onClick={() => remove.mutate()} loading={remove.isPending}>
          {words.systems.removeGo}
        </Button>
        <Button variant="subtle" onClick={() => setSure(false)}>
          {words.shell.state.cancel}
        </Button>
      </div>
    </div>
  )
}
