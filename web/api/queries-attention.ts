import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { pace } from './pace.ts'

/** The reader's own list. */
export const attentionQuery = queryOptions({
  queryKey: ['attention', 'mine'],
  queryFn: ({ signal }) => api.get('/attention', { query: { scope: 'mine' }, signal }),
  refetchInterval: () => pace('attention', 30_000),
})

/** Everybody's list, in pages. */
export const teamAttentionQuery = infiniteQueryOptions({
  queryKey: ['attention', 'team'],
  queryFn: ({ pageParam, signal }) =>
    api.get('/attention', { query: { scope: 'team', ...(pageParam ? { after: pageParam } : {}) }, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next,
})

export const attentionSettingsQuery = queryOptions({
  queryKey: ['attention', 'settings'],
  queryFn: ({ signal }) => api.get('/attention/settings', { signal }),
})

/** Why a customer is on the list, and what was done with it. */
export const customerAttentionQuery = (id: string) =>
  queryOptions({
    queryKey: ['attention', 'of', id],
    queryFn: ({ signal }) => api.get('/customers/:id/attention', { params: { id }, signal }),
  })
