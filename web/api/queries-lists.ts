import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ListName, ListRequest } from '#src/know/lists/contract.ts'
import type { Condition } from '#src/know/segments/contract.ts'
import { api, base } from './client.ts'

// Lists of customers are under the key of customers: what changes a customer makes them be read again.
const keyOf = (list: ListName) => ['customers', 'list', list] as const

export const listFieldsQuery = (list: ListName) =>
  queryOptions({
    queryKey: [...keyOf(list), 'fields'],
    queryFn: ({ signal }) => api.get('/lists/:list/fields', { params: { list }, signal }),
    staleTime: 60_000,
  })

export const listQuery = (list: ListName, request: ListRequest) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(list), 'rows', request],
    queryFn: async ({ pageParam, signal }) => {
      const body = { ...request, limit: 100, ...(pageParam ? { after: pageParam } : {}) }
      const page = await api.post('/lists/:list', body, { params: { list }, signal })
      return { ...page, columns: request.columns }
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })

export const listCountQuery = (list: ListName, conditions: Condition | undefined) =>
  queryOptions({
    queryKey: [...keyOf(list), 'count', conditions ?? null],
    queryFn: ({ signal }) =>
      api.post('/lists/:list/count', conditions ? { conditions } : {}, { params: { list }, signal }),
    staleTime: 30_000,
  })

export const viewsQuery = (list: ListName) =>
  queryOptions({
    queryKey: ['views', list],
    queryFn: ({ signal }) => api.get('/views', { query: { list }, signal }),
    staleTime: 60_000,
  })

/** Where the file of an export is fetched from. */
export const exportAddress = (id: string) => `${base}/exports/${encodeURIComponent(id)}/file`
