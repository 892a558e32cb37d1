import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Condition } from '#src/know/segments/contract.ts'
import { listCountQuery, listFieldsQuery } from '../../api/queries-lists.ts'
import { customerRowQuery, customerSegmentsQuery, segmentQuery } from '../../api/queries-segments.ts'
import { useMay } from '../../api/session.ts'
import { Section } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { visible, Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { cellText } from '../lists/Cell.tsx'
import { sentence } from '../lists/conditions/sentence.ts'
import { useSpeaker } from '../lists/conditions/speaker.ts'
import css from './side.module.css'

/** The segments that somebody is in, since when, and on which conditions. */
export function Segments({ id }: { id: string }) {
  const words = useWords().segments.ofCustomer
  const may = useMay()
  const query = useQuery({ ...customerSegmentsQuery(id), enabled: may('segment.read') })
  if (!may('segment.read') || (query.data && query.data.segments.length === 0)) return null
  return (
    <Section title={words.title}>
      {query.isPending && <Loading lines={2} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      <ul className={css.sources}>
        {query.data?.segments.map((one) => (
          <Membership key={one.id} customer={id} {...one} />
        ))}
      </ul>
    </Section>
  )
}

interface MembershipProps {
  customer: string
  id: string
  name: string
  since: string
}
function Membership({ customer, id, name, since }: MembershipProps) {
  const words = useWords().segments.ofCustomer
  const format = useFormat()
  const [open, setOpen] = useState(false)
  return (
    <li>
      <Link to="/segments/$id" params={{ id }} className="plain">
        <Written text={name} />
      </Link>
      <span className={css.from}>
        {words.since(format.day(since))}{' '}
        <button
          type="button"
          className="link"
          aria-expanded={open}
          aria-label={words.whyNamed(visible(name))}
          onClick={() => setOpen(!open)}
        >
          {words.why}
        </button>
      </span>
      {open && <Why customer={customer} segment={id} />}
    </li>
  )
}

/** The conditions, each with whether it holds for this person now. */
function Why({ customer, segment }: { customer: string; segment: string }) {
  const words = useWords().segments
  const query = useQuery(segmentQuery(segment))
  if (query.isPending) return <Loading lines={2} />
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  const { condition, hidden } = query.data
  if (hidden.length > 0)
    return <p className="soft small">{words.one.hidden(hidden.map((id) => visible(id)).join(', '))}</p>
  if (!condition) return <p className="soft small">{words.ofCustomer.picked}</p>
  const parts = 'all' in condition && condition.all.length > 0 ? condition.all : [condition]
  return (
    <ul className={css.why}>
      {parts.map((part) => (
        <Part key={JSON.stringify(part)} customer={customer} part={part} />
      ))}
    </ul>
  )
}

function Part({ customer, part }: { customer: string; part: Condition }) {
  const words = useWords().segments.ofCustomer
  const speaker = useSpeaker('customers')
  const asked: Condition = { all: [{ field: 'id', op: 'is', value: customer }, part] }
  const count = useQuery(listCountQuery('customers', asked))
  const holds = count.data && count.data.count > 0
  return (
    <li data-holds={holds}>
      <Written text={sentence(part, speaker)} />
      {count.data && <span className="hidden-text">: {holds ? words.holds : words.holdsNot}</span>}
      <Figures customer={customer} part={part} />
      {count.isError && <Failure error={count.error} />}
    </li>
  )
}

/** What the person has in the fields that a condition asks about. */
function Figures({ customer, part }: { customer: string; part: Condition }) {
  const words = useWords()
  const format = useFormat()
  const fields = useQuery(listFieldsQuery('customers'))
  const asked = fieldsOf(part)
  const columns = (fields.data?.fields ?? []).filter(({ id, filterOnly }) => asked.has(id) && !filterOnly).slice(0, 10)
  const request = {
    columns: columns.map(({ id }) => id),
    conditions: { field: 'id', op: 'is', value: customer } as const,
  }
  const row = useQuery({ ...customerRowQuery(customer, request), enabled: columns.length > 0 })
  if (!row.data || columns.length === 0) return null
  const told = columns.map((field, i) => {
    const text = cellText(words, format, 'customers', field, row.data.cells[i])
    return `${words.lists.field('customers', field.id)}: ${text || words.segments.ofCustomer.nothing}`
  })
  return (
    <small>
      <Written text={told.join(' · ')} />
    </small>
  )
}

function fieldsOf(part: Condition): Set<string> {
  if ('field' in part) return new Set([part.field])
  const inner = 'all' in part ? part.all : 'any' in part ? part.any : 'not' in part ? [part.not] : []
  return new Set(inner.flatMap((one) => [...fieldsOf(one)]))
}
