import { Link } from '@tanstack/react-router'
import type { Today } from '#src/act/today/contract.ts'
import { useMay } from '../../api/session.ts'
import { Pill, Section } from '../../ui/parts.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './systems.module.css'
import { momentOf } from './told.ts'

/** Systems that have not got their changes in time, for the first page of the day. */
export function LateSystems({ systems }: { systems: Today['lateSystems'] }) {
  const words = useWords().systems
  const format = useFormat()
  const may = useMay()
  if (systems.length === 0) return null
  return (
    <Section title={words.late.title}>
      <ul className={css.late}>
        {systems.map(({ systemId, system, mine, waiting, oldest }) => (
          <li key={systemId}>
            {may('system.read') ? (
              <Link to="/systems/$id" params={{ id: systemId }} className={css.who}>
                <Written text={system} />
              </Link>
            ) : (
              <span className={css.who}>
                <Written text={system} />
              </span>
            )}
            {mine && <Pill tone="warn">{words.late.yours}</Pill>}
            {oldest && <small>{words.late.line(waiting, momentOf(format, words, oldest))}</small>}
          </li>
        ))}
      </ul>
    </Section>
  )
}
