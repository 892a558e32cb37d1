import { Button } from '@mantine/core'
import { Failure } from '../../ui/States.tsx'
import { visible } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import type { Decisions } from './acts.ts'
import css from './duplicates.module.css'

/** What has just been decided, with the way back. */
export function Notice({ decisions: { told, undo, decide, takeBack } }: { decisions: Decisions }) {
  const words = useWords().duplicates
  return (
    <>
      {(decide.isError || undo.isError) && <Failure error={decide.error ?? undo.error} />}
      {told && (
        <div className={css.notice} role="status">
          <span>{words.done[told.about](visible(told.names))}</span>
          {told.decision && (
            <Button size="compact-sm" loading={undo.isPending} onClick={takeBack}>
              {words.act.undo} <kbd>u</kbd>
            </Button>
          )}
        </div>
      )}
    </>
  )
}
