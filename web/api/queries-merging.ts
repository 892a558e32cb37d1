import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'

/** What two customers would be as one; always as it is now. */
export const mergePreviewQuery = (id: string, other: string) =>
  queryOptions({
    queryKey: ['customers', 'merge-preview', id, other],
    queryFn: ({ signal }) =>
      api.get('/customers/:id/merge-preview', { params: { id }, query: { with: other }, signal }),
    staleTime: 0,
    gcTime: 0,
  })

/** Who went into a customer. */
export const mergesQuery = (id: string) =>
  queryOptions({
    queryKey: ['customers', 'merges', id],
    queryFn: ({ signal }) => api.get('/customers/:id/merges', { params: { id }, signal }),
  })

/** What is told of a customer, by record; always as it is now. */
export const recordsQuery = (id: string) =>
  queryOptions({
    queryKey: ['customers', 'records', id],
    queryFn: ({ signal }) => api.get('/customers/:id/records', { params: { id }, signal }),
    staleTime: 0,
    gcTime: 0,
  })
