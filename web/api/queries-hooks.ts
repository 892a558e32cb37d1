import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { pace } from './pace.ts'

const every = () => pace('event', 15_000)
/** Web hooks and forms; news of them come by themselves. */
export const hooksQuery = queryOptions({
  queryKey: ['event-sources', 'hooks'],
  queryFn: ({ signal }) => api.get('/hooks', { signal }),
  refetchInterval: every,
})
export const hookQuery = (id: string) =>
  queryOptions({
    queryKey: ['event-sources', 'hooks', id],
    queryFn: ({ signal }) => api.get('/hooks/:id', { params: { id }, signal }),
    refetchInterval: every,
  })
export const formsQuery = queryOptions({
  queryKey: ['forms', 'all'],
  queryFn: ({ signal }) => api.get('/forms', { signal }),
})
export const formQuery = (id: string) =>
  queryOptions({
    queryKey: ['forms', 'one', id],
    queryFn: ({ signal }) => api.get('/forms/:id', { params: { id }, signal }),
  })
