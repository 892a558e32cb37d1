import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { AlikeDraft } from '#src/know/customers/contract.ts'
import { api } from './client.ts'
import { pace } from './pace.ts'
import type { HistoryFilter, Import } from './routes.ts'

/** What the pages read, each with its key in one place. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.get('/me', { signal }),
  staleTime: 5 * 60_000,
})

export const todayQuery = queryOptions({
  queryKey: ['today'],
  queryFn: ({ signal }) => api.get('/today', { signal }),
})

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => api.get('/search', { query: { q }, signal }),
    enabled: q.length > 0,
    staleTime: 15_000,
  })

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: ['customers', 'one', id],
    queryFn: ({ signal }) => api.get('/customers/:id', { params: { id }, signal }),
  })

export const valuesQuery = (id: string) =>
  queryOptions({
    queryKey: ['customers', 'values', id],
    queryFn: ({ signal }) => api.get('/customers/:id/values', { params: { id }, signal }),
  })

export const historyQuery = (id: string, filter: HistoryFilter) =>
  infiniteQueryOptions({
    queryKey: ['customers', 'history', id, filter],
    queryFn: ({ pageParam, signal }) =>
      api.get('/customers/:id/history', {
        params: { id },
        query: { ...filter, ...(pageParam ? { after: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })

export const alikeQuery = (draft: AlikeDraft, enabled: boolean) =>
  queryOptions({
    queryKey: ['customers', 'alike', draft],
    queryFn: ({ signal }) => api.post('/customers/alike', draft, { signal }),
    enabled,
    staleTime: 30_000,
  })

/** The timeline after `from`; without kinds it goes on where the customer page's own lines end. */
export const timelineQuery = (id: string, kinds: readonly string[], from: string | null) =>
  infiniteQueryOptions({
    queryKey: ['customers', 'timeline', id, kinds.join(','), from ?? ''],
    queryFn: ({ pageParam, signal }) =>
      api.get('/customers/:id/timeline', {
        params: { id },
        query: {
          limit: 50,
          ...(kinds.length > 0 ? { kinds: kinds.join(',') } : {}),
          ...(pageParam ? { after: pageParam } : {}),
        },
        signal,
      }),
    initialPageParam: from ?? '',
    getNextPageParam: (last) => last.next,
  })

export const purchaseQuery = (id: string, purchaseId: string) =>
  queryOptions({
    queryKey: ['customers', 'purchase', id, purchaseId],
    queryFn: ({ signal }) => api.get('/customers/:id/purchases/:purchaseId', { params: { id, purchaseId }, signal }),
    staleTime: 60_000,
  })

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ pageParam, signal }) => api.get('/imports', { query: pageParam ? { after: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next,
  refetchInterval: (query) =>
    query.state.data?.pages.some((p) => p.imports.some(isGoing)) ? pace('import', 3000) : false,
})

export const isGoing = (job: Pick<Import, 'state'>) =>
  job.state === 'queued' || job.state === 'running' || job.state === 'rollingBack'

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => api.get('/imports/:id', { params: { id }, signal }),
    refetchInterval: (query) => (query.state.data && isGoing(query.state.data) ? pace('import', 800) : false),
  })

export const importLinesQuery = (id: string, bucket: string) =>
  infiniteQueryOptions({
    queryKey: ['imports', 'lines', id, bucket],
    queryFn: ({ pageParam, signal }) =>
      api.get('/imports/:id/lines', {
        params: { id },
        query: { bucket, ...(pageParam ? { after: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => api.get('/sources', { signal }),
})
