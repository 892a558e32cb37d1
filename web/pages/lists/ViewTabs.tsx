import { Checkbox, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ListName, View, ViewChange } from '#src/know/lists/contract.ts'
import { api } from '../../api/client.ts'
import { useIntent } from '../../api/intent.ts'
import { viewsQuery } from '../../api/queries-lists.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { Failure } from '../../ui/States.tsx'
import { visible, Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import css from './lists.module.css'
import type { Shown } from './state.ts'

interface ViewTabsProps {
  list: ListName
  views: View[]
  view: View | undefined
  shown: Shown
  /** What is shown is no more what the view keeps. */
  changed: boolean
  open: (id: string | undefined) => void
}

const partsOf = ({ columns, sort, conditions }: Shown): Omit<ViewChange, 'name' | 'shared'> => ({
  columns,
  sort,
  ...(conditions && { conditions }),
})

/** Kept views as tabs; what was changed can be kept as another view, or in the same one. */
export function ViewTabs({ list, views, view, shown, changed, open }: ViewTabsProps) {
  const words = useWords()
  const { views: said } = words.lists
  const client = useQueryClient()
  const [saving, setSaving] = useState(false)
  const refresh = () => client.invalidateQueries({ queryKey: viewsQuery(list).queryKey })
  const update = useMutation({
    mutationFn: (one: View) =>
      api.patch(
        '/views/:id',
        { ...partsOf(shown), name: one.name, shared: one.shared },
        { params: { id: one.id }, version: one.version },
      ),
    onSuccess: async ({ id, name }) => {
      await refresh()
      notifications.show({ message: said.saved(visible(name)) })
      open(id)
    },
  })
  const forget = useMutation({
    mutationFn: (one: View) => api.delete('/views/:id', { params: { id: one.id } }),
    onSuccess: async (_, { name }) => {
      open(undefined)
      await refresh()
      notifications.show({ message: said.forgotten(visible(name)) })
    },
  })
  const own = view?.mine && view.hidden.length === 0
  return (
    <>
      <div className={css.bar}>
        <nav className={css.tabs} aria-label={said.label}>
          <Tab on={view === undefined} open={() => open(undefined)}>
            {said.all}
          </Tab>
          {views.map((one) => (
            <Tab
              key={one.id}
              on={one.id === view?.id}
              open={() => open(one.id)}
              {...(one.mine ? {} : { title: said.by(visible(one.owner)) })}
            >
              <Written text={one.name} />
            </Tab>
          ))}
        </nav>
        <span className={css.acts}>
          {changed && own && (
            <button type="button" className="link" onClick={() => update.mutate(view)}>
              {said.update}
            </button>
          )}
          {changed && (
            <button type="button" className="link" onClick={() => setSaving(true)}>
              {said.save}
            </button>
          )}
          {view?.mine && (
            <button type="button" className="link" onClick={() => forget.mutate(view)}>
              {said.forget}
            </button>
          )}
        </span>
      </div>
      {(update.error ?? forget.error) && <Failure error={update.error ?? forget.error} />}
      <Dialog open={saving} close={() => setSaving(false)} as="side" label={said.title}>
        <SaveForm
          list={list}
          shown={shown}
          close={() => setSaving(false)}
          saved={async (id) => {
            await refresh()
            open(id)
          }}
        />
      </Dialog>
    </>
  )
}

function Tab({
  on,
  open,
  title,
  children,
}: {
  on: boolean
  open: () => void
  title?: string
  children: React.ReactNode
}) {
  return (
    <button
      type="button"
      className={`bare ${css.tab}`}
      data-on={on || undefined}
      aria-current={on ? 'true' : undefined}
      title={title}
      onClick={open}
    >
      {children}
    </button>
  )
}

interface SaveFormProps {
  list: ListName
  shown: Shown
  close: () => void
  saved: (id: string) => Promise<void>
}
function SaveForm({ list, shown, close, saved }: SaveFormProps) {
  const words = useWords()
  const { views: said } = words.lists
  const intent = useIntent()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const save = useMutation({
    mutationFn: () => {
      const body = { list, ...partsOf(shown), name: name.trim(), shared }
      return api.post('/views', body, { key: intent.keyFor(body) })
    },
    onSuccess: async (view) => {
      intent.done()
      notifications.show({ message: said.saved(visible(view.name)) })
      close()
      await saved(view.id)
    },
  })
  return (
    <>
      <h1>{said.title}</h1>
      <p className="soft">{said.text}</p>
      <DialogForm
        ready={name.trim() !== ''}
        send={() => save.mutate()}
        sending={save}
        go={words.shell.state.save}
        close={close}
      >
        <TextInput
          data-autofocus
          label={said.name}
          value={name}
          maxLength={80}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        <Checkbox label={said.shared} checked={shared} onChange={(event) => setShared(event.target.checked)} />
      </DialogForm>
    </>
  )
}
