import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => api.get('/users', { signal }),
})

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => api.get('/tokens', { signal }),
})

export const factorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: ({ signal }) => api.get('/me/second-factor', { signal }),
})

export const factorPolicyQuery = queryOptions({
  queryKey: ['second-factor', 'policy'],
  queryFn: ({ signal }) => api.get('/settings/second-factor', { signal }),
})

/** Whether there is single sign-on; the form does not wait for it. */
export const waysQuery = queryOptions({
  queryKey: ['entry-ways'],
  queryFn: ({ signal }) => api.get('/sign-in/ways', { signal }),
  staleTime: 5 * 60_000,
  retry: false,
})
