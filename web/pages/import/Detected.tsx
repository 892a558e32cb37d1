import { NativeSelect } from '@mantine/core'
import { recordKinds } from '#src/terms/index.ts'
import type { ImportFile, ImportFileChange } from '../../api/routes.ts'
import { useFormat, useWords } from '../../words/index.tsx'
import type { Change } from './change.ts'
import css from './file.module.css'

type Encoding = NonNullable<ImportFileChange['encoding']>
const encodings: Record<Encoding, string> = {
  'utf-8': 'UTF-8',
  'windows-1252': 'Windows-1252',
  'iso-8859-15': 'ISO-8859-15',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  cp850: 'CP850 (DOS)',
  macintosh: 'Macintosh',
}
const delimiters = [';', ',', '\t', '|']
const orders = ['dmy', 'mdy', 'ymd', 'unix', 'excel'] as const
const signs = [',', '.'] as const
// title lines are seldom more than this
const headerLines = 12

interface DetectedProps {
  file: ImportFile
  change: Change
  readOnly: boolean
}

/** What was recognised in the file, each with the means to correct it. */
export function Detected({ file, change, readOnly }: DetectedProps) {
  const words = useWords()
  const format = useFormat()
  const { plan } = words.imports
  const text = file.form !== 'xlsx'
  const tabular = file.form === 'delimited' || file.form === 'fixed' || file.form === 'xlsx'
  const field = (
    label: string,
    value: string,
    data: { value: string; label: string }[],
    pick: (value: string) => ImportFileChange,
  ) => (
    <NativeSelect
      label={label}
      value={value}
      disabled={readOnly}
      data={data.some((one) => one.value === value) ? data : [{ value, label: value }, ...data]}
      onChange={(event) => change.mutate(pick(event.target.value))}
    />
  )
  const known = <V extends string>(values: readonly V[], names: Record<string, string>) =>
    values.map((value) => ({ value, label: names[value] ?? value }))
  const kindOf = (value: string) => recordKinds.find((kind) => kind === value) ?? null
  const last = Math.max(headerLines, (file.headerLine ?? 0) + 2)
  return (
    <fieldset className={css.detected}>
      <legend className="hidden-text">{plan.detected}</legend>
      {field(
        plan.kind,
        file.kind ?? '',
        [...known(recordKinds, words.imports.kind), { value: '', label: plan.skip }],
        (value) => ({ kind: kindOf(value) }),
      )}
      {file.sheets.length > 1 && field(plan.sheet, file.sheet ?? '', known(file.sheets, {}), (sheet) => ({ sheet }))}
      {tabular &&
        field(
          plan.headerRow,
          String(file.headerLine ?? ''),
          [
            { value: '', label: plan.noHeader },
            ...Array.from({ length: last }, (_, i) => ({ value: String(i + 1), label: plan.headerAt(i + 1) })),
          ],
          (value) => ({ header: value === '' ? null : Number(value) }),
        )}
      {text &&
        field(plan.encoding, file.encoding, known(Object.keys(encodings) as Encoding[], encodings), (value) => ({
          encoding: value as Encoding,
        }))}
      {file.form === 'delimited' &&
        field(
          plan.delimiterName,
          file.delimiter ?? '',
          [...known(delimiters, plan.delimiter), { value: '', label: plan.oneColumn }],
          (delimiter) => ({ delimiter }),
        )}
      {file.dateOrder !== null &&
        field(plan.dates, file.dateOrder, known(orders, plan.order), (value) => ({
          dateOrder: value as (typeof orders)[number],
        }))}
      {file.decimal !== null &&
        field(plan.decimals, file.decimal, known(signs, plan.decimal), (value) => ({
          decimal: value as (typeof signs)[number],
        }))}
      {file.formatConfidence < 0.6 && (
        <p className={`warn small ${css.unsure}`}>{plan.unsure(format.percent(file.formatConfidence))}</p>
      )}
    </fieldset>
  )
}
