import { Button, Checkbox, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { FilePicked } from '#src/know/segments/kept/contract.ts'
import { api } from '../../api/client.ts'
import { sendSegmentFile } from '../../api/segment-file.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { Choice } from '../../ui/parts.tsx'
import { visible, Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './segments.module.css'

const idForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

interface Made {
  id: string
  matched: number
  column: Pick<FilePicked, 'column' | 'by'> | undefined
  unmatched: number
  rows: { line: number | null; value: string; why: string }[]
}

/** A list of picked customers: whom a file or ids name. What fits nobody is shown. */
export function FromFile({ open, close }: { open: boolean; close: () => void }) {
  const words = useWords().segments.fromFile
  return (
    <Dialog open={open} close={close} as="side" label={words.title}>
      <h1>{words.title}</h1>
      <p className="soft">{words.text}</p>
      <Form close={close} />
    </Dialog>
  )
}

function Form({ close }: { close: () => void }) {
  const all = useWords()
  const words = all.segments.fromFile
  const format = useFormat()
  const client = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [way, setWay] = useState<'file' | 'ids'>('file')
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const [file, setFile] = useState<File>()
  const [text, setText] = useState('')
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  const bad = lines.filter((line) => !idForm.test(line)).length
  const make = useMutation({
    mutationFn: async (): Promise<Made> => {
      if (way === 'file') {
        const made = await sendSegmentFile(name.trim(), shared, file!)
        const { segment, matched, unmatched, examples, column, by } = made
        return { id: segment.id, matched, column: { column, by }, unmatched, rows: examples }
      }
      const customers = [...new Set(lines.map((line) => line.toLowerCase()))]
      const made = await api.post('/segments/lists', { name: name.trim(), shared, customers })
      const rows = made.unknown.map((value) => ({ line: null, value, why: 'unknown' }))
      return { id: made.segment.id, matched: made.matched, column: undefined, unmatched: made.unknownCount, rows }
    },
    onSuccess: () => void client.invalidateQueries({ queryKey: ['segments'] }),
  })
  if (make.data) return <Result made={make.data} close={close} />
  const ready = name.trim() !== '' && (way === 'file' ? file !== undefined : lines.length > 0 && bad === 0)
  return (
    <DialogForm ready={ready} send={() => make.mutate()} sending={make} go={words.go} close={close}>
      <TextInput
        data-autofocus
        label={all.segments.name}
        value={name}
        maxLength={120}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <Choice
        label={words.way}
        showLabel
        value={way}
        options={(['file', 'ids'] as const).map((value) => ({ value, label: words[value] }))}
        change={setWay}
      />
      {way === 'file' ? (
        <div className={css.file}>
          <Button onClick={() => input.current?.click()}>{words.choose}</Button>
          {file && (
            <span className="soft">
              <Written text={words.chosen(file.name, format.bytes(file.size))} />
            </span>
          )}
          <input
            ref={input}
            type="file"
            hidden
            aria-label={words.choose}
            onChange={(event) => {
              setFile(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </div>
      ) : (
        <Textarea
          label={words.idsLabel}
          value={text}
          minRows={6}
          maxRows={16}
          spellCheck={false}
          error={bad > 0 ? words.idsBad(bad) : undefined}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <Checkbox label={all.segments.share} checked={shared} onChange={(event) => setShared(event.target.checked)} />
    </DialogForm>
  )
}

function Result({ made, close }: { made: Made; close: () => void }) {
  const words = useWords().segments.fromFile
  const navigate = useNavigate()
  const { id, matched, column, unmatched, rows } = made
  return (
    <div className={css.panel}>
      <p role="status">
        <strong>{words.made(matched)}</strong>
      </p>
      {column && (
        <p className="soft">
          <Written text={words.column(column.column, words.by[column.by] ?? column.by)} />
        </p>
      )}
      {unmatched > 0 && (
        <>
          <p className="warn">
            {words.unmatched(unmatched)}
            {unmatched > rows.length ? `. ${words.examplesOf(rows.length)}` : ''}
          </p>
          <table className={css.unmatched}>
            <thead>
              <tr>
                <th scope="col">{words.line}</th>
                <th scope="col">{words.value}</th>
                <th scope="col">{words.whyTitle}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.line} ${row.value}`}>
                  <td>{row.line ?? ''}</td>
                  <td>
                    <Written text={visible(row.value) || '–'} />
                  </td>
                  <td className="soft">{words.why[row.why] ?? row.why}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <div className={css.buttons}>
        <Button
          variant="filled"
          data-autofocus
          onClick={() => {
            close()
            void navigate({ to: '/segments/$id', params: { id } })
          }}
        >
          {words.open}
        </Button>
      </div>
    </div>
  )
}
