import { Button, Menu, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Segment, SegmentChange } from '#src/know/segments/kept/contract.ts'
import { api } from '../../api/client.ts'
import { segmentQuery, segmentUsesQuery } from '../../api/queries-segments.ts'
import { useMay } from '../../api/session.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { visible } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { UseList } from './Related.tsx'
import css from './segments.module.css'

type Panel = 'rename' | 'snapshot' | 'remove' | undefined

/** What can be done with a segment. */
export function Acts({ segment, edit }: { segment: Segment; edit: () => void }) {
  const words = useWords().segments.one
  const may = useMay()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [panel, setPanel] = useState<Panel>()
  const { id, name, about, condition, shared, version, changeable } = segment
  const change = useMutation({
    mutationFn: (what: SegmentChange) => api.patch('/segments/:id', what, { params: { id }, version }),
    onSuccess: async (changed) => {
      client.setQueryData(segmentQuery(id).queryKey, changed)
      await client.invalidateQueries({ queryKey: ['segments', 'list'] })
      setPanel(undefined)
    },
  })
  const copy = useMutation({
    mutationFn: () => api.post('/segments', { name: words.copyOf(name).slice(0, 120), about, condition: condition! }),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['segments', 'list'] })
      void navigate({ to: '/segments/$id', params: { id: made.id } })
    },
  })
  if (!may('segment.write')) return null
  const failed = panel === undefined ? (change.error ?? copy.error) : undefined
  return (
    <>
      {changeable && condition && <Button onClick={edit}>{words.edit}</Button>}
      <Menu position="bottom-end" transitionProps={{ duration: 0 }} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button aria-haspopup="menu">{words.actions}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {changeable && <Menu.Item onClick={() => setPanel('rename')}>{words.rename}</Menu.Item>}
          {changeable && (
            <Menu.Item onClick={() => change.mutate({ shared: !shared })}>
              {shared ? words.shareOff : words.shareOn}
            </Menu.Item>
          )}
          {condition && <Menu.Item onClick={() => copy.mutate()}>{words.duplicate}</Menu.Item>}
          <Menu.Item onClick={() => setPanel('snapshot')}>{words.snapshot}</Menu.Item>
          {changeable && <Menu.Item onClick={() => setPanel('remove')}>{words.remove}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {failed && <Failure error={failed} />}
      <Dialog open={panel === 'rename'} close={() => setPanel(undefined)} as="side" label={words.rename}>
        <Rename segment={segment} change={change} close={() => setPanel(undefined)} />
      </Dialog>
      <Dialog open={panel === 'snapshot'} close={() => setPanel(undefined)} as="side" label={words.snapshot}>
        <Snapshot segment={segment} close={() => setPanel(undefined)} />
      </Dialog>
      <Dialog open={panel === 'remove'} close={() => setPanel(undefined)} as="middle" label={words.remove}>
        <Remove segment={segment} close={() => setPanel(undefined)} />
      </Dialog>
    </>
  )
}

interface RenameProps {
  segment: Segment
  change: { mutate: (what: SegmentChange) => void; isPending: boolean; isError: boolean; error: unknown }
  close: () => void
}
function Rename({ segment, change, close }: RenameProps) {
  const all = useWords()
  const words = all.segments
  const [name, setName] = useState(segment.name)
  const [about, setAbout] = useState(segment.about)
  return (
    <>
      <h1>{words.one.rename}</h1>
      <DialogForm
        ready={name.trim() !== ''}
        send={() => change.mutate({ name: name.trim(), about: about.trim() })}
        sending={change}
        go={all.shell.state.save}
        close={close}
      >
        <TextInput
          data-autofocus
          label={words.name}
          value={name}
          maxLength={120}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        <TextInput
          label={words.about}
          value={about}
          maxLength={1000}
          autoComplete="off"
          onChange={(event) => setAbout(event.target.value)}
        />
      </DialogForm>
    </>
  )
}

function Snapshot({ segment, close }: { segment: Segment; close: () => void }) {
  const words = useWords().segments
  const format = useFormat()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState(() => words.one.snapshotName(segment.name, format.day(format.today)).slice(0, 120))
  const keep = useMutation({
    mutationFn: () => api.post('/segments/:id/snapshot', { name: name.trim() }, { params: { id: segment.id } }),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['segments', 'list'] })
      notifications.show({ message: words.saved(visible(made.name)) })
      close()
      void navigate({ to: '/segments/$id', params: { id: made.id } })
    },
  })
  return (
    <>
      <h1>{words.one.snapshot}</h1>
      <p className="soft">{words.one.snapshotText}</p>
      <DialogForm
        ready={name.trim() !== ''}
        send={() => keep.mutate()}
        sending={keep}
        go={words.one.snapshot}
        close={close}
      >
        <TextInput
          data-autofocus
          label={words.name}
          value={name}
          maxLength={120}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </DialogForm>
    </>
  )
}

/** Its uses are told before it goes. */
function Remove({ segment, close }: { segment: Segment; close: () => void }) {
  const all = useWords()
  const words = all.segments.one
  const client = useQueryClient()
  const navigate = useNavigate()
  const query = useQuery(segmentUsesQuery(segment.id))
  const uses = query.data?.uses ?? []
  const breaks = uses.filter((one) => one.breaks)
  const remove = useMutation({
    mutationFn: () =>
      api.delete('/segments/:id', {
        params: { id: segment.id },
        version: segment.version,
        ...(uses.length > 0 && { query: { confirmed: 'true' } }),
      }),
    onSuccess: async () => {
      notifications.show({ message: words.removed(visible(segment.name)) })
      await navigate({ to: '/segments' })
      client.removeQueries({ queryKey: segmentQuery(segment.id).queryKey })
      void client.invalidateQueries({ queryKey: ['segments'] })
    },
  })
  return (
    <div className={css.panel}>
      <h1>{words.removeTitle(visible(segment.name))}</h1>
      {query.isPending && <Loading lines={2} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && uses.length === 0 && <p className="soft">{words.removeUnused}</p>}
      {uses.length > 0 && (
        <>
          <p>{words.removeUsed}</p>
          <UseList uses={uses} />
          {breaks.length > 0 && <p className="warn">{words.removeBreaks}</p>}
        </>
      )}
      {remove.isError && <Failure error={remove.error} />}
      <div className={css.buttons}>
        <Button
          variant="outline"
          disabled={!query.data || breaks.length > 0}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          {words.remove}
        </Button>
        <Button variant="subtle" onClick={close}>
          {all.shell.state.cancel}
        </Button>
      </div>
    </div>
  )
}
