import { type ReactNode, useState } from 'react'
import type { CustomerIdentity } from '#src/know/customers/contract.ts'
import { Section } from '../../ui/parts.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { sourceName } from '../../words/source.ts'
import { Merged } from './merged/Merged.tsx'
import { sentence } from './provenance.ts'
import { Segments } from './Segments.tsx'
import css from './side.module.css'

const few = 6

/** Identifiers, other details and the sources it all came from. On a phone this is the last tab. */
export function KnownSide({ identity }: { identity: CustomerIdentity }) {
  const words = useWords().customer.tabs
  return (
    <aside className={css.known} aria-label={words.facts}>
      <Identifiers identity={identity} />
      <Attributes identity={identity} />
      <Segments id={identity.id} />
      <Sources identity={identity} />
      <Merged identity={identity} />
    </aside>
  )
}

function Identifiers({ identity }: { identity: CustomerIdentity }) {
  const words = useWords()
  const format = useFormat()
  const said = words.customer.side
  const facts: [string, ReactNode][] = [
    [said.businessId, identity.businessId && <Written text={identity.businessId} />],
    [said.title, identity.title && <Written text={identity.title} />],
    [said.birthDate, identity.birthDate && format.day(identity.birthDate)],
    [said.lead, identity.leadSource && <Written text={identity.leadSource} />],
  ]
  const known = facts.filter(([, value]) => value)
  if (known.length === 0 && !identity.nameProvenance) return null
  return (
    <Section title={said.identifiers}>
      <dl className={css.facts}>
        {identity.nameProvenance && (
          <div>
            <dt>{words.customer.edit.name}</dt>
            <dd>
              <Written text={identity.name} />
              <span className={css.from}>{sentence(identity.nameProvenance, words, format)}</span>
            </dd>
          </div>
        )}
        {known.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function Attributes({ identity }: { identity: CustomerIdentity }) {
  const words = useWords().customer.side
  const [all, setAll] = useState(false)
  const shown = all ? identity.attributes : identity.attributes.slice(0, few)
  if (identity.attributes.length === 0) return null
  return (
    <Section title={words.attributes}>
      <dl className={css.facts}>
        {shown.map((attribute) => (
          <div key={`${attribute.source} ${attribute.name} ${attribute.value}`}>
            <dt>
              <Written text={attribute.name} />
            </dt>
            <dd>
              <Written text={attribute.value} />
            </dd>
          </div>
        ))}
      </dl>
      {!all && identity.attributes.length > few && (
        <button type="button" className="link small" onClick={() => setAll(true)}>
          {words.allAttributes(identity.attributes.length)}
        </button>
      )}
    </Section>
  )
}

function Sources({ identity }: { identity: CustomerIdentity }) {
  const words = useWords()
  const format = useFormat()
  const said = words.customer.side
  return (
    <Section title={said.sources}>
      <ul className={css.sources}>
        {eachOnce(identity.sources).map((source) => (
          <li key={`${source.source} ${source.externalId}`}>
            <Written text={sourceName(source.source, words)} />
            {source.externalId && (
              <span className="soft num">
                {' '}
                <Written text={source.externalId} />
              </span>
            )}
            <span className={css.from}>{said.sourceAt(format.day(source.observedAt))}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** A source tells of one customer in many records, an event source in one per value: each number is shown once, as it was told last. */
function eachOnce(sources: CustomerIdentity['sources']): CustomerIdentity['sources'] {
  const shown = new Map<string, CustomerIdentity['sources'][number]>()
  const numbered = new Set(sources.flatMap((one) => (one.externalId ? [one.source] : [])))
  for (const one of sources) {
    if (!one.externalId && numbered.has(one.source)) continue
    const key = `${one.source} ${one.externalId}`
    const other = shown.get(key)
    if (other === undefined || other.observedAt < one.observedAt) shown.set(key, one)
  }
  return [...shown.values()]
}
