import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ListRequest } from '#src/know/lists/contract.ts'
import type { Condition } from '#src/know/segments/contract.ts'
import { api } from './client.ts'
import { pace } from './pace.ts'

// Everything of kept segments is under one key, which the stream of changes makes old.
export const segmentsQuery = queryOptions({
  queryKey: ['segments', 'list'],
  queryFn: ({ signal }) => api.get('/segments', { signal }),
  refetchInterval: (query) =>
    query.state.data?.segments.some(({ building }) => building !== null) ? pace('segment', 1500) : false,
})
export const readyQuery = queryOptions({
  queryKey: ['segments', 'ready'],
  queryFn: ({ signal }) => api.get('/segments/ready', { signal }),
})
export const segmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', 'one', id],
    queryFn: ({ signal }) => api.get('/segments/:id', { params: { id }, signal }),
    refetchInterval: (query) => (query.state.data?.building ? pace('segment', 1000) : false),
  })
export const segmentSizesQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', 'sizes', id],
    queryFn: ({ signal }) => api.get('/segments/:id/sizes', { params: { id }, signal }),
  })
export const segmentOverlapQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', 'overlap', id],
    queryFn: ({ signal }) => api.get('/segments/:id/overlap', { params: { id }, signal }),
    staleTime: 30_000,
  })
export const segmentUsesQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', 'uses', id],
    queryFn: ({ signal }) => api.get('/segments/:id/uses', { params: { id }, signal }),
  })
export const segmentChangesQuery = (id: string, what: 'entered' | 'left' | undefined) =>
  infiniteQueryOptions({
    queryKey: ['segments', 'changes', id, what ?? ''],
    queryFn: ({ pageParam, signal }) =>
      api.get('/segments/:id/changes', {
        params: { id },
        query: { limit: 12, ...(what && { what }), ...(pageParam ? { after: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })
/** How many fit, who for example, and what to think of. A newer question ends the one before. */
export const segmentCountQuery = (condition: Condition) =>
  queryOptions({
    queryKey: ['segments', 'count', condition],
    queryFn: ({ signal }) => api.post('/segments/count', { condition }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    retry: false,
  })
/** What can be asked of customers. */
export const conditionFieldsQuery = queryOptions({
  queryKey: ['conditions', 'fields'],
  queryFn: ({ signal }) => api.get('/conditions/fields', { signal }),
  staleTime: 60_000,
  retry: false,
})
export const customerSegmentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', 'customer', id],
    queryFn: ({ signal }) => api.get('/customers/:id/segments', { params: { id }, signal }),
  })

/** Categories, products and codes that have what was written in them. */
export const offeredQuery = (of: string, typed: string) =>
  queryOptions({
    queryKey: ['segments', 'offered', of, typed],
    queryFn: async ({ signal }) => {
      const field = of === 'product' ? 'sku' : of === 'productName' ? 'name' : of
      const body = { columns: [field], conditions: { field, op: 'contains', value: typed } as Condition, limit: 100 }
      const page = await api.post('/lists/:list', body, { params: { list: 'products' }, signal })
      return [...new Set(page.rows.flatMap(({ cells: [value] }) => (typeof value === 'string' ? [value] : [])))]
    },
    staleTime: 60_000,
    retry: false,
  })

/** Some fields of one customer, as lists have them. */
export const customerRowQuery = (id: string, request: ListRequest) =>
  queryOptions({
    queryKey: ['customers', 'list', 'customers', 'row', id, request.columns],
    queryFn: async ({ signal }) => {
      const page = await api.post('/lists/:list', { ...request, limit: 1 }, { params: { list: 'customers' }, signal })
      return page.rows[0] ?? { cells: [] as unknown[] }
    },
    staleTime: 30_000,
  })
