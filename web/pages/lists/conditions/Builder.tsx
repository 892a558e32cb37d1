import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { FieldInfo, ListName } from '#src/know/lists/contract.ts'
import type { Condition } from '#src/know/segments/contract.ts'
import { listCountQuery } from '../../../api/queries-lists.ts'
import { useMay } from '../../../api/session.ts'
import { useWords } from '../../../words/index.tsx'
import css from './conditions.module.css'
import { useEditing } from './editing.ts'
import { Sentence } from './Sentence.tsx'
import { useSpeaker } from './speaker.ts'

interface BuilderProps {
  list: ListName
  fields: FieldInfo[]
  conditions: Condition | undefined
  apply: (conditions: Condition | undefined) => void
}

/** The conditions of a list, written as a sentence. Tells how many they would fit before they are applied. */
export function Builder({ list, fields, conditions, apply }: BuilderProps) {
  const { lists: words, segments } = useWords()
  const may = useMay()
  const speaker = useSpeaker(list, fields)
  const editing = useEditing(conditions, true)
  const { condition, finished } = editing
  const [asked] = useDebouncedValue(condition, 250)
  const count = useQuery({ ...listCountQuery(list, asked), enabled: finished })
  const about = (n: number) => (count.data?.about ? words.about(words.of[list](n)) : words.of[list](n))
  const counted = count.data && JSON.stringify(asked) === JSON.stringify(condition) ? count.data : undefined
  return (
    <form
      className={css.builder}
      aria-label={words.conditions.title}
      onSubmit={(event) => {
        event.preventDefault()
        apply(condition)
      }}
    >
      <Sentence speaker={speaker} editing={editing} />
      <div className={css.foot}>
        <Button type="submit" variant="filled">
          {words.conditions.show}
        </Button>
        {conditions !== undefined && (
          <Button variant="subtle" onClick={() => apply(undefined)}>
            {words.clear}
          </Button>
        )}
        {list === 'customers' && finished && condition !== undefined && may('segment.write') && (
          <Link to="/segments/new" search={{ where: condition }} className="link">
            {segments.inView}
          </Link>
        )}
        <p className="soft" role="status">
          {!finished
            ? words.conditions.unfinished
            : counted
              ? words.conditions.hits(about(counted.count))
              : count.isFetching
                ? words.counting
                : ''}
        </p>
      </div>
    </form>
  )
}
