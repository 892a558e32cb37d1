import { Button, NativeSelect, Progress, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { BulkChange, BulkEdit } from '#src/know/lists/bulk/contract.ts'
import { api } from '../../api/client.ts'
import { bulkEditQuery } from '../../api/queries-standing.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { Choice } from '../../ui/parts.tsx'
import { Failure } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import { selectionOf } from './ExportDialog.tsx'
import css from './lists.module.css'
import type { Picked, Shown } from './state.ts'

/** Begins one change of all that is picked; `begun` hears which. */
export function useBulk(shown: Shown, picked: Picked, begun: (id: string) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: BulkChange) =>
      api.post('/lists/customers/edit', { selection: selectionOf(shown, picked), change }),
    onSuccess: (bulk) => {
      client.setQueryData(bulkEditQuery(bulk.id).queryKey, bulk)
      void client.invalidateQueries({ queryKey: ['customers'] })
      begun(bulk.id)
    },
  })
}

interface BulkDialogProps {
  open: boolean
  close: () => void
  bulk: ReturnType<typeof useBulk>
}
/** One change for many: a language, a further detail, or back from the archive. */
export function BulkDialog({ open, close, bulk }: BulkDialogProps) {
  const all = useWords()
  const words = all.standing.bulk
  const [what, setWhat] = useState<'language' | 'attribute' | 'restore'>('language')
  const [language, setLanguage] = useState('fi')
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const change: BulkChange | undefined =
    what === 'language'
      ? { language }
      : what === 'restore'
        ? { standing: 'restored' }
        : name.trim() && value.trim()
          ? { attributes: [{ name: name.trim(), value: value.trim() }] }
          : undefined
  return (
    <Dialog open={open} close={close} as="side" label={words.title}>
      <h1>{words.title}</h1>
      <p className="soft">{words.text}</p>
      <DialogForm
        ready={change !== undefined}
        send={() => change && bulk.mutate(change)}
        sending={bulk}
        go={words.go}
        close={close}
      >
        <Choice
          label={words.what}
          showLabel
          value={what}
          options={(['language', 'attribute', 'restore'] as const).map((one) => ({ value: one, label: words[one] }))}
          change={setWhat}
        />
        {what === 'language' && (
          <NativeSelect
            label={words.language}
            value={language}
            data={Object.entries(all.terms.languageName).map(([code, label]) => ({ value: code, label }))}
            onChange={(event) => setLanguage(event.target.value)}
          />
        )}
        {what === 'attribute' && (
          <>
            <TextInput
              label={words.name}
              value={name}
              maxLength={120}
              onChange={(event) => setName(event.target.value)}
            />
            <TextInput
              label={words.value}
              value={value}
              maxLength={2000}
              onChange={(event) => setValue(event.target.value)}
            />
          </>
        )}
      </DialogForm>
    </Dialog>
  )
}

/** How far a change is, what became of it, and the way back. */
export function BulkStrip({ id, close }: { id: string; close: () => void }) {
  const { standing: words, shell } = useWords()
  const client = useQueryClient()
  const query = useQuery(bulkEditQuery(id))
  const keep = (bulk: BulkEdit) => client.setQueryData(bulkEditQuery(id).queryKey, bulk)
  const undo = useMutation({
    mutationFn: () => api.post('/bulk-edits/:id/undo', undefined, { params: { id } }),
    onSuccess: keep,
  })
  const stop = useMutation({
    mutationFn: () => api.post('/bulk-edits/:id/cancel', undefined, { params: { id } }),
    onSuccess: keep,
  })
  const bulk = query.data
  const state = bulk?.state
  useEffect(() => {
    if (state !== undefined) void client.invalidateQueries({ queryKey: ['customers'] })
  }, [client, state])
  const error = query.error ?? undo.error ?? stop.error
  const going = state === 'running' || state === 'undoing'
  return (
    <div className={css.picked}>
      {bulk && <span role="status">{told(bulk, words.bulk).join(' ')}</span>}
      {bulk && going && (
        <Progress
          className={css.progress!}
          aria-label={words.bulk.progress}
          value={bulk.total === 0 ? 100 : (100 * bulk.through) / bulk.total}
        />
      )}
      {state === 'running' && (
        <Button loading={stop.isPending} onClick={() => stop.mutate()}>
          {words.bulk.stop}
        </Button>
      )}
      {bulk?.undoable && (
        <Button loading={undo.isPending} onClick={() => undo.mutate()}>
          {words.undo}
        </Button>
      )}
      {error && <Failure error={error} />}
      {!going && (
        <>
          <Link to="/lists/past" className="link">
            {words.past.title}
          </Link>
          <button type="button" className="link" onClick={close}>
            {shell.state.closeNotice}
          </button>
        </>
      )}
    </div>
  )
}

/** What became of a change of many, in sentences. */
export function told(bulk: BulkEdit, words: ReturnType<typeof useWords>['standing']['bulk']): string[] {
  const { state, through, total, done, same, undone, change } = bulk
  const reasons = (all: BulkEdit['kept']) => all.map(({ because, count }) => words.refused(because, count))
  if (state === 'running') return [words.running(through, total)]
  if (state === 'undoing') return [words.undoing(through, total)]
  if (state === 'undone') return [words.undone(undone), ...reasons(bulk.kept)]
  const did = change.standing === undefined ? words.done : words[change.standing]
  return [
    ...(state === 'cancelled' ? [words.cancelled] : []),
    did(done),
    ...(same > 0 ? [words.same(same)] : []),
    ...reasons(bulk.refused),
  ]
}
