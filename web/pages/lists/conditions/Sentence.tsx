import { Menu } from '@mantine/core'
import type { KeyboardEvent, ReactNode } from 'react'
import { visible } from '../../../ui/Text.tsx'
import { useWords } from '../../../words/index.tsx'
import { type Opening, textOf } from '../../../words/parts.ts'
import { Icon } from '../../../ui/Icon.tsx'
import css from './conditions.module.css'
import { type Editing, gripKey, type ItemAct, itemActs, useFocus } from './editing.ts'
import { JoinSlot, LineRow } from './LineRow.tsx'
import { said, type Speaker } from './said.ts'
import { Chosen } from './slots.tsx'
import { type Group, isGroup, type Item, itemsOf } from './tree.ts'

/** Conditions as one sentence in lines, written with the keyboard or the mouse. */
export function Sentence({ speaker, editing }: { speaker: Speaker; editing: Editing }) {
  const words = useWords().segments.builder
  const { root } = editing.draft
  const box = useFocus(editing)
  const onKeyDown = (event: KeyboardEvent) => {
    const mod = event.ctrlKey || event.metaKey
    const key = event.key.toLowerCase()
    if (mod && !event.altKey && (key === 'z' || key === 'y')) {
      event.preventDefault()
      if (key === 'y' || event.shiftKey) editing.redo()
      else editing.undo()
      return
    }
    const row = (event.target as Element).closest<HTMLElement>('[data-item]')
    if (!row) return
    if (mod && event.key === 'Enter') {
      event.preventDefault()
      editing.act('add', Number(row.dataset.item))
    }
    if (event.key === 'Escape') row.querySelector<HTMLElement>('[data-focus=grip]')?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that lines and their words have in common
    <div className={css.whole} ref={box} onKeyDown={onKeyDown}>
      {(root.not || root.items.length === 0) && <RootHead speaker={speaker} editing={editing} />}
      <Items speaker={speaker} editing={editing} group={root} opening={root.not ? 'inside' : 'first'} />
      <div className={css.add}>
        <button type="button" className="link" data-focus="add" onClick={() => editing.act('add', root.id)}>
          + {words.add}
        </button>
        <button type="button" className="link" onClick={() => editing.act('addGroup', root.id)}>
          + {words.addGroup}
        </button>
        <span className={css.back}>
          <button
            type="button"
            className="link"
            disabled={!editing.canUndo}
            aria-keyshortcuts="Control+Z"
            onClick={editing.undo}
          >
            {words.undo}
          </button>
          <button
            type="button"
            className="link"
            disabled={!editing.canRedo}
            aria-keyshortcuts="Control+Y"
            onClick={editing.redo}
          >
            {words.redo}
          </button>
        </span>
      </div>
    </div>
  )
}

function RootHead({ speaker, editing }: { speaker: Speaker; editing: Editing }) {
  const { conditions } = useWords()
  const { root } = editing.draft
  if (root.items.length === 0)
    return <p className={css.sentence}>{speaker.list === 'customers' ? conditions.everybody : conditions.everything}</p>
  return (
    <p className={css.sentence}>
      <span className={css.part}>
        <GroupSlot editing={editing} group={root} text={`${conditions.groups[keyOf(root)]}:`} />
      </span>
    </p>
  )
}

const keyOf = ({ not, join }: Group) => `${not ? 'not ' : ''}${join}`

function GroupSlot({ editing, group, text }: { editing: Editing; group: Group; text: string }) {
  const { segments, conditions } = useWords()
  return (
    <Chosen
      label={segments.builder.groupMeans}
      text={text}
      value={keyOf(group)}
      options={Object.entries(conditions.groups).map(([value, label]) => ({ value, label }))}
      change={(value) => editing.mean(group, value.endsWith('all') ? 'all' : 'any', value.startsWith('not '))}
    />
  )
}

