import { NativeSelect, TextInput } from '@mantine/core'
import type { MappingFields } from '../../api/routes.ts'
import { useWords } from '../../words/index.tsx'
import type { Target } from './change.ts'
import { FieldPicker } from './FieldPicker.tsx'
import { isLabelled } from './fields.ts'
import css from './panel.module.css'

interface TargetEditorProps {
  target: Target
  fields: MappingFields
  label: string
  /** One value of several: no label of its own. */
  part?: boolean
  change: (target: Target) => void
}

/** Where a value goes, and what the server must know to read it. */
export function TargetEditor({ target, fields, label, part, change }: TargetEditorProps) {
  const words = useWords()
  const { plan } = words.imports
  const { panel } = plan
  const known = fields.fields.find(({ field }) => field === target.field)
  const orders = ['dmy', 'mdy', 'ymd', 'unix', 'excel'] as const
  const signs = [',', '.'] as const
  const told = (part: Partial<Record<'label' | 'dateOrder' | 'decimal', string>>) => {
    const { field, values } = target
    const { label, dateOrder, decimal } = { ...target, ...part } as Target
    change({
      field,
      ...(label ? { label } : {}),
      ...(dateOrder ? { dateOrder } : {}),
      ...(decimal ? { decimal } : {}),
      ...(values ? { values } : {}),
    })
  }
  return (
    <div className={css.target}>
      <div>
        <p className={css.label}>{label}</p>
        <FieldPicker
          inside
          label={label}
          value={target.field}
          fields={fields.fields.map(({ field }) => field)}
          change={(field) => change({ field })}
        />
      </div>
      {target.field === 'attribute' && (
        <TextInput
          label={panel.attributeName}
          value={target.label ?? ''}
          maxLength={100}
          onChange={(event) => told({ label: event.target.value })}
        />
      )}
      {known?.several && isLabelled(known.field) && !part && fields.labels.length > 0 && (
        <NativeSelect
          label={panel.label}
          description={panel.labelNote}
          value={target.label ?? ''}
          data={[
            { value: '', label: panel.noLabel },
            ...[...new Set([...fields.labels, ...(target.label ? [target.label] : [])])].map((value) => ({
              value,
              label: words.terms.addressLabel[value] ?? value,
            })),
          ]}
          onChange={(event) => told({ label: event.target.value })}
        />
      )}
      {known?.form === 'date' && (
        <NativeSelect
          label={panel.date}
          value={target.dateOrder ?? ''}
          data={[
            { value: '', label: panel.unknown },
            ...orders.map((value) => ({ value, label: plan.order[value] ?? value })),
          ]}
          onChange={(event) => told({ dateOrder: event.target.value })}
        />
      )}
      {known?.form === 'number' && (
        <NativeSelect
          label={panel.decimal}
          value={target.decimal ?? ''}
          data={[
            { value: '', label: panel.unknown },
            ...signs.map((value) => ({ value, label: plan.decimal[value] ?? value })),
          ]}
          onChange={(event) => told({ decimal: event.target.value })}
        />
      )}
    </div>
  )
}
