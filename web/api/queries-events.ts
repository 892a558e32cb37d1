import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'

/** Sources that send events. News of them come by themselves. */
export const eventSourcesQuery = queryOptions({
  queryKey: ['event-sources'],
  queryFn: ({ signal }) => api.get('/event-sources', { signal }),
})
