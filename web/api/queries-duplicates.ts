import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { pace } from './pace.ts'

const going = new Set(['waiting', 'running', 'merging'])

/** The queue: groups of customers that may be one. */
export const duplicatesQuery = infiniteQueryOptions({
  queryKey: ['duplicates', 'queue'],
  queryFn: ({ pageParam, signal }) => api.get('/duplicates', { query: pageParam ? { after: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next,
})

export const duplicateStateQuery = queryOptions({
  queryKey: ['duplicates', 'state'],
  queryFn: ({ signal }) => api.get('/duplicates/state', { signal }),
  refetchInterval: (query) => (going.has(query.state.data?.run?.state ?? '') ? pace('duplicates', 1000) : false),
})

export const duplicateGroupQuery = (id: string) =>
  queryOptions({
    queryKey: ['duplicates', 'group', id],
    queryFn: ({ signal }) => api.get('/duplicates/:id', { params: { id }, signal }),
  })

export const duplicateSampleQuery = (kind: string) =>
  queryOptions({
    queryKey: ['duplicates', 'sample', kind],
    queryFn: ({ signal }) => api.get('/duplicates/sample', { query: { kind }, signal }),
  })

export const duplicateDecisionsQuery = infiniteQueryOptions({
  queryKey: ['duplicates', 'decisions'],
  queryFn: ({ pageParam, signal }) =>
    api.get('/duplicates/decisions', { query: pageParam ? { after: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next,
})

/** Who a customer may be too. */
export const maybeSameQuery = (id: string) =>
  queryOptions({
    queryKey: ['duplicates', 'of', id],
    queryFn: ({ signal }) => api.get('/customers/:id/duplicates', { params: { id }, signal }),
    staleTime: 30_000,
  })
