import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'

/** What deleting a customer touches; always as it is now. */
export const touchedQuery = (id: string) =>
  queryOptions({
    queryKey: ['customers', 'touched', id],
    queryFn: ({ signal }) => api.get('/customers/:id/touched', { params: { id }, signal }),
    staleTime: 0,
    gcTime: 0,
  })

/** A change of many customers; asked again while it is under way. */
export const bulkEditQuery = (id: string) =>
  queryOptions({
    queryKey: ['lists', 'bulk', id],
    queryFn: ({ signal }) => api.get('/bulk-edits/:id', { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' || state.data?.state === 'undoing' ? 1000 : false),
  })
