import { Button, CloseButton, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FieldInfo, ListName } from '#src/know/lists/contract.ts'
import type { Condition, Operator } from '#src/know/segments/contract.ts'
import { listCountQuery } from '../../../api/queries-lists.ts'
import { visible } from '../../../ui/Text.tsx'
import { useWords } from '../../../words/index.tsx'
import css from './conditions.module.css'
import { begun, type DraftGroup, type DraftLeaf, draftOf, isFinished, isGroup, type Join, treeOf } from './tree.ts'
import { ValueInput } from './ValueInput.tsx'

interface BuilderProps {
  list: ListName
  fields: FieldInfo[]
  conditions: Condition | undefined
  apply: (conditions: Condition | undefined) => void
}

/** Builds a condition tree: fields, comparisons and values, in groups within groups. Tells how many it would fit before it is applied. */
export function Builder({ list, fields, conditions, apply }: BuilderProps) {
  const words = useWords().lists
  const [draft, setDraft] = useState(() => withOne(draftOf(conditions), fields))
  const tree = treeOf(draft)
  const finished = isFinished(draft)
  const count = useQuery({ ...listCountQuery(list, tree), enabled: finished })
  const about = (n: number) => (count.data?.about ? words.about(words.of[list](n)) : words.of[list](n))
  return (
    <form
      className={css.builder}
      aria-label={words.conditions.title}
      onSubmit={(event) => {
        event.preventDefault()
        apply(tree)
      }}
    >
      <Group list={list} fields={fields} group={draft} change={setDraft} depth={1} />
      <div className={css.foot}>
        <Button type="submit" variant="filled">
          {words.conditions.show}
        </Button>
        {conditions !== undefined && (
          <Button variant="subtle" onClick={() => apply(undefined)}>
            {words.clear}
          </Button>
        )}
        <p className="soft" role="status">
          {!finished
            ? words.conditions.unfinished
            : count.data
              ? words.conditions.hits(about(count.data.count))
              : count.isFetching
                ? words.counting
                : ''}
        </p>
      </div>
    </form>
  )
}

/** Somebody who opens an empty builder wants to write a condition. */
function withOne(draft: DraftGroup, fields: FieldInfo[]): DraftGroup {
  const first = fields.find(({ id }) => id === 'city' || id === 'at') ?? fields[0]
  return draft.items.length === 0 && first ? { ...draft, items: [begun(first)] } : draft
}

interface GroupProps {
  list: ListName
  fields: FieldInfo[]
  group: DraftGroup
  change: (group: DraftGroup) => void
  depth: number
  remove?: () => void
}
function Group({ list, fields, group, change, depth, remove }: GroupProps) {
  const words = useWords().lists.conditions
  const { join, items } = group
  const replace = (at: number, item: DraftLeaf | DraftGroup | undefined) =>
    change({ join, items: items.flatMap((old, i) => (i !== at ? [old] : item === undefined ? [] : [item])) })
  const first = fields[0]
  return (
    <fieldset className={css.group} data-inner={depth > 1 || undefined}>
      <legend className="hidden-text">{words.title}</legend>
      <div className={css.join}>
        <NativeSelect
          aria-label={words.join}
          value={join}
          data={(['all', 'any', 'none'] as Join[]).map((value) => ({
            value,
            label: `${words.join} ${words[value as 'all']}`,
          }))}
          onChange={(event) => change({ join: event.target.value as Join, items })}
        />
        {remove && <CloseButton aria-label={words.removeGroup} onClick={remove} />}
      </div>
      <ul>
        {items.map((item, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no other identity than their place
          <li key={`${i} ${isGroup(item) ? 'group' : `${item.field} ${item.op}`}`}>
            {isGroup(item) ? (
              <Group
                list={list}
                fields={fields}
                group={item}
                depth={depth + 1}
                change={(next) => replace(i, next)}
                remove={() => replace(i, undefined)}
              />
            ) : (
              <Line
                list={list}
                fields={fields}
                leaf={item}
                change={(next) => replace(i, next)}
                remove={() => replace(i, undefined)}
              />
            )}
          </li>
        ))}
      </ul>
      <div className={css.add}>
        <button
          type="button"
          className="link"
          disabled={!first}
          onClick={() => change({ join, items: [...items, begun(first!)] })}
        >
          {words.add}
        </button>
        {depth < 4 && (
          <button
            type="button"
            className="link"
            disabled={!first}
            onClick={() =>
              change({ join, items: [...items, { join: join === 'any' ? 'all' : 'any', items: [begun(first!)] }] })
            }
          >
            {words.group}
          </button>
        )}
      </div>
    </fieldset>
  )
}

interface LineProps {
  list: ListName
  fields: FieldInfo[]
  leaf: DraftLeaf
  change: (leaf: DraftLeaf) => void
  remove: () => void
}
function Line({ list, fields, leaf, change, remove }: LineProps) {
  const words = useWords().lists
  const field = fields.find(({ id }) => id === leaf.field)
  const name = visible(words.field(list, leaf.field))
  return (
    <div className={css.line}>
      <NativeSelect
        aria-label={words.conditions.field}
        value={leaf.field}
        data={[
          ...(field ? [] : [{ value: leaf.field, label: name }]),
          ...fields.map(({ id }) => ({ value: id, label: visible(words.field(list, id)) })),
        ]}
        onChange={(event) => {
          const next = fields.find(({ id }) => id === event.target.value)
          if (next) change(begun(next))
        }}
      />
      <NativeSelect
        aria-label={words.conditions.operator}
        value={leaf.op}
        data={(field?.operators ?? [leaf.op]).map((op) => ({ value: op, label: words.conditions.operators[op]! }))}
        onChange={(event) => {
          const op = event.target.value as Operator
          change({
            field: leaf.field,
            op,
            ...(keeps(leaf.op, op) && leaf.value !== undefined ? { value: leaf.value } : {}),
          })
        }}
      />
      {field && (
        <ValueInput
          list={list}
          field={field}
          leaf={leaf}
          change={(value) => change({ field: leaf.field, op: leaf.op, ...(value === undefined ? {} : { value }) })}
        />
      )}
      <CloseButton aria-label={words.conditions.remove(name)} onClick={remove} />
    </div>
  )
}

/** Operators that take a value of the same form, so that what was typed stays. */
const forms: readonly Operator[][] = [
  ['is', 'isNot', 'begins', 'contains', 'less', 'atMost', 'more', 'atLeast', 'before', 'after'],
  ['within', 'older'],
]
const keeps = (from: Operator, to: Operator) => forms.some((one) => one.includes(from) && one.includes(to))
