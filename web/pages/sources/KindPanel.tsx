import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { sourceInventoryQuery } from '../../api/queries-sources.ts'
import type { FactLine } from '../../api/routes.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import { Proposal, Uses } from './FactNotes.tsx'
import { RatioShown, Trend } from './RatioShown.tsx'
import css from './sources.module.css'
import { factName } from './told.ts'

interface PanelProps {
  source: string | undefined
  kind: string | undefined
  close: () => void
}

/** What one source tells of one kind of data: every fact with all its properties. */
export function KindPanel({ source, kind, close }: PanelProps) {
  const words = useWords()
  const open = source !== undefined && kind !== undefined
  return (
    <Dialog open={open} close={close} as="side" label={words.sources.kind[kind ?? ''] ?? words.sources.facts}>
      {open && <Inside source={source} kind={kind} close={close} />}
    </Dialog>
  )
}

function Inside({ source, kind, close }: { source: string; kind: string; close: () => void }) {
  const words = useWords()
  const query = useQuery(sourceInventoryQuery(source))
  const facts = query.data?.facts.filter((fact) => fact.kind === kind) ?? []
  return (
    <>
      <div className={css.panelHead}>
        <div>
          <h2>{words.sources.kind[kind]}</h2>
          {query.data && (
            <p className="soft">
              {query.data.name === null ? words.sources.everybody : <Written text={query.data.name} />}
            </p>
          )}
        </div>
        <button type="button" className={css.close} aria-label={words.shell.state.close} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      {query.isPending && <Loading lines={6} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && facts.length === 0 && <p className="soft">{words.sources.why.noRows}</p>}
      {facts.map((fact) => (
        <Fact key={fact.fact} fact={fact} source={source} />
      ))}
      {query.isSuccess && (
        <Link to="/sources/$id" params={{ id: source }} className="link">
          {words.sources.open}
        </Link>
      )}
    </>
  )
}

function Fact({ fact, source }: { fact: FactLine; source: string }) {
  const words = useWords().sources
  const name = factName(fact.fact, words)
  return (
    <section className={css.fact} aria-label={name}>
      <div className={css.factHead}>
        <h3>
          <Written text={name} />
        </h3>
        <Trend shares={fact.trend} />
      </div>
      <dl className={css.measures}>
        {fact.measures.map(({ measure, ratio }) => (
          <div key={measure}>
            <dt>{words.measure[measure]}</dt>
            <dd>
              <RatioShown
                ratio={ratio}
                source={source}
                fact={fact.fact}
                measure={measure}
                label={words.rows.title(name, words.measure[measure])}
              />
            </dd>
          </div>
        ))}
      </dl>
      <div className={css.notes}>
        <Uses fact={fact} titled />
      </div>
      <Proposal fact={fact} />
    </section>
  )
}
