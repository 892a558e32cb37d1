import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Insights } from '#src/know/insights/forecast/contract.ts'
import { api } from '../../api/client.ts'
import { useWords } from '../../words/index.tsx'
import { goesOn, Running } from './Running.tsx'

/** Making all forecasts again: starting it, how far it is, stopping it, and how the last one ended. */
export function Making({ page }: { page: Insights }) {
  const words = useWords().insights
  const client = useQueryClient()
  const { run, manages, model } = page
  const going = goesOn(run)
  const refresh = () => client.invalidateQueries({ queryKey: ['insights'] })
  const start = useMutation({ mutationFn: () => api.post('/insights/refit', undefined), onSuccess: refresh })
  const stop = useMutation({ mutationFn: () => api.post('/insights/stop', undefined), onSuccess: refresh })
  const went = useRef(going)
  useEffect(() => {
    // what else the page shows is new when a making has ended
    if (went.current && !going) void client.invalidateQueries({ queryKey: ['insights', 'best'] })
    went.current = going
  }, [going, client])
  return (
    <Running
      run={run}
      manages={manages}
      start={start}
      stop={stop}
      go={model ? words.makeAgain : words.make}
      first={!model}
      label={words.making}
      counted="predict"
      told={words.done}
      words={words}
    />
  )
}
