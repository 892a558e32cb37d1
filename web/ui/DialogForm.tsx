import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../words/index.tsx'
import css from './DialogForm.module.css'
import { Failure } from './States.tsx'

interface DialogFormProps {
  /** What is asked for is there. */
  ready: boolean
  send: () => void
  sending: { isPending: boolean; isError: boolean; error: unknown }
  /** Word of the button that sends. */
  go: string
  close: () => void
  children: ReactNode
}

/** The form of a dialog: what is asked for, why it could not be done, and the ways out. */
export function DialogForm({ ready, send, sending, go, close, children }: DialogFormProps) {
  const { cancel } = useWords().shell.state
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) send()
      }}
    >
      {children}
      {sending.isError && <Failure error={sending.error} />}
      <div className={css.buttons}>
        <Button type="submit" variant="filled" disabled={!ready} loading={sending.isPending}>
          {go}
        </Button>
        <Button variant="subtle" onClick={close}>
          {cancel}
        </Button>
      </div>
    </form>
  )
}
