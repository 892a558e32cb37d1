import { Button } from '@mantine/core'
import type { Run } from '#src/know/insights/runs/contract.ts'
import { Failure } from '../../ui/States.tsx'
import css from './insights.module.css'

interface Act {
  mutate: () => void
  isPending: boolean
  isError: boolean
  error: unknown
}
interface RunningProps<Step extends string> {
  run: Run<Step> | null
  manages: boolean
  start: Act
  stop: Act
  /** Word of the button that starts, and whether it is the first thing to do. */
  go: string
  first?: boolean
  /** What is going on, for a screen reader. */
  label: string
  /** The step that tells how far it is; `told` says it in words. */
  counted: Step
  told?: (done: number, total: number) => string
  words: {
    waits: string
    step: Record<string, string>
    stop: string
    stopping: string
    failed: string
    stopped: string
  }
}

export const goesOn = (run: { state: string } | null): boolean =>
  run !== null && ['waiting', 'running'].includes(run.state)

/** Some long work: starting it, how far it is, stopping it, and how the last one ended. */
export function Running<Step extends string>(props: RunningProps<Step>) {
  const { run, manages, start, stop, go, first, label, counted, told, words } = props
  const counts = run?.step === counted
  return (
    <div className={css.making}>
      {run && goesOn(run) && (
        <>
          <span role="status">
            {run.step === null ? words.waits : words.step[run.step]}
            {counts && told && run.done > 0 && <span className="num"> {told(run.done, run.total)}</span>}
            <progress {...(counts && { value: run.done, max: Math.max(1, run.total) })} aria-label={label} />
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
      {!goesOn(run) && manages && (
        <Button {...(first && { variant: 'filled' })} loading={start.isPending} onClick={() => start.mutate()}>
          {go}
        </Button>
      )}
      {(start.isError || stop.isError) && <Failure error={start.error ?? stop.error} />}
    </div>
  )
}
