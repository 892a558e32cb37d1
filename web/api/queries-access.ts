import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import type { LookFilter } from './routes.ts'

/** Who looked at one customer. */
export const lookedAtQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['access', 'customer', id],
    queryFn: ({ pageParam, signal }) =>
      api.get('/customers/:id/access', { params: { id }, query: pageParam ? { after: pageParam } : {}, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })

/** Who looked at whom. */
export const looksQuery = (filter: LookFilter) =>
  infiniteQueryOptions({
    queryKey: ['access', 'all', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get('/access', { query: { ...filter, ...(pageParam ? { after: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })

/** The exports made. */
export const exportsQuery = infiniteQueryOptions({
  queryKey: ['access', 'exports'],
  queryFn: ({ pageParam, signal }) => api.get('/exports', { query: pageParam ? { after: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next,
})

/** How far the history is sealed; asked again while a check goes on. */
export const auditQuery = queryOptions({
  queryKey: ['audit'],
  queryFn: ({ signal }) => api.get('/audit', { signal }),
  refetchInterval: ({ state }) =>
    state.data?.check?.state === 'running' || state.data?.check?.state === 'waiting' ? 1000 : false,
})