interface ItemsProps {
  speaker: Speaker
  editing: Editing
  group: Group
  /** How the first of them begins. */
  opening: Opening
}
function Items({ speaker, editing, group, opening }: ItemsProps) {
  const link: Opening = group.join === 'all' ? 'and' : 'or'
  return (
    <ul className={css.items}>
      {group.items.map((item, i) => (
        <li key={item.id}>
          <Row speaker={speaker} editing={editing} item={item} group={group} opening={i === 0 ? opening : link} />
        </li>
      ))}
    </ul>
  )
}

interface RowProps {
  speaker: Speaker
  editing: Editing
  item: Item
  group: Group
  opening: Opening
}
function Row({ speaker, editing, item, group, opening }: RowProps) {
  const words = useWords()
  const { conditions } = words
  if (!isGroup(item))
    return (
      <Framed editing={editing} item={item} name={textOf(conditions.line(said(item, opening, speaker)))}>
        <LineRow speaker={speaker} editing={editing} line={item} group={group} opening={opening} />
      </Framed>
    )
  const parts = conditions.group(opening, item.join, item.not)
  return (
    <>
      <Framed editing={editing} item={item} name={textOf(parts)}>
        <span className={css.sentence} data-line>
          {parts.map((part) =>
            typeof part === 'string' ? (
              <span key={part}>{part}</span>
            ) : part.slot === 'join' ? (
              <span key="join" className={css.part} data-slot="join">
                <JoinSlot editing={editing} group={group} text={part.text} />
              </span>
            ) : (
              <span key="group" className={css.part} data-slot="group">
                <GroupSlot editing={editing} group={item} text={part.text} />
              </span>
            ),
          )}
        </span>
      </Framed>
      <div className={css.inner}>
        <Items speaker={speaker} editing={editing} group={item} opening="inside" />
        <button type="button" className={`link ${css.addInside}`} onClick={() => editing.act('add', item.id)}>
          + {words.segments.builder.add}
        </button>
      </div>
    </>
  )
}

interface FramedProps {
  editing: Editing
  item: Item
  name: string
  children: ReactNode
}
/** A line between its grip, by which it is moved and turned, and the way to take it away. */
function Framed({ editing, item, name, children }: FramedProps) {
  const words = useWords().segments.builder
  const said = visible(name)
  const shown: readonly ItemAct[] = itemActs.filter((act) => act !== 'addGroup' || isGroup(item))
  const onKeyDown = (event: KeyboardEvent) => {
    const act = gripKey(event)
    if (act === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (act !== 'before' && act !== 'after') return editing.act(act, item.id)
    const ids = itemsOf(editing.draft.root).map(({ id }) => id)
    const next = ids[ids.indexOf(item.id) + (act === 'before' ? -1 : 1)]
    const box = event.currentTarget.closest(`.${css.whole}`)
    box?.querySelector<HTMLElement>(`[data-item="${next}"] [data-focus=grip]`)?.focus()
  }
  return (
    <div className={css.row} data-item={item.id}>
      <Menu
        position="bottom-start"
        width={250}
        transitionProps={{ duration: 0 }}
        withinPortal={false}
        withInitialFocusPlaceholder={false}
      >
        <Menu.Target>
          <button
            type="button"
            className={css.grip}
            data-focus="grip"
            aria-label={words.grip(said)}
            aria-keyshortcuts="Delete N O ArrowRight ArrowLeft Alt+ArrowUp Alt+ArrowDown"
            onKeyDown={onKeyDown}
          >
            <Icon name="grip" />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {shown.map((act) => (
            <Menu.Item
              key={act}
              onClick={() => editing.act(act, item.id)}
              rightSection={words.keys[act] ? <kbd className={css.keys}>{words.keys[act]}</kbd> : undefined}
            >
              {words.acts[act]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {children}
      <button
        type="button"
        className={css.remove}
        aria-label={words.remove(said)}
        onClick={() => editing.act('remove', item.id)}
      >
        <Icon name="close" />
      </button>
    </div>
  )
}
