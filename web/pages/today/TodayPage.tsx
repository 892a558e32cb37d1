import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Today } from '#src/act/today/contract.ts'
import { todayQuery } from '../../api/queries.ts'
import { attentionQuery } from '../../api/queries-attention.ts'
import { useMay } from '../../api/session.ts'
import { Page } from '../../ui/Page.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { useAddCustomer } from '../../ui/shell-context.ts'
import { useFormat, useWords } from '../../words/index.tsx'
import { CameIn, Heard } from './Aside.tsx'
import { Attention } from './list/Attention.tsx'
import { openOf, Strip } from './Strip.tsx'
import { Top } from './Top.tsx'
import { LateSystems } from '../systems/LateSystems.tsx'
import css from './today.module.css'

/** Whom to attend to now and why, what came in, what waits. */
export function TodayPage() {
  const words = useWords()
  const query = useQuery(todayQuery)
  if (query.data) return <Day today={query.data} />
  return (
    <Page title={words.today.title}>
      {query.isError ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Loading lines={8} />}
    </Page>
  )
}

function Day({ today }: { today: Today }) {
  const words = useWords().attention
  const format = useFormat()
  const may = useMay()
  const list = useQuery({ ...attentionQuery, enabled: may('value.read') })
  if (today.customers === 0 && today.imports.length === 0) {
    return (
      <Page title={format.dayLong(today.day)}>
        <FirstDay />
      </Page>
    )
  }
  return (
    <Page
      title={format.dayLong(today.day)}
      lead={list.data && words.lead(openOf(list.data).length, today.lateSystems.length)}
    >
      <Strip today={today} list={list.data} />
      <div className={css.cols}>
        <div>
          {may('value.read') && <Attention />}
          {today.top.length > 0 && <Top people={today.top} />}
        </div>
        <div>
          <LateSystems systems={today.lateSystems} />
          {may('import.read') && <CameIn imports={today.imports} />}
          <Heard heard={today.heard} />
        </div>
      </div>
    </Page>
  )
}

function FirstDay() {
  const words = useWords().today.empty
  const may = useMay()
  const add = useAddCustomer()
  return (
    <Empty title={words.title} text={words.text}>
      {may('import.run') && (
        <Button variant="filled" component={Link} to="/imports/new">
          {words.act}
        </Button>
      )}
      {may('customer.create') && <Button onClick={() => add('')}>{words.or}</Button>}
    </Empty>
  )
}
