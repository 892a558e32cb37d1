import { Checkbox, NativeSelect, PasswordInput, TextInput, Textarea } from '@mantine/core'
import { useWords } from '../../words/index.tsx'
import type { Draft } from './draft.ts'
import css from './systems.module.css'

interface FieldsProps {
  draft: Draft
  change: (part: Partial<Draft>) => void
  staff: readonly { id: string; name: string }[]
  sources: readonly { id: string; name: string }[]
  /** It has been connected: a secret may stay as it is. */
  known?: boolean
}

const limits = [1, 2, 4, 8, 24, 48, 72, 168]
const steps = [5, 15, 30, 60, 180, 720]

/** Where a system is and how it is told, for a new one and for one that changes. */
export function Fields(props: FieldsProps) {
  const { draft, change, staff, sources } = props
  const words = useWords().systems.form
  const { way } = draft
  return (
    <>
      {way === 'hook' && (
        <TextInput
          label={words.url}
          type="url"
          required
          withAsterisk={false}
          placeholder="https://"
          maxLength={1000}
          value={draft.url}
          onChange={(event) => change({ url: event.target.value })}
        />
      )}
      {way === 'sftp' && <Server {...props} />}
      {(way === 'folder' || way === 'sftp') && <Files {...props} />}
      {way === 'person' && (
        <TextInput
          label={words.email}
          type="email"
          required
          withAsterisk={false}
          maxLength={254}
          value={draft.email}
          onChange={(event) => change({ email: event.target.value })}
        />
      )}
      {(way === 'hook' || way === 'sftp') && (
        <Checkbox
          label={words.allowPrivate}
          checked={draft.allowPrivate}
          onChange={(event) => change({ allowPrivate: event.target.checked })}
        />
      )}
      <div className={css.pair}>
        <NativeSelect
          label={words.limit}
          value={draft.limitHours}
          data={[...new Set([...limits, Number(draft.limitHours)])]
            .sort((a, b) => a - b)
            .map((hours) => ({ value: String(hours), label: words.hours(hours) }))}
          onChange={(event) => change({ limitHours: event.target.value })}
        />
        <NativeSelect
          label={words.responsible}
          value={draft.responsibleId}
          data={staff.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => change({ responsibleId: event.target.value })}
        />
      </div>
      <NativeSelect
        label={words.source}
        description={words.sourceNote}
        value={draft.sourceId}
        data={[{ value: '', label: words.noSource }, ...sources.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => change({ sourceId: event.target.value })}
      />
    </>
  )
}

function Server({ draft, change, known }: FieldsProps) {
  const words = useWords().systems.form
  return (
    <>
      <div className={css.host}>
        <TextInput
          label={words.host}
          required
          withAsterisk={false}
          maxLength={253}
          value={draft.host}
          onChange={(event) => change({ host: event.target.value })}
        />
        <TextInput
          label={words.port}
          inputMode="numeric"
          maxLength={5}
          value={draft.port}
          onChange={(event) => change({ port: event.target.value })}
        />
      </div>
      <TextInput
        label={words.user}
        required
        withAsterisk={false}
        autoComplete="off"
        maxLength={100}
        value={draft.user}
        onChange={(event) => change({ user: event.target.value })}
      />
      {draft.password.includes('\n') ? (
        <Textarea
          label={words.password}
          value={draft.password}
          onChange={(event) => change({ password: event.target.value })}
        />
      ) : (
        <PasswordInput
          label={words.password}
          description={known ? words.passwordKept : undefined}
          autoComplete="new-password"
          maxLength={20_000}
          value={draft.password}
          onChange={(event) => change({ password: event.target.value })}
          onPaste={(event) => {
            // a key has lines, which a field of one line would lose
            const pasted = event.clipboardData.getData('text')
            if (!pasted.includes('PRIVATE KEY')) return
            event.preventDefault()
            change({ password: pasted })
          }}
        />
      )}
      <TextInput
        label={words.fingerprint}
        description={words.fingerprintNote}
        maxLength={60}
        value={draft.fingerprint}
        onChange={(event) => change({ fingerprint: event.target.value })}
      />
    </>
  )
}

function Files({ draft, change }: FieldsProps) {
  const words = useWords().systems.form
  return (
    <>
      <div className={css.pair}>
        <TextInput
          label={draft.way === 'sftp' ? words.path : words.folder}
          required
          withAsterisk={false}
          pattern="[A-Za-z0-9._\/\-]+"
          maxLength={300}
          value={draft.folder}
          onChange={(event) => change({ folder: event.target.value })}
        />
        <NativeSelect
          label={words.format}
          value={draft.format}
          data={[
            { value: 'csv', label: 'CSV' },
            { value: 'xlsx', label: 'XLSX' },
          ]}
          onChange={(event) => change({ format: event.target.value === 'xlsx' ? 'xlsx' : 'csv' })}
        />
      </div>
      <div className={css.pair}>
        <NativeSelect
          label={words.when}
          value={draft.every}
          data={[
            ...[...new Set([...steps, ...(draft.every === 'times' ? [] : [Number(draft.every)])])].map((minutes) => ({
              value: String(minutes),
              label: words.every(minutes),
            })),
            { value: 'times', label: words.atTimes },
          ]}
          onChange={(event) => change({ every: event.target.value })}
        />
        {draft.every === 'times' && (
          <TextInput
            label={words.times}
            description={words.timesNote}
            value={draft.times}
            maxLength={200}
            onChange={(event) => change({ times: event.target.value })}
          />
        )}
      </div>
    </>
  )
}
