import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'

/** What has changed in how one customer buys. */
export const deviationsQuery = (id: string) =>
  queryOptions({
    queryKey: ['customers', 'deviations', id],
    queryFn: ({ signal }) => api.get('/customers/:id/deviations', { params: { id }, signal }),
  })
