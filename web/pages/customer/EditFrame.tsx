import { Button, Checkbox } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { CustomerEdit, CustomerIdentity } from '#src/know/customers/contract.ts'
import type { Channel } from '#src/terms/index.ts'
import { Failure } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import { useEdit } from './edit.tsx'
import css from './side.module.css'
import { ChannelSelect } from './Word.tsx'

interface EditFrameProps {
  identity: CustomerIdentity
  label: string
  /** The change as typed; null while there is nothing to save. */
  change: CustomerEdit | null
  /** The value in force now, shown when somebody was quicker. */
  current: string
  close: () => void
  children: (error: unknown) => ReactNode
}

/** An edit in place: the fields, who said so, save and cancel; and what happens when somebody was quicker. */
export function EditFrame({ identity, label, change, current, close, children }: EditFrameProps) {
  const words = useWords()
  const said = words.customer.edit
  const [saidByCustomer, setSaid] = useState(true)
  const [channel, setChannel] = useState<Channel | ''>('')
  const save = useEdit(identity, close)
  const submit = () =>
    change && save.mutate({ ...change, saidByCustomer, ...(saidByCustomer && channel ? { channel } : {}) })
  return (
    <form
      className={css.editor}
      aria-label={said.open(label)}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        submit()
      }}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      {children(save.error)}
      <Checkbox label={said.said} checked={saidByCustomer} onChange={(event) => setSaid(event.target.checked)} />
      {saidByCustomer && <ChannelSelect value={channel} change={setChannel} />}
      {save.conflict ? (
        <div className={css.conflict} role="alert">
          <p>{said.conflict}</p>
          <p className="soft">
            <Written text={said.theirs(current)} />
          </p>
          <div className={css.buttons}>
            <Button type="submit" variant="filled" loading={save.isPending}>
              {said.keepMine}
            </Button>
            <Button onClick={close}>{said.keepTheirs}</Button>
          </div>
        </div>
      ) : (
        <>
          {save.isError && <Failure error={save.error} />}
          <div className={css.buttons}>
            <Button type="submit" variant="filled" disabled={!change} loading={save.isPending}>
              {words.shell.state.save}
            </Button>
            <Button variant="subtle" onClick={close}>
              {words.shell.state.cancel}
            </Button>
          </div>
        </>
      )}
    </form>
  )
}
