import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { importQuery, sourcesQuery } from '../../api/queries.ts'
import { useMay, useMe } from '../../api/session.ts'
import { uploadDelivery } from '../../api/upload.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Page } from '../../ui/Page.tsx'
import { Failure } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { DropZone } from './DropZone.tsx'
import css from './imports.module.css'

/** The files of one delivery and where they come from; then the server says what it found. */
export function NewImportPage() {
  const words = useWords().imports
  const me = useMe()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [files, setFiles] = useState<readonly File[]>([])
  const [source, setSource] = useState('')
  const [currency, setCurrency] = useState(me.company.currency)
  const [sent, setSent] = useState(0)
  const stop = useRef<AbortController | null>(null)
  const upload = useMutation({
    mutationFn: () => {
      stop.current = new AbortController()
      setSent(0)
      return uploadDelivery({ source: source.trim(), currency, files, signal: stop.current.signal, progress: setSent })
    },
    onSuccess: (job) => {
      client.setQueryData(importQuery(job.id).queryKey, job)
      void client.invalidateQueries({ queryKey: ['imports', 'list'] })
      void navigate({ to: '/imports/$id', params: { id: job.id } })
    },
  })
  // leaving the page ends the sending: a half-sent delivery would come to nothing anyway
  useEffect(() => () => stop.current?.abort(), [])
  const stopped = upload.error instanceof DOMException
  const add = (more: readonly File[]) =>
    setFiles((known) => [
      ...known,
      ...more.filter((file) => !known.some((one) => one.name === file.name && one.size === file.size)),
    ])
  return (
    <Page title={words.new.title} narrow>
      <form
        className={css.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          upload.mutate()
        }}
      >
        <DropZone add={add} busy={upload.isPending} />
        {files.length > 0 && (
          <Chosen
            files={files}
            remove={(file) => setFiles(files.filter((one) => one !== file))}
            busy={upload.isPending}
          />
        )}
        <SourceField value={source} change={setSource} />
        <TextInput
          label={words.new.currency}
          className={css.currency}
          value={currency}
          maxLength={3}
          pattern="[A-Z]{3}"
          onChange={(event) => setCurrency(event.target.value.toUpperCase())}
        />
        {upload.isError && !stopped && <Failure error={upload.error} />}
        {upload.isPending ? (
          <Sending share={sent} stop={() => stop.current?.abort()} />
        ) : (
          <div>
            <Button type="submit" variant="filled" disabled={files.length === 0 || source.trim() === ''}>
              {words.new.send}
            </Button>
          </div>
        )}
      </form>
    </Page>
  )
}

function Chosen({ files, remove, busy }: { files: readonly File[]; remove: (file: File) => void; busy: boolean }) {
  const words = useWords().imports.new
  const format = useFormat()
  return (
    <ul className={css.chosen} aria-label={words.chosen}>
      {files.map((file) => (
        <li key={`${file.name} ${file.size}`}>
          <Icon name="file" />
          <span>
            <Written text={file.name} />
          </span>
          <span className="soft num">{format.bytes(file.size)}</span>
          <button
            type="button"
            className="bare"
            disabled={busy}
            onClick={() => remove(file)}
            aria-label={words.remove(file.name)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  )
}

function SourceField({ value, change }: { value: string; change: (value: string) => void }) {
  const words = useWords().imports.new
  const may = useMay()
  const id = useId()
  const known = useQuery({ ...sourcesQuery, enabled: may('source.read') }).data?.sources ?? []
  return (
    <div>
      <TextInput
        label={words.source}
        description={words.sourceNote}
        placeholder={words.sourceExample}
        name="source"
        required
        withAsterisk={false}
        maxLength={120}
        autoComplete="off"
        list={id}
        value={value}
        onChange={(event) => change(event.target.value)}
      />
      <datalist id={id}>
        {known.map((source) => (
          <option key={source.id} value={source.name} />
        ))}
      </datalist>
    </div>
  )
}

function Sending({ share, stop }: { share: number; stop: () => void }) {
  const words = useWords().imports.new
  const format = useFormat()
  const text = share < 1 ? words.sending(format.percent(share)) : words.reading
  return (
    <div className={css.sending}>
      <progress value={share} max={1} aria-label={text} />
      <span className="soft num" role="status">
        {text}
      </span>
      <Button variant="subtle" onClick={stop}>
        {words.stop}
      </Button>
    </div>
  )
}
