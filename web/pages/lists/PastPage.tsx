import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { BulkEdit } from '#src/know/lists/bulk/contract.ts'
import { api } from '../../api/client.ts'
import { bulkEditsQuery } from '../../api/queries-standing.ts'
import { useMay } from '../../api/session.ts'
import { Page } from '../../ui/Page.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import access from '../access/access.module.css'
import { Exports } from '../access/Exports.tsx'
import { told } from './Bulk.tsx'

/** What was done to many at once: changes, each with the way back, and files taken out. */
export function PastPage() {
  const words = useWords().standing.past
  const may = useMay()
  return (
    <Page
      title={words.title}
      lead={
        <Link to="/customers" search={{}} className="link">
          {words.back}
        </Link>
      }
      narrow
    >
      {may('customer.bulk') && <Edits />}
      {may('export.run') && <Exports />}
    </Page>
  )
}

function Edits() {
  const { standing, shell } = useWords()
  const words = standing.past
  const query = useInfiniteQuery(bulkEditsQuery)
  const made = query.data?.pages.flatMap((page) => page.edits) ?? []
  return (
    <section aria-labelledby="bulk-edits">
      <h2 id="bulk-edits">{words.edits}</h2>
      <p className="soft">{words.intro}</p>
      {query.isPending && <Loading />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && made.length === 0 && <p className="soft">{words.none}</p>}
      {made.length > 0 && (
        <ul aria-label={words.list}>
          {made.map((one) => (
            <Edit key={one.id} made={one} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <button type="button" className="link" onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? shell.state.loadingMore : shell.state.more}
        </button>
      )}
    </section>
  )
}

function Edit({ made }: { made: BulkEdit }) {
  const words = useWords()
  const format = useFormat()
  const client = useQueryClient()
  const undo = useMutation({
    mutationFn: () => api.post('/bulk-edits/:id/undo', undefined, { params: { id: made.id } }),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: bulkEditsQuery.queryKey })
      void client.invalidateQueries({ queryKey: ['customers'] })
    },
  })
  const { language, attributes, standing } = made.change
  const what = [
    ...(standing === undefined ? [] : [words.standing.past[standing]]),
    ...(language === undefined
      ? []
      : [`${words.standing.bulk.language}: ${words.terms.languageName[language] ?? language}`]),
    ...(attributes ?? []).map(({ name, value }) => `${name}: ${value}`),
  ]
  return (
    <li className={access.export}>
      <time dateTime={made.at} className="soft">
        {format.moment(made.at)}
      </time>
      <div className={`${access.text} ${access.withAct}`}>
        <div>
          <strong>
            <Written text={what.join(', ')} />
          </strong>
          <div className="soft small" role={undo.isSuccess ? 'status' : undefined}>
            <Written text={[made.by, ...told(made, words.standing.bulk)].join(' · ')} />
          </div>
          {undo.isError && <Failure error={undo.error} />}
        </div>
        {made.undoable && (
          <Button
            aria-label={words.standing.past.undo(what.join(', '), format.moment(made.at))}
            loading={undo.isPending}
            onClick={() => undo.mutate()}
          >
            {words.standing.undo}
          </Button>
        )}
      </div>
    </li>
  )
}
