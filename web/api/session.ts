import { useSuspenseQuery } from '@tanstack/react-query'
import type { Verb } from '#src/terms/index.ts'
import { meQuery } from './queries.ts'
import type { Me } from './routes.ts'

/** Who is signed in. Only below the frame, which loads it first. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

/** Whether the signed-in person may do it. The server decides; this only leaves out what would be refused. */
export function useMay(): (verb: Verb) => boolean {
  const { permissions } = useMe()
  return (verb) => permissions.includes(verb)
}
