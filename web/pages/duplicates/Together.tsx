import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import type { GroupDetail, Member } from '#src/know/duplicates/contract.ts'
import { useMe } from '../../api/session.ts'
import { Sideways } from '../../ui/Sideways.tsx'
import { visible, Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { shownPhone } from '../../words/phone.ts'
import css from './together.module.css'
import { type Field, fieldsOf } from './fields.ts'

interface TogetherProps {
  group: GroupDetail
  survivor: string
  keep: (id: string) => void
  left: ReadonlySet<string>
  leave: (id: string) => void
}

/** The customers in columns, their fields in rows: what differs is marked, and what they would be as one stands last. */
export function Together({ group, survivor, keep, left, leave }: TogetherProps) {
  const words = useWords().duplicates
  const { members, outcome, barred } = group
  const many = members.length > 2
  return (
    <Sideways label={words.sideBySide}>
      <table className={css.together} data-columns={members.length}>
        <thead>
          <tr>
            <td />
            {members.map((member) => (
              <MemberHead
                key={member.customer.id}
                member={member}
                stays={member.customer.id === survivor && !left.has(member.customer.id)}
                keep={barred ? undefined : () => keep(member.customer.id)}
                takesPart={many ? !left.has(member.customer.id) : undefined}
                leave={() => leave(member.customer.id)}
              />
            ))}
            {outcome && (
              <th scope="col" className={css.outcome}>
                {words.outcome}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {fieldsOf(group).map((field) => (
            <FieldRow key={field.name} field={field} members={members} withOutcome={outcome !== null} />
          ))}
          <FactRows members={members} withOutcome={outcome !== null} />
        </tbody>
      </table>
    </Sideways>
  )
}

interface HeadProps {
  member: Member
  stays: boolean
  keep: (() => void) | undefined
  takesPart: boolean | undefined
  leave: () => void
}

function MemberHead({ member: { customer, hidden }, stays, keep, takesPart, leave }: HeadProps) {
  const words = useWords().duplicates
  const name = useId()
  return (
    <th scope="col" data-out={takesPart === false || undefined}>
      <Link to="/customers/$id" params={{ id: customer.id }} className={css.name}>
        <Written text={customer.name} />
      </Link>
      {hidden && <small className="soft">{words.hidden}</small>}
      {takesPart !== undefined && (
        <label className={css.pick}>
          <input
            type="checkbox"
            checked={takesPart}
            onChange={leave}
            aria-label={words.takesPart(visible(customer.name))}
          />
          {words.act.same}
        </label>
      )}
      {keep && takesPart !== false && (
        <label className={css.pick} title={words.staysHelp}>
          <input type="radio" name={`stays ${name}`} checked={stays} onChange={keep} />
          {words.stays}
        </label>
      )}
    </th>
  )
}

function FieldRow({ field, members, withOutcome }: { field: Field; members: readonly Member[]; withOutcome: boolean }) {
  const words = useWords().duplicates
  return (
    <tr data-alike={field.alike}>
      <th scope="row">
        {words.field[field.name]}
        {field.alike && <small className={css.mark}>{words[field.alike]}</small>}
      </th>
      {field.values.map((values, i) => (
        <td key={members[i]!.customer.id} data-alone={field.alone[i] || undefined}>
          {values.map((value) => (
            <span key={value} className={css.value}>
              <Shown name={field.name} value={value} />
            </span>
          ))}
        </td>
      ))}
      {withOutcome && (
        <td className={css.outcome}>{field.outcome && <Shown name={field.name} value={field.outcome} />}</td>
      )}
    </tr>
  )
}

function Shown({ name, value }: { name: string; value: string }) {
  const words = useWords()
  const format = useFormat()
  if (name === 'birthDate') return <span className="num">{format.day(value)}</span>
  if (name === 'phone') return <span className="num">{shownPhone(value)}</span>
  if (name === 'language') return <>{words.terms.language[value as 'fi'] ?? value}</>
  return <Written text={value} />
}

/** What hangs on each: not compared, but weighed by whoever decides. */
function FactRows({ members, withOutcome }: { members: readonly Member[]; withOutcome: boolean }) {
  const words = useWords().duplicates
  const format = useFormat()
  const me = useMe()
  const money = (minor: number | null) =>
    minor === null || minor === 0
      ? null
      : format.money({ minor: String(minor), currency: me.company.currency }, 'whole')
  const rows: [string, (member: Member) => string][] = [
    ['sources', ({ customer }) => [...new Set(customer.sources.map((one) => visible(one.source)))].join(', ')],
    ['since', ({ customer }) => format.day(customer.customerSince ?? customer.createdAt)],
    [
      'purchases',
      (member) =>
        words.bought(member.purchases, money(member.worth), member.lastPurchase && format.day(member.lastPurchase)),
    ],
    ['contacts', (member) => format.n(member.contacts)],
  ]
  return (
    <>
      {rows.map(([name, text]) => (
        <tr key={name} className={css.fact}>
          <th scope="row">{words.field[name]}</th>
          {members.map((member) => (
            <td key={member.customer.id}>{text(member)}</td>
          ))}
          {withOutcome && <td className={css.outcome} />}
        </tr>
      ))}
    </>
  )
}
