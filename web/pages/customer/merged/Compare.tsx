import type { MergePreview, MergeSide } from '#src/know/merging/contract.ts'
import { Written } from '../../../ui/Text.tsx'
import { useFormat, useWords } from '../../../words/index.tsx'
import { sourceName } from '../../../words/source.ts'
import { fieldName, shownValue } from '../sentences.ts'
import css from './merged.module.css'

interface Line {
  name: string
  mine: string | null
  theirs: string | null
  result: string | null
  differs: boolean
}

/** The two side by side, what differs first, and what they would be as one. */
export function Compare({ seen }: { seen: MergePreview }) {
  const words = useWords()
  const said = words.merging
  const lines = useLines(seen)
  const { mine, theirs } = seen
  return (
    <section aria-label={said.compare} className={css.compare}>
      <div className={`${css.row} ${css.heads}`} aria-hidden="true">
        <Head side={mine} />
        <Head side={theirs} />
        <span className={css.result}>{said.result}</span>
      </div>
      <dl>
        {lines.map((line) => (
          <div key={line.name} className={css.row} data-differs={line.differs || undefined}>
            <dt>
              <Written text={line.name} />
            </dt>
            <Cell of={mine.name} text={line.mine} />
            <Cell of={theirs.name} text={line.theirs} />
            <Cell of={said.result} text={line.result} result />
          </div>
        ))}
      </dl>
      {seen.hidden && <p className="soft small">{said.hidden}</p>}
      {seen.consents.some((one) => one.mine !== one.theirs && one.mine !== null && one.theirs !== null) && (
        <p className="soft small">{said.stricter}</p>
      )}
      {mine.protected !== theirs.protected && <p className="warn small">{said.protected}</p>}
    </section>
  )
}

function useLines(seen: MergePreview): Line[] {
  const words = useWords()
  const format = useFormat()
  const said = words.merging
  const { mine, theirs, fields, consents } = seen
  const show = (field: string, value: string | null) =>
    value === null ? null : shownValue(field, value, words, format)
  const word = (granted: boolean | null) => (granted === null ? null : granted ? said.granted : said.denied)
  const sources = (of: MergeSide['sources']) =>
    said.sources(of.map(({ source, count }) => [sourceName(source, words), count] as const))
  const values = fields.map(
    ({ field, ...of }): Line => ({
      name: fieldName(field, words),
      mine: show(field, of.mine),
      theirs: show(field, of.theirs),
      result: show(field, of.result),
      differs: of.mine !== null && of.theirs !== null && of.mine !== of.theirs,
    }),
  )
  const permissions = consents.map(
    (one): Line => ({
      name: said.consent(words.customer.side.consentChannel[one.channel] ?? one.channel),
      mine: word(one.mine),
      theirs: word(one.theirs),
      result: word(one.result),
      differs: one.mine !== one.theirs && one.mine !== null && one.theirs !== null,
    }),
  )
  return [
    ...values,
    ...permissions,
    {
      name: said.known,
      mine: sources(mine.sources),
      theirs: sources(theirs.sources),
      result: sources(together(mine.sources, theirs.sources)),
      differs: false,
    },
    {
      name: said.timeline,
      mine: said.entries(mine.entries, mine.purchases),
      theirs: said.entries(theirs.entries, theirs.purchases),
      result: said.entries(mine.entries + theirs.entries, mine.purchases + theirs.purchases),
      differs: false,
    },
  ]
}

function together(mine: MergeSide['sources'], theirs: MergeSide['sources']): MergeSide['sources'] {
  const all = new Map(mine.map(({ source, count }) => [source, count]))
  for (const { source, count } of theirs) all.set(source, (all.get(source) ?? 0) + count)
  return [...all].map(([source, count]) => ({ source, count }))
}

function Head({ side }: { side: MergeSide }) {
  const words = useWords().merging
  return (
    <span>
      <Written text={side.name} />
      {side.archived && <small className="warn"> {words.archived}</small>}
    </span>
  )
}

function Cell({ of, text, result }: { of: string; text: string | null; result?: true }) {
  const words = useWords().merging
  return (
    <dd className={result && css.result}>
      <span className={css.whose}>
        <Written text={of} />{' '}
      </span>
      {text === null ? <span className="soft">{result ? '' : words.empty}</span> : <Written text={text} />}
    </dd>
  )
}
