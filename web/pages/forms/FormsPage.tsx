import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { FormLine } from '#src/collect/forms/contract.ts'
import { formsQuery } from '../../api/queries-hooks.ts'
import { useMay } from '../../api/session.ts'
import { Page } from '../../ui/Page.tsx'
import { Pill } from '../../ui/parts.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from '../hooks/hooks.module.css'
import { FormEditor } from './FormEditor.tsx'

/** Forms for one's own pages. */
export function FormsPage() {
  const words = useWords().forms
  const may = useMay()
  const navigate = useNavigate()
  const query = useQuery(formsQuery)
  const [adding, setAdding] = useState(false)
  const forms = query.data?.forms
  const add = may('source.manage') && !adding && (
    <Button variant="filled" onClick={() => setAdding(true)}>
      {words.add}
    </Button>
  )
  return (
    <Page title={words.title} lead={words.lead} narrow>
      {query.isPending && <Loading />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data?.mailWorks === false && <p className={css.warn}>{words.mailOff}</p>}
      {adding && (
        <FormEditor
          close={() => setAdding(false)}
          saved={(id) => void navigate({ to: '/forms/$id', params: { id } })}
        />
      )}
      {forms?.length === 0 && !adding && (
        <Empty title={words.empty} text={words.emptyNext}>
          {add}
        </Empty>
      )}
      {forms && forms.length > 0 && (
        <>
          <ul className={css.list} aria-label={words.title}>
            {forms.map((form) => (
              <Line key={form.id} form={form} />
            ))}
          </ul>
          {add}
        </>
      )}
    </Page>
  )
}

function Line({ form }: { form: FormLine }) {
  const words = useWords().forms
  const format = useFormat()
  return (
    <li>
      <Link to="/forms/$id" params={{ id: form.id }} className={css.line}>
        <span className={css.name}>
          <Written text={form.name} />
        </span>
        <span className={css.what}>
          <Written text={form.source} />
          {form.lastAt && ` · ${words.last(format.moment(form.lastAt))}`}
        </span>
        <span className={css.signs}>
          <Pill>{words.confirmed(form.confirmed)}</Pill>
          {form.waiting > 0 && <Pill tone="plain">{words.waiting(form.waiting)}</Pill>}
        </span>
      </Link>
    </li>
  )
}
