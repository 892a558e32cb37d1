import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { qualityMeasures } from '#src/terms/index.ts'
import { inventoryQuery } from '../../api/queries-sources.ts'
import { useMay } from '../../api/session.ts'
import { Page } from '../../ui/Page.tsx'
import { Choice } from '../../ui/parts.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import { EventSources } from './EventSources.tsx'
import { CoverageMap } from './CoverageMap.tsx'
import { KindPanel } from './KindPanel.tsx'
import { Measured } from './Measured.tsx'
import css from './sources.module.css'

/** What comes by other ways than files and events. */
function OtherEntrances() {
  const { hooks, forms } = useWords()
  return (
    <p className={css.entrances}>
      <Link to="/hooks" className="link">
        {hooks.title}
      </Link>
      <Link to="/forms" className="link">
        {forms.title}
      </Link>
    </p>
  )
}

/** What we know of customers, from where and how well: the coverage map. */
export function SourcesPage() {
  const words = useWords()
  const may = useMay()
  const navigate = useNavigate({ from: '/sources' })
  const { measure = 'completeness', source, kind } = useSearch({ from: '/frame/sources' })
  const query = useQuery(inventoryQuery(measure))
  const map = query.data
  const empty = map !== undefined && !map.lines.some((line) => line.imports > 0)
  return (
    <Page title={words.sources.title} lead={words.sources.lead}>
      {query.isPending && <Loading lines={8} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {empty && (
        <Empty title={words.sources.empty} text={words.sources.emptyNext}>
          {may('import.run') && (
            <Button variant="filled" component={Link} to="/imports/new">
              {words.sources.bring}
            </Button>
          )}
        </Empty>
      )}
      {map && !empty && (
        <>
          <div className={css.controls}>
            <Choice
              label={words.sources.draw}
              value={measure}
              options={qualityMeasures.map((value) => ({ value, label: words.sources.measure[value] }))}
              change={(value) => void navigate({ search: { measure: value }, replace: true, resetScroll: false })}
            />
            <Measured measuring={map.measuring} measuredAt={map.lines[0]?.measuredAt ?? null} />
          </div>
          <p className={`soft ${css.why}`}>{words.sources.measureWhy[measure]}</p>
          <CoverageMap map={map} />
        </>
      )}
      {map && <EventSources />}
      {map && <OtherEntrances />}
      <KindPanel
        source={source}
        kind={kind}
        close={() => void navigate({ search: { measure }, replace: true, resetScroll: false })}
      />
    </Page>
  )
}
