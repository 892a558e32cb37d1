import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import type { RepairSearch } from './routes.ts'

/** What waits, by cause. `source` and `import` narrow the whole page. */
export const repairSummaryQuery = (within: Pick<RepairSearch, 'source' | 'import'>) =>
  queryOptions({
    queryKey: ['repairs', 'summary', within],
    queryFn: ({ signal }) => api.get('/repairs/summary', { query: within, signal }),
  })

/** Rows of one layout, in the order in which they were told. */
export const repairsQuery = (search: RepairSearch & { state: string }) =>
  infiniteQueryOptions({
    queryKey: ['repairs', 'rows', search],
    queryFn: ({ pageParam, signal }) =>
      api.get('/repairs', { query: { ...search, ...(pageParam ? { after: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })

export const repairRunQuery = (id: string) =>
  queryOptions({
    queryKey: ['repairs', 'run', id],
    queryFn: ({ signal }) => api.get('/repairs/runs/:id', { params: { id }, signal }),
    refetchInterval: (query) =>
      query.state.data === undefined || ['queued', 'running'].includes(query.state.data.state) ? 800 : false,
  })

/** Address of the file of the same rows. */
export function repairFileAddress(search: RepairSearch): string {
  const asked = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== undefined))
  return `/api/v1/repairs/file?${asked.toString()}`
}
