import type { FactLine } from '../../api/routes.ts'
import { Pill } from '../../ui/parts.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './sources.module.css'

/** What uses a fact, and from which columns it is read. `titled`: nothing above says that it is about use. */
export function Uses({ fact, titled }: { fact: FactLine; titled?: boolean }) {
  const words = useWords().sources
  const works = fact.uses.filter((use) => !use.shown).map((use) => words.use[use.by])
  const shows = fact.uses.filter((use) => use.shown).map((use) => words.use[use.by])
  return (
    <>
      {fact.uses.length === 0 && fact.fact !== 'reachable' && <span>{words.noUse}</span>}
      {works.length > 0 && <span>{(titled ? `${words.usedBy}: ` : '') + works.join(', ')}</span>}
      {works.length === 0 && shows.length > 0 && <span>{`${words.shownOnly}: ${shows.join(', ')}`}</span>}
      {fact.columns.length > 0 && <small>{words.readFrom(fact.columns.join(', '))}</small>}
    </>
  )
}

/** When values were last told, in words. */
export function Ages({ ages }: { ages: readonly number[] | null }) {
  const words = useWords().sources
  const format = useFormat()
  if (ages === null || ages.every((count) => count === 0)) return null
  return (
    <small>{ages.flatMap((count, i) => (count > 0 ? [`${words.ages[i]} ${format.n(count)}`] : [])).join(', ')}</small>
  )
}

/** What to do about collecting it. */
export function Proposal({ fact }: { fact: Pick<FactLine, 'proposal'> }) {
  const words = useWords().sources
  if (fact.proposal === null) return null
  return (
    <p className={css.proposal}>
      <Pill tone={fact.proposal === 'end' ? 'warn' : 'plain'} why={words.proposalWhy[fact.proposal]!}>
        {words.proposal[fact.proposal]}
      </Pill>
    </p>
  )
}
