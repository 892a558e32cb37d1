import { type ReactNode, useEffect } from 'react'
import type { Condition } from '#src/know/segments/contract.ts'
import { useWords } from '../../words/index.tsx'
import { type Editing, useEditing } from '../lists/conditions/editing.ts'
import { Sentence } from '../lists/conditions/Sentence.tsx'
import { useSpeaker } from '../lists/conditions/speaker.ts'
import { Counted } from './Counted.tsx'
import css from './editor.module.css'

interface EditorProps {
  initial: Condition | undefined
  /** Hears what is asked after each edit. */
  changed?: (condition: Condition | undefined) => void
  /** What stands under the sentence: what is done with it. */
  children: (editing: Editing) => ReactNode
}

/** A sentence that is written, and beside it whom it fits right now. */
export function Editor({ initial, changed, children }: EditorProps) {
  const words = useWords().segments
  const speaker = useSpeaker('customers')
  const editing = useEditing(initial, true)
  const { condition } = editing
  // the parent keeps what is asked for a page that goes away
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the condition changes, not when its listener does
  useEffect(() => changed?.(condition), [condition])
  return (
    <div className={css.editor}>
      <section className={css.writing} aria-labelledby="who-belongs">
        <h2 id="who-belongs">{words.builder.title}</h2>
        <Sentence speaker={speaker} editing={editing} />
        <p className={css.keys}>{words.builder.hint}</p>
        {children(editing)}
      </section>
      <Counted condition={condition} finished={editing.finished} speaker={speaker} />
    </div>
  )
}
