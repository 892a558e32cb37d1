import { type ComboboxParsedItem, isOptionsGroup, type OptionsFilter, Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useWords } from '../../words/index.tsx'
import { fieldName, grouped } from './fields.ts'
import css from './mapping.module.css'

interface FieldPickerProps {
  /** For the ear: which column is being decided. */
  label: string
  value: string
  fields: readonly string[]
  change: (field: string) => void
  readOnly?: boolean
  /** Inside of a dialog what opens must stay inside. */
  inside?: boolean
}

/** What is typed finds names of which a word begins with it, before names that only have it somewhere inside. */
const byBeginning: OptionsFilter = ({ options, search }) => {
  const wanted = search.trim().toLocaleLowerCase()
  const found = (fits: (label: string) => boolean) =>
    options.flatMap((option): ComboboxParsedItem[] => {
      if (!isOptionsGroup(option)) return fits(option.label.toLocaleLowerCase()) ? [option] : []
      const items = option.items.filter(({ label }) => fits(label.toLocaleLowerCase()))
      return items.length > 0 ? [{ ...option, items }] : []
    })
  const begun = found((label) => ` ${label}`.includes(` ${wanted}`))
  return begun.length > 0 ? begun : found((label) => label.includes(wanted))
}

/** What a column means: found by typing a part of its name, chosen with arrows and Enter, or with the mouse. */
export function FieldPicker({ label, value, fields, change, readOnly, inside }: FieldPickerProps) {
  const words = useWords()
  const { plan } = words.imports
  const chosen = fieldName(words, value)
  // what is being typed; what is chosen shows when nothing is
  const [typed, setTyped] = useState<string | null>(null)
  const data = useMemo(() => {
    const option = (field: string) => ({ value: field, label: fieldName(words, field) })
    return [
      { group: plan.apart, items: [option('ignore'), option('attribute')] },
      ...grouped(fields).map(([meaning, members]) => ({ group: plan.meanings[meaning], items: members.map(option) })),
    ]
  }, [fields, words, plan])
  return (
    <Select
      aria-label={label}
      className={css.picker}
      classNames={{ input: css.pickerInput, options: css.options, option: css.option, groupLabel: css.optionGroup }}
      data-apart={value === 'ignore' || value === 'attribute' || undefined}
      value={value}
      data={data}
      searchable
      filter={byBeginning}
      selectFirstOptionOnChange
      allowDeselect={false}
      readOnly={readOnly}
      withScrollArea={false}
      nothingFoundMessage={plan.noField}
      comboboxProps={{
        withinPortal: !inside,
        width: 'max-content',
        position: 'bottom-start',
        transitionProps: { duration: 0 },
      }}
      searchValue={typed ?? chosen}
      onSearchChange={(text) => setTyped(text === chosen ? null : text)}
      onOptionSubmit={() => setTyped(null)}
      onBlur={() => setTyped(null)}
      // the whole name at once gives way to what is typed
      onFocus={(event) => event.currentTarget.select()}
      onChange={(field) => field !== null && field !== value && change(field)}
    />
  )
}
