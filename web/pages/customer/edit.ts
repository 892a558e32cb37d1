import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { CustomerEdit, CustomerIdentity } from '#src/know/customers/contract.ts'
import { api } from '../../api/client.ts'
import { ApiError } from '../../api/problem.ts'
import { customerQuery } from '../../api/queries.ts'
import { useWords } from '../../words/index.tsx'

/**
 * Changes values of a customer as of the version on the screen. When somebody was quicker the fresh values are fetched, and the same
 * change can be sent again knowingly.
 */
export function useEdit(identity: CustomerIdentity, done: () => void) {
  const words = useWords().customer.edit
  const client = useQueryClient()
  const query = customerQuery(identity.id)
  const save = useMutation({
    mutationFn: (change: CustomerEdit) =>
      api.patch('/customers/:id', change, { params: { id: identity.id }, version: identity.version }),
    onError: (error) => {
      if (isConflict(error)) void client.invalidateQueries(query)
    },
    onSuccess: async () => {
      await client.invalidateQueries(query)
      void client.invalidateQueries({ queryKey: ['customers', 'list'] })
      notifications.show({ message: words.saved })
      done()
    },
  })
  return { ...save, conflict: isConflict(save.error) }
}

const isConflict = (error: unknown) =>
  error instanceof ApiError && (error.code === 'changed_meanwhile' || error.status === 412)
