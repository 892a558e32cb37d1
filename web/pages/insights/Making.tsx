import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Insights } from '#src/know/insights/forecast/contract.ts'
import { api } from '../../api/client.ts'
import { Failure } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import css from './insights.module.css'

const goesOn = ({ run }: Insights): boolean => run !== null && ['waiting', 'running'].includes(run.state)

/** Making all forecasts again: starting it, how far it is, stopping it, and how the last one ended. */
export function Making({ page }: { page: Insights }) {
  const words = useWords().insights
  const client = useQueryClient()
  const { run, manages, model } = page
  const going = run !== null && goesOn(page)
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
    <div className={css.making}>
      {going && (
        <>
          <span role="status">
            {run.step === null ? words.waits : words.step[run.step]}
            {run.step === 'predict' && run.done > 0 && <span className="num"> {words.done(run.done, run.total)}</span>}
            <progress
              {...(run.step === 'predict' && { value: run.done, max: Math.max(1, run.total) })}
              aria-label={words.making}
            />
          </span>
          {manages && (
            <Button size="compact-sm" disabled={run.stopping} loading={stop.isPending} onClick={() => stop.mutate()}>
              {run.stopping ? words.stopping : words.stop}
            </Button>
          )}
        </>
      )}
      {run?.state === 'failed' && <span className="warn">{words.failed}</span>}
      {run?.state === 'stopped' && <span className="soft">{words.stopped}</span>}
      {!going && manages && (
        <Button {...(!model && { variant: 'filled' })} loading={start.isPending} onClick={() => start.mutate()}>
          {model ? words.makeAgain : words.make}
        </Button>
      )}
      {(start.isError || stop.isError) && <Failure error={start.error ?? stop.error} />}
    </div>
  )
}
