import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type {
  OperationName,
  RepairAlike,
  RepairCause,
  RepairLayout,
  RepairRow,
} from '#src/clean/quality/quarantine/contract.ts'
import { api } from '../../api/client.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Failure } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import type { RepairActs } from './acts.ts'
import css from './repairs.module.css'

const operations: readonly OperationName[] = ['replace', 'swap', 'move', 'dateOrder', 'prefix', 'trim', 'empty']

interface FixManyProps {
  layout: RepairLayout
  /** One of the rows that it is for. */
  like: RepairRow
  suggested: RepairCause['act']
  acts: RepairActs
  close: () => void
}

/** One act for all rows with the same fault in the same column: first what would change, then the change. */
export function FixMany({ layout, like, suggested, acts, close }: FixManyProps) {
  const words = useWords().repairs.alike
  const names = layout.columns.map((column) => column.header)
  const faulty = names[like.faults.find((fault) => fault.fatal)?.at ?? 0] ?? names[0]!
  const [column, setColumn] = useState(suggested?.column ?? faulty)
  const [operation, setOperation] = useState<OperationName>(suggested?.operation ?? 'replace')
  const [to, setTo] = useState(suggested?.to ?? names.find((name) => name !== faulty) ?? '')
  const [order, setOrder] = useState<'dmy' | 'mdy' | 'ymd'>(suggested?.order ?? 'mdy')
  const [prefix, setPrefix] = useState(suggested?.prefix ?? '+46')
  const [from, setFrom] = useState(like.cells[names.indexOf(suggested?.column ?? faulty)] ?? '')
  const [text, setText] = useState('')
  const act: RepairAlike = {
    like: like.id,
    column,
    operation,
    ...((operation === 'swap' || operation === 'move') && { to }),
    ...(operation === 'dateOrder' && { order }),
    ...(operation === 'prefix' && { prefix }),
    ...(operation === 'replace' && { from, text }),
  }
  const look = useMutation({ mutationFn: () => api.post('/repairs/fix-alike', { ...act, preview: true }) })
  const seen = look.data
  const change =
    <V,>(set: (value: V) => void) =>
    (value: V) => {
      look.reset()
      set(value)
    }
  return (
    <Dialog open close={close} label={words.act} as="side">
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (seen && seen.changed > 0) acts.alike.mutate(act, { onSuccess: close })
          else look.mutate()
        }}
      >
        <h2>{words.act}</h2>
        <p className="soft">{words.intro}</p>
        <NativeSelect
          label={words.operation}
          value={operation}
          data={operations.map((value) => ({ value, label: words.operations[value]! }))}
          onChange={(event) => change(setOperation)(event.currentTarget.value as OperationName)}
        />
        <NativeSelect
          label={words.column}
          value={column}
          data={names}
          onChange={(event) => change(setColumn)(event.currentTarget.value)}
        />
        {(operation === 'swap' || operation === 'move') && (
          <NativeSelect
            label={words.to}
            value={to}
            data={names.filter((name) => name !== column)}
            onChange={(event) => change(setTo)(event.currentTarget.value)}
          />
        )}
        {operation === 'dateOrder' && (
          <NativeSelect
            label={words.order}
            value={order}
            data={(['dmy', 'mdy', 'ymd'] as const).map((value) => ({ value, label: words.orders[value]! }))}
            onChange={(event) => change(setOrder)(event.currentTarget.value as 'dmy' | 'mdy' | 'ymd')}
          />
        )}
        {operation === 'prefix' && (
          <TextInput
            label={words.prefix}
            value={prefix}
            onChange={(event) => change(setPrefix)(event.currentTarget.value.trim())}
          />
        )}
        {operation === 'replace' && (
          <>
            <TextInput
              label={words.from}
              value={from}
              onChange={(event) => change(setFrom)(event.currentTarget.value)}
            />
            <TextInput
              label={words.text}
              value={text}
              onChange={(event) => change(setText)(event.currentTarget.value)}
            />
          </>
        )}
        {seen && <p role="status">{words.would(seen.changed, seen.mended)}</p>}
        {seen && seen.examples.length > 0 && <Examples rows={seen.examples} />}
        {look.isError && <Failure error={look.error} />}
        {acts.alike.isError && <Failure error={acts.alike.error} />}
        <div className={css.formActs}>
          {seen && seen.changed > 0 ? (
            <Button type="submit" variant="filled" loading={acts.alike.isPending}>
              {words.run(seen.changed)}
            </Button>
          ) : (
            <Button type="submit" variant="filled" loading={look.isPending}>
              {words.look}
            </Button>
          )}
          <Button onClick={close}>{words.close}</Button>
        </div>
      </form>
    </Dialog>
  )
}

function Examples({
  rows,
}: {
  rows: readonly { id: string; line: number; before: string[]; after: string[]; enters: boolean }[]
}) {
  const words = useWords().repairs
  const format = useFormat()
  return (
    <table className={css.examples}>
      <thead>
        <tr>
          <th scope="col">{words.line}</th>
          <th scope="col">{words.alike.before}</th>
          <th scope="col">{words.alike.after}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="soft num">{format.n(row.line)}</td>
            <td>
              <Written text={row.before.join(' · ')} />
            </td>
            <td className={row.enters ? 'good' : undefined}>
              <Written text={row.after.join(' · ')} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
