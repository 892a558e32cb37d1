import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Finish, Line } from '#src/act/today/contract.ts'
import { api } from '../../../api/client.ts'
import { ApiError } from '../../../api/problem.ts'

/** What can be done with a line. */
export type Doing =
  | { what: 'taken'; over?: boolean }
  | { what: 'done'; finish: Finish }
  | { what: 'snoozed'; until: string }
  | { what: 'notUseful' }
/** What has just been done, told above the list until the next act. */
export interface Told {
  about: Doing['what'] | 'undone'
  customer: string
  name: string
  /** To be undone by. */
  act: string | null
}
export type Acting = ReturnType<typeof useActing>

function send(id: string, doing: Doing) {
  const params = { id }
  switch (doing.what) {
    case 'taken':
      return api.post('/attention/:id/take', { ...(doing.over && { over: true }) }, { params })
    case 'done':
      return api.post('/attention/:id/done', doing.finish, { params })
    case 'snoozed':
      return api.post('/attention/:id/snooze', { until: doing.until }, { params })
    case 'notUseful':
      return api.post('/attention/:id/not-useful', undefined, { params })
  }
}

/** Acting on lines, and taking back. Each act brings whatever shows lines up to date and leaves a notice. */
export function useActing() {
  const client = useQueryClient()
  const [told, setTold] = useState<Told | null>(null)
  /** The panel that is open under a line. */
  const [open, setOpen] = useState<{ id: string; as: 'done' | 'snooze' } | null>(null)
  const refresh = async (customer: string) => {
    void client.invalidateQueries({ queryKey: ['customers', 'one', customer] })
    void client.invalidateQueries({ queryKey: ['customers', 'timeline', customer] })
    await client.invalidateQueries({ queryKey: ['attention'] })
  }
  const act = useMutation({
    mutationFn: ({ line, doing }: { line: Pick<Line, 'id' | 'name'>; doing: Doing }) => send(line.id, doing),
    onSuccess: async ({ act: id }, { line, doing }) => {
      setOpen(null)
      setTold({ about: doing.what, customer: line.id, name: line.name, act: id })
      await refresh(line.id)
    },
    // the list on the screen was old
    onError: (_, { line }) => refresh(line.id),
  })
  const undo = useMutation({
    mutationFn: ({ customer, act: id }: { customer: string; name: string; act: string }) =>
      api.post('/attention/:id/acts/:act/undo', undefined, { params: { id: customer, act: id } }),
    onSuccess: async (_, { customer, name }) => {
      setTold({ about: 'undone', customer, name, act: null })
      await refresh(customer)
    },
  })
  const failed = act.error
  return {
    told,
    open,
    setOpen,
    act,
    undo,
    /** Who has the line that somebody tried to take. */
    heldBy:
      failed instanceof ApiError && failed.code === 'taken_already'
        ? typeof failed.details.who === 'string'
          ? failed.details.who
          : ''
        : null,
    takeBack: () => {
      if (told?.act && !undo.isPending) undo.mutate({ customer: told.customer, name: told.name, act: told.act })
    },
  }
}
