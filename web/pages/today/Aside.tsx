import { Link } from '@tanstack/react-router'
import type { Today } from '#src/act/today/contract.ts'
import { Pill, Section } from '../../ui/parts.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './today.module.css'

export function CameIn({ imports }: { imports: Today['imports'] }) {
  const words = useWords()
  const format = useFormat()
  return (
    <Section title={words.today.cameIn}>
      {imports.length === 0 && <p className="soft">{words.today.cameInNone}</p>}
      <ul className={css.aside}>
        {imports.map((one) => (
          <li key={one.id}>
            <Link to="/imports/$id" params={{ id: one.id }} className="plain">
              <strong>
                <Written text={one.source} />
              </strong>
              <span className="num">
                {one.state === 'finished'
                  ? words.today.cameInLine(one.lines, one.quarantined)
                  : `${words.imports.state[one.state] ?? one.state} · ${words.imports.lines(one.lines)}`}
              </span>
              <small className="soft">{format.moment(one.at)}</small>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function Heard({ heard }: { heard: Today['heard'] }) {
  const words = useWords()
  const format = useFormat()
  return (
    <Section title={words.today.heard}>
      {heard.length === 0 && <p className="soft">{words.today.heardNone}</p>}
      <ul className={css.aside}>
        {heard.map((one) => (
          <li key={`${one.id} ${one.at}`}>
            <div className={css.said}>
              <Link to="/customers/$id" params={{ id: one.id }} className="plain">
                <strong>
                  <Written text={one.name} />
                </strong>
              </Link>
              <Pill tone={one.kind === 'complaint' ? 'bad' : 'accent'}>{words.terms.entry[one.kind] ?? one.kind}</Pill>
            </div>
            <p className={css.quote}>
              <Written text={one.text} />
            </p>
            <small className="soft">
              {format.moment(one.at)}
              {one.handler && (
                <>
                  {' · '}
                  <Written text={one.handler} />
                </>
              )}
            </small>
          </li>
        ))}
      </ul>
    </Section>
  )
}
