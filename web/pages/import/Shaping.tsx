import { NativeSelect, TextInput } from '@mantine/core'
import type { ImportFile, MappingFields } from '../../api/routes.ts'
import { Icon } from '../../ui/Icon.tsx'
import { visible } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import type { Column, Join } from './change.ts'
import { headerOf } from './fields.ts'
import css from './panel.module.css'
import { TargetEditor } from './TargetEditor.tsx'

type Split = NonNullable<Column['split']>

interface SeparatorProps {
  label: string
  value: string
  change: (separator: string) => void
}

/** What stands between parts: the usual ones by name, any other as written. */
function Separator({ label, value, change }: SeparatorProps) {
  const { panel } = useWords().imports.plan
  const usual = Object.hasOwn(panel.separators, value)
  return (
    <div className={css.pair}>
      <NativeSelect
        label={label}
        value={usual ? value : ''}
        data={[
          ...Object.entries(panel.separators).map(([separator, name]) => ({ value: separator, label: name })),
          { value: '', label: panel.ownSeparator },
        ]}
        onChange={(event) => change(event.target.value)}
      />
      {!usual && (
        <TextInput
          label={panel.ownSeparator}
          value={value}
          maxLength={20}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </div>
  )
}

interface SplitEditorProps {
  split: Split
  fields: MappingFields
  change: (split: Split) => void
}

export function SplitEditor({ split, fields, change }: SplitEditorProps) {
  const { panel } = useWords().imports.plan
  const parts = split.into
  return (
    <div className={css.shaping}>
      <p className="soft">{panel.splitNote}</p>
      <Separator
        label={panel.separator}
        value={split.separator ?? ' '}
        change={(separator) => {
          const { places: _, ...rest } = split
          change({ ...rest, separator })
        }}
      />
      {parts.map((target, part) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
        <div key={part} className={css.part}>
          <TargetEditor
            part
            label={panel.part(part + 1)}
            target={target}
            fields={fields}
            change={(next) => change({ ...split, into: parts.with(part, next) })}
          />
          {parts.length > 2 && (
            <button
              type="button"
              className="bare"
              aria-label={panel.dropPart(part + 1)}
              onClick={() => change({ ...split, into: parts.toSpliced(part, 1) })}
            >
              <Icon name="close" />
            </button>
          )}
        </div>
      ))}
      <button
        type="button"
        className="link"
        onClick={() => change({ ...split, into: [...parts, { field: 'ignore' }] })}
      >
        {panel.addPart}
      </button>
      <NativeSelect
        label={panel.rest}
        value={split.rest ?? 'last'}
        data={(['first', 'last'] as const).map((value) => ({ value, label: panel.restOf[value] }))}
        onChange={(event) => change({ ...split, rest: event.target.value === 'first' ? 'first' : 'last' })}
      />
    </div>
  )
}

interface JoinEditorProps {
  join: Join
  file: ImportFile
  /** The column whose panel is open: it cannot leave its own joined value. */
  at: number
  fields: MappingFields
  change: (join: Join) => void
}

export function JoinEditor({ join, file, at, fields, change }: JoinEditorProps) {
  const { panel, unnamed } = useWords().imports.plan
  const name = (place: number) =>
    visible(
      headerOf(
        file.columns.find((one) => one.at === place),
        unnamed,
      ),
    ).slice(0, 60)
  const free = file.columns.filter((one) => !join.columns.includes(one.at))
  return (
    <div className={css.shaping}>
      <p className="soft">{panel.joinNote}</p>
      <ul className={css.joined}>
        {join.columns.map((place) => (
          <li key={place}>
            {name(place)}
            {place !== at && (
              <button
                type="button"
                className="bare"
                aria-label={panel.dropPart(join.columns.indexOf(place) + 1)}
                onClick={() => change({ ...join, columns: join.columns.filter((one) => one !== place) })}
              >
                <Icon name="close" />
              </button>
            )}
          </li>
        ))}
      </ul>
      <NativeSelect
        label={panel.joinWith}
        value=""
        data={[
          { value: '', label: panel.chooseColumn },
          ...free.map((one) => ({ value: String(one.at), label: name(one.at) })),
        ]}
        onChange={(event) => {
          if (event.target.value !== '') change({ ...join, columns: [...join.columns, Number(event.target.value)] })
        }}
      />
      <Separator label={panel.between} value={join.separator} change={(separator) => change({ ...join, separator })} />
      <TargetEditor
        label={panel.joined}
        target={join}
        fields={fields}
        change={(target) =>
          change({ columns: join.columns, separator: join.separator, ...target, field: target.field })
        }
      />
    </div>
  )
}
