import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api } from '../../api/client.ts'
import type { Inventory } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Failure } from '../../ui/States.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './sources.module.css'

interface MeasuredProps {
  measuring: Inventory['measuring']
  measuredAt: string | null
  /** Only this source. */
  source?: string
}

/** When the numbers were made, and making them anew with progress. */
export function Measured({ measuring, measuredAt, source }: MeasuredProps) {
  const words = useWords().sources
  const format = useFormat()
  const may = useMay()
  const client = useQueryClient()
  const going = measuring?.state === 'waiting' || measuring?.state === 'running'
  const refresh = () => client.invalidateQueries({ queryKey: ['inventory'] })
  const ask = useMutation({
    mutationFn: () => api.post('/sources/measure', source === undefined ? {} : { sourceId: source }),
    onSuccess: refresh,
  })
  // when it ends, what other pages have kept is old
  const went = useRef(going)
  useEffect(() => {
    if (went.current && !going) void client.invalidateQueries({ queryKey: ['inventory'] })
    went.current = going
  }, [going, client])
  return (
    <div className={css.measured}>
      {going ? (
        <span role="status" className={css.going}>
          <progress value={measuring.done} max={Math.max(1, measuring.total)} aria-label={words.measureNow} />
          {measuring.state === 'waiting' || measuring.step === null
            ? words.waiting
            : words.measuring(measuring.done + 1, measuring.total, words.step[measuring.step] ?? measuring.step)}
        </span>
      ) : (
        <>
          <span className="soft">
            {measuredAt === null ? words.never : words.measured(format.moment(measuredAt))}
            {measuring?.state === 'failed' && ` ${words.failed}`}
          </span>
          {may('quality.read') && (
            <Button size="compact-sm" loading={ask.isPending} onClick={() => ask.mutate()}>
              {words.measureNow}
            </Button>
          )}
        </>
      )}
      {ask.isError && <Failure error={ask.error} />}
    </div>
  )
}
