import { useState } from 'react'
import type { CustomerIdentity } from '#src/know/customers/contract.ts'
import { useMay } from '../../api/session.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Section } from '../../ui/parts.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { dialled, shownPhone } from '../../words/phone.ts'
import { EditContact } from './EditContact.tsx'
import { sentence, shownAddress, type Valued } from './provenance.ts'
import css from './side.module.css'
import { ValuesPanel } from './ValuesPanel.tsx'

type Field = 'phone' | 'email' | 'address'

/** How to reach the customer; every value says where it came from. Those who may can change it in place. */
export function ContactSide({ identity }: { identity: CustomerIdentity }) {
  const { customer, values: said } = useWords()
  const words = customer.side
  const may = useMay()
  const [editing, setEditing] = useState<Field | null>(null)
  const [open, setOpen] = useState<Field | 'name' | null>(null)
  const edits = may('customer.edit') && may('customer.contact') && (!identity.protected || may('customer.protected'))
  const known: Record<Field, readonly Valued[]> = {
    phone: identity.phones,
    email: identity.emails,
    address: identity.addresses,
  }
  const fields: Field[] = ['phone', 'email', 'address']
  const adds = { phone: words.addPhone, email: words.addEmail, address: words.addAddress }
  const none = fields.every((field) => known[field].length === 0)
  return (
    <aside className={css.contact} aria-label={words.contact}>
      <Section title={words.contact}>
        {none && <p className="soft">{may('customer.contact') ? words.noContact : words.hiddenContact}</p>}
        <ul className={css.values}>
          {fields.map((field) =>
            editing === field ? (
              <li key={field}>
                <EditContact identity={identity} field={field} close={() => setEditing(null)} />
              </li>
            ) : (
              <Values
                key={field}
                field={field}
                values={known[field]}
                edit={edits ? () => setEditing(field) : undefined}
                open={() => setOpen(field)}
              />
            ),
          )}
        </ul>
        {edits && (
          <p className={css.adds}>
            {fields
              .filter((field) => known[field].length === 0 && editing !== field)
              .map((field) => (
                <button key={field} type="button" className="link small" onClick={() => setEditing(field)}>
                  {adds[field]}
                </button>
              ))}
          </p>
        )}
        <p className={css.adds}>
          <button type="button" className="link small" onClick={() => setOpen('name')}>
            {said.open}
          </button>
        </p>
      </Section>
      {open && <ValuesPanel identity={identity} field={open} close={() => setOpen(null)} />}
      <Consents identity={identity} />
    </aside>
  )
}

interface ValuesProps {
  field: Field
  values: readonly Valued[]
  edit: (() => void) | undefined
  open: () => void
}

function Values({ field, values, edit, open }: ValuesProps) {
  const { customer: words, values: said } = useWords()
  const chosen = values.filter((value) => value.chosen)
  const others = values.filter((value) => !value.chosen)
  if (values.length === 0) return null
  return (
    <>
      {chosen.map((value) => (
        <li key={value.value} className={css.value}>
          <OneValue field={field} value={value} />
          {edit && (
            <button
              type="button"
              className={`bare ${css.edit}`}
              onClick={edit}
              aria-label={words.edit.open(words.edit[field])}
            >
              <Icon name="pencil" />
            </button>
          )}
        </li>
      ))}
      {others.length > 0 && (
        <li>
          <button type="button" className={`link ${css.others}`} onClick={open}>
            {said.others(others.length)}
          </button>
        </li>
      )}
    </>
  )
}

const links: Record<Field, (value: string) => string | undefined> = {
  phone: dialled,
  email: (value) => `mailto:${encodeURIComponent(value).replace('%40', '@')}`,
  address: () => undefined,
}

const shown: Record<Field, (value: string) => string> = {
  phone: shownPhone,
  email: (value) => value,
  address: shownAddress,
}

function OneValue({ field, value }: { field: Field; value: Valued }) {
  const words = useWords()
  const format = useFormat()
  const link = links[field](value.value)
  const text = <Written text={shown[field](value.value)} />
  return (
    <div>
      <i className={value.provenance.verified ? css.dot : css.dotNo} />
      {link ? (
        <a href={link} className="plain num">
          {text}
        </a>
      ) : (
        text
      )}
      {value.label && <span className="soft small"> {words.terms.addressLabel[value.label] ?? value.label}</span>}
      <span className={css.from}>{sentence(value.provenance, words, format)}</span>
    </div>
  )
}

function Consents({ identity }: { identity: CustomerIdentity }) {
  const words = useWords()
  const format = useFormat()
  const said = words.customer.side
  return (
    <Section title={said.consents}>
      {identity.consents.length === 0 && <p className="soft">{said.consentNone}</p>}
      <ul className={css.consents}>
        {identity.consents.map((consent) => (
          <li key={consent.channel}>
            {said.consentChannel[consent.channel] ?? consent.channel}:{' '}
            <span className={consent.granted ? 'good' : 'bad'}>{consent.granted ? said.granted : said.denied}</span>
            <span className={css.from}>{sentence(consent.provenance, words, format)}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
