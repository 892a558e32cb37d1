import { useQuery } from '@tanstack/react-query'
import { customerAttentionQuery } from '../../../api/queries-attention.ts'
import { useMay, useMe } from '../../../api/session.ts'
import { useWords } from '../../../words/index.tsx'
import { useActing } from './acts.ts'
import { Notice } from './Attention.tsx'
import css from './list.module.css'
import { Acts, Panel, Why, Worth } from './OneLine.tsx'

/** On a customer's page: why they are on the list of the day, with the same acts. Nothing for those who are not. */
export function OnTheList({ id }: { id: string }) {
  const words = useWords().attention
  const may = useMay()
  const { company } = useMe()
  const acting = useActing()
  const { data } = useQuery(customerAttentionQuery(id))
  const line = data?.line
  if (!line) return acting.told ? <Notice acting={acting} /> : null
  const currency = line.worth.amount?.currency ?? company.currency
  return (
    <section className={css.standing} aria-label={words.onList}>
      <h2>{words.onList}</h2>
      <Why line={line} currency={currency} />
      <div className={css.act}>
        <Worth line={line} currency={currency} />
      </div>
      {line.solved ? (
        <p className={css.solved}>{words.solved[line.solved.by] ?? words.solved.handled}</p>
      ) : (
        <>
          {may('today.attend') && <Acts line={line} acting={acting} />}
          <Panel line={line} acting={acting} />
        </>
      )}
      <Notice acting={acting} />
    </section>
  )
}
