import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { QualityMeasure } from '#src/terms/index.ts'
import { api } from './client.ts'
import type { Inventory } from './routes.ts'

const whileMeasuring = (measuring: Inventory['measuring'] | undefined) =>
  measuring?.state === 'waiting' || measuring?.state === 'running' ? 1500 : false

/** What the sources tell, and how well. All under one key: a measuring changes them together. */
export const inventoryQuery = (measure: QualityMeasure) =>
  queryOptions({
    queryKey: ['inventory', 'map', measure],
    queryFn: ({ signal }) => api.get('/sources/inventory', { query: { measure }, signal }),
    refetchInterval: (query) => whileMeasuring(query.state.data?.measuring),
  })

export const sourceInventoryQuery = (id: string) =>
  queryOptions({
    queryKey: ['inventory', 'one', id],
    queryFn: ({ signal }) => api.get('/sources/:id/inventory', { params: { id }, signal }),
    refetchInterval: (query) => whileMeasuring(query.state.data?.measuring),
  })

export const qualityQuery = queryOptions({
  queryKey: ['inventory', 'quality'],
  queryFn: ({ signal }) => api.get('/quality', { signal }),
  refetchInterval: (query) => whileMeasuring(query.state.data?.measuring),
})

export interface RowsAsked {
  source: string
  fact: string
  measure: QualityMeasure
  side: 'passes' | 'fails' | 'unchecked'
}
export const factRowsQuery = ({ source, fact, measure, side }: RowsAsked) =>
  infiniteQueryOptions({
    queryKey: ['inventory', 'rows', source, fact, measure, side],
    queryFn: ({ pageParam, signal }) =>
      api.get('/sources/:id/rows', {
        params: { id: source },
        query: { fact, measure, side, ...(pageParam ? { after: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })

/** Where faults come from. Under the key of the numbers that a measuring changes. */
export const causesQuery = queryOptions({
  queryKey: ['inventory', 'causes'],
  queryFn: ({ signal }) => api.get('/quality/causes', { signal }),
})
export const chartQuery = (source: string, entrance: string) =>
  queryOptions({
    queryKey: ['inventory', 'chart', source, entrance],
    queryFn: ({ signal }) => api.get('/sources/:id/chart', { params: { id: source }, query: { entrance }, signal }),
  })
export const sourceOwnerQuery = (id: string) =>
  queryOptions({
    queryKey: ['inventory', 'owner', id],
    queryFn: ({ signal }) => api.get('/sources/:id/owner', { params: { id }, signal }),
  })
