import { Button, CloseButton, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FieldInfo, ListName } from '#src/know/lists/contract.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { visible, Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import css from './lists.module.css'

interface ColumnChoiceProps {
  open: boolean
  close: () => void
  list: ListName
  fields: FieldInfo[]
  columns: string[]
  change: (columns: string[]) => void
}

/** Which columns are shown, in which order; the list follows at once. */
export function ColumnChoice({ open, close, list, fields, columns, change }: ColumnChoiceProps) {
  const words = useWords()
  const said = words.lists.columns
  const [typed, setTyped] = useState('')
  const nameOf = (id: string) => words.lists.field(list, id)
  const others = fields.filter(
    ({ id, filterOnly }) =>
      !filterOnly && !columns.includes(id) && nameOf(id).toLowerCase().includes(typed.trim().toLowerCase()),
  )
  return (
    <Dialog open={open} close={close} as="side" label={said.title}>
      <h1>{said.title}</h1>
      <p className="soft">{said.text}</p>
      <div className={css.panel}>
        <section>
          <h2>{said.shown}</h2>
          <ol className={css.columns}>
            {columns.map((id, i) => (
              <li key={id}>
                <Written text={nameOf(id)} />
                <span>
                  {i > 0 && (
                    <button
                      type="button"
                      className="link"
                      aria-label={said.up(visible(nameOf(id)))}
                      onClick={() => change(columns.with(i, columns[i - 1]!).with(i - 1, id))}
                    >
                      ↑
                    </button>
                  )}
                  {columns.length > 1 && (
                    <CloseButton
                      size="sm"
                      aria-label={said.hide(visible(nameOf(id)))}
                      onClick={() => change(columns.filter((one) => one !== id))}
                    />
                  )}
                </span>
              </li>
            ))}
          </ol>
        </section>
        <section>
          <h2>{said.others}</h2>
          <TextInput
            aria-label={said.find}
            placeholder={said.find}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
          />
          <ul className={css.columns}>
            {others.map(({ id }) => (
              <li key={id}>
                <Written text={nameOf(id)} />
                <button
                  type="button"
                  className="link"
                  aria-label={said.show(visible(nameOf(id)))}
                  onClick={() => change([...columns, id])}
                >
                  +
                </button>
              </li>
            ))}
          </ul>
        </section>
        <div className={css.buttons}>
          <Button onClick={close}>{words.shell.state.close}</Button>
        </div>
      </div>
    </Dialog>
  )
}
