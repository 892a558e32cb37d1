import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { RepairChoice } from '#src/clean/quality/quarantine/contract.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { useWords } from '../../words/index.tsx'
import type { RepairActs } from './acts.ts'
import css from './repairs.module.css'

interface DropDialogProps {
  rows: number
  choice: RepairChoice
  acts: RepairActs
  close: () => void
}

/** Says what dropping does, and asks why. */
export function DropDialog({ rows, choice, acts, close }: DropDialogProps) {
  const words = useWords().repairs.drop
  const [reason, setReason] = useState('')
  return (
    <Dialog open close={close} label={words.title} as="middle">
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          acts.drop.mutate({ choice, reason }, { onSettled: close })
        }}
      >
        <h2>{words.title}</h2>
        <p>{words.intro(rows)}</p>
        <TextInput
          label={words.reason}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className={css.formActs}>
          <Button type="submit" variant="filled" loading={acts.drop.isPending}>
            {words.confirm}
          </Button>
          <Button onClick={close}>{words.cancel}</Button>
        </div>
      </form>
    </Dialog>
  )
}
