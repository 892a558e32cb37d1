import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SuggestionModel } from '#src/know/insights/suggestions/contract.ts'
import { api } from '../../api/client.ts'
import { suggestionModelQuery } from '../../api/queries-suggestions.ts'
import { Section } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './insights.module.css'
import { Running } from './Running.tsx'
import own from './suggestions.module.css'

/** How product suggestions stand: the model, its data, how well it does beside simple ways, and what is never suggested. */
export function SuggestionsModel() {
  const words = useWords().suggestions.panel
  const query = useQuery(suggestionModelQuery)
  return (
    <div id="suggestions">
      <Section title={words.title}>
        {query.isPending && <Loading lines={3} />}
        {query.isError && !query.data && <Failure error={query.error} retry={() => void query.refetch()} />}
        {query.data && <Standing page={query.data} />}
      </Section>
    </div>
  )
}

function Standing({ page }: { page: SuggestionModel }) {
  const words = useWords().suggestions.panel
  const format = useFormat()
  const { model } = page
  return (
    <div className={own.standing}>
      {model === null ? (
        <p className="soft">{words.empty}</p>
      ) : (
        <>
          <p>
            {words.learned(model.version, format.moment(model.madeAt))}{' '}
            {words.window(format.day(model.from), format.day(model.to), model.customers, model.products)}
          </p>
          <p>
            {words.covered(model.covered, model.products)} {model.popularity > 0 && words.mixed}
          </p>
          {model.quality === null ? <p className="soft">{words.untested}</p> : <Tested quality={model.quality} />}
        </>
      )}
      <Learning page={page} />
      <Silenced page={page} />
    </div>
  )
}

type Quality = NonNullable<NonNullable<SuggestionModel['model']>['quality']>
function Tested({ quality }: { quality: Quality }) {
  const words = useWords().suggestions.panel
  const format = useFormat()
  const row = (name: string, { recall, hitRate }: Quality['ours']) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      <td className="num">{format.percent(recall, 1)}</td>
      <td className="num">{format.percent(hitRate, 0)}</td>
    </tr>
  )
  return (
    <table className={css.tested}>
      <caption>{words.tested(format.day(quality.until), quality.customers)}</caption>
      <thead>
        <tr>
          <th scope="col">{words.way}</th>
          <th scope="col">{words.recall}</th>
          <th scope="col">{words.hit}</th>
        </tr>
      </thead>
      <tbody>
        {row(words.ours, quality.ours)}
        {row(words.neighbours, quality.neighbours)}
        {row(words.popular, quality.popular)}
        {quality.again && (
          <>
            <tr>
              <th scope="colgroup" colSpan={3} className="soft">
                {words.againTested(quality.again.customers)}
              </th>
            </tr>
            {row(`${words.ours} `, quality.again.ours)}
            {row(words.ownCount, quality.again.ownCount)}
          </>
        )}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={3} className="soft">
            {words.help}
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

function Learning({ page: { run, manages, model } }: { page: SuggestionModel }) {
  const words = useWords().suggestions.panel
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: suggestionModelQuery.queryKey })
  const start = useMutation({ mutationFn: () => api.post('/suggestions/refit', undefined), onSuccess: refresh })
  const stop = useMutation({ mutationFn: () => api.post('/suggestions/stop', undefined), onSuccess: refresh })
  return (
    <Running
      run={run}
      manages={manages}
      start={start}
      stop={stop}
      go={model ? words.learnAgain : words.learn}
      label={words.learning}
      counted="write"
      words={words}
    />
  )
}

function Silenced({ page: { silenced, manages } }: { page: SuggestionModel }) {
  const words = useWords().suggestions.panel
  const format = useFormat()
  const client = useQueryClient()
  const back = useMutation({
    mutationFn: ({ sourceId, code }: { sourceId: string; code: string }) =>
      api.delete('/suggestions/silenced', { query: { sourceId, code } }),
    onSuccess: (page) => client.setQueryData(suggestionModelQuery.queryKey, page),
  })
  if (silenced.length === 0) return null
  return (
    <div>
      <h3 className={own.head}>{words.silenced}</h3>
      <ul className={own.silenced}>
        {silenced.map((one) => (
          <li key={`${one.sourceId} ${one.code}`}>
            <span>
              <Written text={one.name} /> <span className="soft">{words.silencedBy(format.day(one.at), one.by)}</span>
            </span>
            {manages && (
              <button
                type="button"
                className="link small"
                aria-label={words.againFor(one.name)}
                onClick={() => back.mutate(one)}
              >
                {words.again}
              </button>
            )}
          </li>
        ))}
      </ul>
      {back.isError && <Failure error={back.error} />}
    </div>
  )
}
