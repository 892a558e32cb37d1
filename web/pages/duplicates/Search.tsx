import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { State } from '#src/know/duplicates/contract.ts'
import { api } from '../../api/client.ts'
import { Failure } from '../../ui/States.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './duplicates.module.css'

export const goesOn = ({ run }: State): boolean => run !== null && ['waiting', 'running', 'merging'].includes(run.state)

interface SearchProps {
  state: State
  /** Nothing but the button. */
  only?: boolean
  /** Nothing but the progress. */
  quiet?: boolean
}

/** Searching the whole base: starting it, how far it is, stopping it, and how the last one ended. */
export function Search({ state, only, quiet }: SearchProps) {
  const words = useWords().duplicates
  const format = useFormat()
  const client = useQueryClient()
  const { run, manages } = state
  const going = run !== null && goesOn(state)
  const refresh = () => client.invalidateQueries({ queryKey: ['duplicates'] })
  const start = useMutation({ mutationFn: () => api.post('/duplicates/search', undefined), onSuccess: refresh })
  const stop = useMutation({ mutationFn: () => api.post('/duplicates/search/stop', undefined), onSuccess: refresh })
  const at = run?.finishedAt ? format.moment(run.finishedAt) : ''
  const ended =
    run?.state === 'done' && run.result
      ? words.ran.done(at, run.result.customers, run.result.pairs, run.result.merged)
      : run?.state === 'failed' || run?.state === 'cancelled'
        ? words.ran[run.state](at)
        : null
  return (
    <div className={css.search}>
      {going && (
        <>
          <span role="status">
            {run.step === null ? words.waits : words.step[run.step]}
            <progress value={run.done} max={Math.max(1, run.total)} aria-label={words.searching} />
          </span>
          {manages && (
            <Button size="compact-sm" disabled={run.stopping} loading={stop.isPending} onClick={() => stop.mutate()}>
              {run.stopping ? words.stopping : words.stop}
            </Button>
          )}
        </>
      )}
      {!going && !only && ended && <span className="soft">{ended}</span>}
      {!going && !quiet && manages && (
        <Button
          {...(only && state.models.length === 0 && { variant: 'filled' })}
          loading={start.isPending}
          onClick={() => start.mutate()}
        >
          {state.models.length === 0 ? words.search : words.searchAgain}
        </Button>
      )}
      {(start.isError || stop.isError) && <Failure error={start.error ?? stop.error} />}
    </div>
  )
}
