import { notifications } from '@mantine/notifications'
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { createContext, use } from 'react'
import type { CustomerChanged, CustomerEdit, CustomerIdentity } from '#src/know/customers/contract.ts'
import { api } from '../../api/client.ts'
import { ApiError } from '../../api/problem.ts'
import { customerQuery } from '../../api/queries.ts'
import { useWords } from '../../words/index.tsx'
import css from './history.module.css'

/** What a customer's page shows of values is read again. */
async function refresh(client: QueryClient, id: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries(customerQuery(id)),
    client.invalidateQueries({ queryKey: ['customers', 'values', id] }),
  ])
  void client.invalidateQueries({ queryKey: ['customers', 'history', id] })
  void client.invalidateQueries({ queryKey: ['customers', 'list'] })
}

/** Where it is said that something is done: within a panel, since what stands behind it cannot be clicked; else a toast. */
export const Tell = createContext<((message: string, entry: string | null) => void) | null>(null)

/** Takes back one change made by hand. */
export function useUndo(id: string) {
  const words = useWords().values.done
  const client = useQueryClient()
  const tell = use(Tell)
  return useMutation({
    mutationFn: (entryId: string) =>
      api.post('/customers/:id/history/:entryId/undo', undefined, { params: { id, entryId } }),
    onSuccess: async () => {
      await refresh(client, id)
      if (tell) tell(words.undone, null)
      else notifications.show({ message: words.undone })
    },
  })
}

/** Tells that it is done, with a way back. */
function useToast(id: string): (message: string, entry: string | null) => void {
  const words = useWords().values.done
  const undo = useUndo(id)
  const tell = use(Tell)
  if (tell) return tell
  return (message, entry) => {
    if (entry === null) {
      notifications.show({ message })
      return
    }
    const toast = notifications.show({
      autoClose: 10_000,
      message: (
        <>
          {message}{' '}
          <button
            type="button"
            className={`link ${css.back}`}
            onClick={() => {
              notifications.hide(toast)
              undo.mutate(entry)
            }}
          >
            {words.undo}
          </button>
        </>
      ),
    })
  }
}

/**
 * Changes values of a customer as of the version on the screen. When somebody was quicker the fresh values are fetched, and the same
 * change can be sent again knowingly.
 */
export function useEdit(identity: CustomerIdentity, done: () => void) {
  const words = useWords().customer.edit
  return useChange(
    identity.id,
    (change: CustomerEdit) =>
      api.patch('/customers/:id', change, { params: { id: identity.id }, version: identity.version }),
    () => words.saved,
    done,
  )
}

/** Any change by hand: the page is read again, and a toast offers the way back. */
export function useChange<A>(
  id: string,
  act: (asked: A) => Promise<CustomerChanged>,
  message: (asked: A) => string,
  done?: () => void,
) {
  const client = useQueryClient()
  const toast = useToast(id)
  const save = useMutation({
    mutationFn: act,
    onError: (error) => {
      if (isConflict(error)) void refresh(client, id)
    },
    onSuccess: async ({ entry }, asked) => {
      await refresh(client, id)
      toast(message(asked), entry)
      done?.()
    },
  })
  return { ...save, conflict: isConflict(save.error) }
}

const isConflict = (error: unknown) =>
  error instanceof ApiError && (error.code === 'changed_meanwhile' || error.status === 412)
