import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { pace } from './pace.ts'

const every = () => pace('delivery', 15_000)
export const systemsQuery = queryOptions({
  queryKey: ['systems', 'all'],
  queryFn: ({ signal }) => api.get('/systems', { signal }),
  refetchInterval: every,
})
export const systemChoicesQuery = queryOptions({
  queryKey: ['systems', 'choices'],
  queryFn: ({ signal }) => api.get('/systems/choices', { signal }),
})
export const systemQuery = (id: string) =>
  queryOptions({
    queryKey: ['systems', 'one', id],
    queryFn: ({ signal }) => api.get('/systems/:id', { params: { id }, signal }),
    refetchInterval: every,
  })
export const systemDeliveriesQuery = (id: string, show: string) =>
  infiniteQueryOptions({
    queryKey: ['systems', 'deliveries', id, show],
    queryFn: ({ pageParam, signal }) =>
      api.get('/systems/:id/deliveries', {
        params: { id },
        query: { show, ...(pageParam ? { after: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })
/** Where a customer's latest changes are. */
export const customerSystemsQuery = (id: string) =>
  queryOptions({
    queryKey: ['systems', 'customer', id],
    queryFn: ({ signal }) => api.get('/customers/:id/deliveries', { params: { id }, signal }),
    refetchInterval: ({ state }) =>
      state.data?.systems.some((one) => one.known && one.state !== 'acknowledged') ? pace('delivery', 5000) : false,
  })
