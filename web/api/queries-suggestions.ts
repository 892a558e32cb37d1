import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { pace } from './pace.ts'

/** What to offer a customer. */
export const suggestionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['customers', 'suggestions', id],
    queryFn: ({ signal }) => api.get('/customers/:id/suggestions', { params: { id }, signal }),
  })

/** How suggestions stand. Asked often while they are being worked out. */
export const suggestionModelQuery = queryOptions({
  queryKey: ['insights', 'suggestions'],
  queryFn: ({ signal }) => api.get('/suggestions', { signal }),
  refetchInterval: ({ state }) =>
    ['waiting', 'running'].includes(state.data?.run?.state ?? '') ? pace('insights', 1000) : false,
})
