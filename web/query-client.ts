import { QueryClient } from '@tanstack/react-query'
import { isAway } from './api/problem.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // Only silence is worth repeating; a refusal stays a refusal.
      retry: (count, error) => isAway(error) && count < 2,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
})
