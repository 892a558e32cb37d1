import { NativeSelect, TextInput } from '@mantine/core'
import { Icon } from '../../ui/Icon.tsx'
import { visible } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import type { Column } from './change.ts'
import css from './panel.module.css'

type ValueMap = NonNullable<Column['values']>
const none: ValueMap = { pairs: [], otherwise: 'keep' }

interface ValuesProps {
  values: ValueMap | undefined
  /** Words that the field understands, when it has a list of them. */
  choices: readonly string[] | undefined
  change: (values: ValueMap | undefined) => void
}

/** What the words of this column mean: `K` is "yes". */
export function Values({ values, choices, change }: ValuesProps) {
  const words = useWords()
  const { panel } = words.imports.plan
  const { pairs, otherwise } = values ?? none
  const keep = (next: ValueMap['pairs']) => change(next.length > 0 ? { pairs: next, otherwise } : undefined)
  const said = (text: string) => words.codes.choice[text] ?? text
  return (
    <fieldset className={css.values}>
      <legend>{panel.values}</legend>
      <p className="soft small">{panel.valuesNote}</p>
      {pairs.map((pair, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pair is its place
        <div key={at} className={css.value}>
          <TextInput
            aria-label={panel.from}
            placeholder={panel.from}
            value={pair.from}
            maxLength={200}
            onChange={(event) => keep(pairs.with(at, { ...pair, from: event.target.value }))}
          />
          <span aria-hidden="true">›</span>
          {choices ? (
            <NativeSelect
              aria-label={panel.to}
              value={pair.to}
              data={[...new Set([...choices, pair.to])].map((value) => ({ value, label: said(value) }))}
              onChange={(event) => keep(pairs.with(at, { ...pair, to: event.target.value }))}
            />
          ) : (
            <TextInput
              aria-label={panel.to}
              placeholder={panel.to}
              value={pair.to}
              maxLength={200}
              onChange={(event) => keep(pairs.with(at, { ...pair, to: event.target.value }))}
            />
          )}
          <button
            type="button"
            className="bare"
            aria-label={panel.dropValue(visible(pair.from))}
            onClick={() => keep(pairs.toSpliced(at, 1))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      <button type="button" className="link" onClick={() => keep([...pairs, { from: '', to: choices?.[0] ?? '' }])}>
        {panel.addValue}
      </button>
      {pairs.length > 0 && (
        <NativeSelect
          label={panel.otherwise}
          value={otherwise}
          data={(['keep', 'ignore', 'fault'] as const).map((value) => ({ value, label: panel.otherwiseIs[value] }))}
          onChange={(event) =>
            change({
              pairs,
              otherwise: (['ignore', 'fault'] as const).find((one) => one === event.target.value) ?? 'keep',
            })
          }
        />
      )}
    </fieldset>
  )
}
