import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { pace } from './pace.ts'

/** How the forecasts stand. Asked often while they are being made. */
export const insightsQuery = queryOptions({
  queryKey: ['insights', 'all'],
  queryFn: ({ signal }) => api.get('/insights', { signal }),
  refetchInterval: ({ state }) =>
    ['waiting', 'running'].includes(state.data?.run?.state ?? '') ? pace('insights', 1000) : false,
})

/** The best of the future beside the best of the past, in one currency (absent: the largest). */
export const bestQuery = (currency: string | undefined) =>
  queryOptions({
    queryKey: ['insights', 'best', currency ?? ''],
    queryFn: ({ signal }) => api.get('/insights/best', { query: currency ? { currency } : {}, signal }),
  })

/** What is expected of one customer. */
export const forecastQuery = (id: string) =>
  queryOptions({
    queryKey: ['customers', 'forecast', id],
    queryFn: ({ signal }) => api.get('/customers/:id/forecast', { params: { id }, signal }),
  })
