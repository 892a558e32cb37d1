import { NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { mappingFieldsQuery } from '../../api/queries-imports.ts'
import type { ImportFile } from '../../api/routes.ts'
import { Icon } from '../../ui/Icon.tsx'
import { useWords } from '../../words/index.tsx'
import type { Change } from './change.ts'
import { FieldPicker } from './FieldPicker.tsx'
import css from './file.module.css'
import { fieldName } from './fields.ts'

interface ExtrasProps {
  file: ImportFile
  change: Change
  readOnly: boolean
}

/** What holds for every row: how it is recognised, and values that the file lacks. */
export function Extras({ file, change, readOnly }: ExtrasProps) {
  const words = useWords()
  const { plan } = words.imports
  const fields = useQuery(mappingFieldsQuery(file.kind)).data
  if (!fields) return null
  return (
    <div className={css.extras}>
      {file.missing.length > 0 && (
        <p className={css.missing} role="status">
          {plan.lacking(file.missing.map(plan.oneOf(words.codes.field)))}
        </p>
      )}
      {file.key !== null && (
        <NativeSelect
          className={css.key}
          label={plan.key}
          value={file.key}
          disabled={readOnly}
          data={[...new Set([...fields.keys.map(({ key }) => key), file.key])].map((key) => ({
            value: key,
            label: plan.keys[key] ?? key,
          }))}
          onChange={(event) => {
            const key = fields.keys.find((one) => one.key === event.target.value)?.key
            if (key) change.mutate({ mapping: { key } })
          }}
        />
      )}
      <Constants file={file} fields={fields.fields.map(({ field }) => field)} change={change} readOnly={readOnly} />
    </div>
  )
}

type Constant = ImportFile['constants'][number]

function Constants({ file, fields, change, readOnly }: ExtrasProps & { fields: readonly string[] }) {
  const words = useWords()
  const { plan } = words.imports
  const id = useId()
  const [list, setList] = useState<readonly Constant[]>(file.constants)
  const send = useDebouncedCallback(
    (next: readonly Constant[]) =>
      change.mutate({ mapping: { constants: next.filter(({ field, value }) => field !== 'ignore' && value.trim()) } }),
    { delay: 400, flushOnUnmount: true },
  )
  const update = (next: readonly Constant[]) => {
    setList(next)
    send(next)
  }
  return (
    <fieldset className={css.constants} aria-describedby={id} disabled={readOnly}>
      <legend>{plan.constants}</legend>
      <p id={id} className="soft small">
        {plan.constantsNote}
      </p>
      {list.map((constant, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <div key={at} className={css.constant}>
          <FieldPicker
            label={plan.constantField}
            value={constant.field}
            fields={fields}
            change={(field) => update(list.with(at, { ...constant, field }))}
          />
          <TextInput
            aria-label={plan.constantValue}
            placeholder={plan.constantValue}
            value={constant.value}
            maxLength={200}
            onChange={(event) => update(list.with(at, { ...constant, value: event.target.value }))}
          />
          <button
            type="button"
            className="bare"
            aria-label={plan.dropConstant(fieldName(words, constant.field))}
            onClick={() => update(list.toSpliced(at, 1))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      <button type="button" className="link" onClick={() => setList([...list, { field: 'ignore', value: '' }])}>
        {plan.addConstant}
      </button>
    </fieldset>
  )
}
