import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
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

/** Changes of many customers, newest first; asked again while one is under way. */
export const bulkEditsQuery = infiniteQueryOptions({
  queryKey: ['lists', 'bulk'],
  queryFn: ({ pageParam, signal }) => api.get('/bulk-edits', { query: pageParam ? { after: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next,
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ edits }) => edits.some((one) => one.state === 'running' || one.state === 'undoing'))
      ? 1000
      : false,
})

/** Values of a field that are probably one; asked again while they are looked for. */
export const cleanupQuery = (field: string) =>
  queryOptions({
    queryKey: ['cleanup', field],
    queryFn: ({ signal }) => api.get('/cleanup', { query: { field }, signal }),
    refetchInterval: ({ state }) =>
      state.data?.search?.state === 'waiting' || state.data?.search?.state === 'running' ? 1000 : false,
  })
