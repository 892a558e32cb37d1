import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { FieldInfo, FieldList, Sort } from '#src/know/lists/contract.ts'
import type { Segment } from '#src/know/segments/kept/contract.ts'
import { listFieldsQuery } from '../../api/queries-lists.ts'
import { useMay } from '../../api/session.ts'
import { Failure, Loading } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import { ExportDialog } from '../lists/ExportDialog.tsx'
import { Found } from '../lists/ListPage.tsx'
import { anyPicked, nonePicked, type Picked } from '../lists/state.ts'
import css from './segments.module.css'

/** The members as the list of customers shows them, and the way to take them out as a file. */
export function Members({ segment }: { segment: Segment }) {
  const words = useWords().segments
  const fields = useQuery(listFieldsQuery('customers'))
  return (
    <section className={css.members} aria-labelledby="members">
      <h2 id="members">{words.one.members}</h2>
      {fields.isPending && <Loading lines={6} />}
      {fields.isError && <Failure error={fields.error} retry={() => void fields.refetch()} />}
      {fields.data && <Listed key={`${segment.id} ${segment.version}`} segment={segment} list={fields.data} />}
    </section>
  )
}

function Listed({ segment, list }: { segment: Segment; list: FieldList }) {
  const all = useWords()
  const words = all.segments.one
  const may = useMay()
  const [sort, setSort] = useState<Sort>(list.sort)
  const [picked, pick] = useState<Picked>(nonePicked)
  const [exporting, setExporting] = useState(false)
  const conditions = { segment: segment.id }
  const columns = list.columns.flatMap((id): FieldInfo[] => list.fields.filter((field) => field.id === id))
  const shown = { columns: list.columns, sort, conditions }
  const exports = may('export.run')
  const client = useQueryClient()
  const { members, entered, left } = segment
  const before = useRef(`${members} ${entered} ${left}`)
  useEffect(() => {
    const now = `${members} ${entered} ${left}`
    if (before.current !== now) void client.invalidateQueries({ queryKey: ['customers', 'list', 'customers'] })
    before.current = now
  }, [client, members, entered, left])
  if (segment.members === 0 && !segment.building) return <p className="soft">{words.noMembers}</p>
  return (
    <>
      <div className={css.bar}>
        <Link to="/customers" search={{ where: conditions }} className="link">
          {words.allMembers}
        </Link>
        {exports && (
          <span className={css.buttons}>
            {anyPicked(picked) && (
              <button type="button" className="link" onClick={() => pick(nonePicked)}>
                {all.lists.select.none}
              </button>
            )}
            <Button onClick={() => setExporting(true)}>{all.lists.export.open}</Button>
          </span>
        )}
      </div>
      <Found
        list="customers"
        columns={columns}
        request={shown}
        picked={picked}
        pick={pick}
        pickable={exports}
        go={({ sort: told }) =>
          told &&
          setSort(
            told.startsWith('-') ? { field: told.slice(1), direction: 'desc' } : { field: told, direction: 'asc' },
          )
        }
      />
      <ExportDialog open={exporting} close={() => setExporting(false)} list="customers" shown={shown} picked={picked} />
    </>
  )
}
