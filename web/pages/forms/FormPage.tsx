import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Form } from '#src/collect/forms/contract.ts'
import { api } from '../../api/client.ts'
import { formQuery } from '../../api/queries-hooks.ts'
import { useMay } from '../../api/session.ts'
import { Copied } from '../../ui/Copied.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from '../hooks/hooks.module.css'
import { FormEditor } from './FormEditor.tsx'

/** One form: its page, its HTML, what it asks, and the texts that people have consented to. */
export function FormPage() {
  const words = useWords().forms
  const { id } = useParams({ from: '/frame/forms/$id' })
  const query = useQuery(formQuery(id))
  const form = query.data
  return (
    <Page
      title={form?.name ?? words.title}
      lead={
        <Link to="/forms" className="link">
          {words.all}
        </Link>
      }
      narrow
    >
      {query.isPending && <Loading lines={8} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {form && <Shown form={form} />}
    </Page>
  )
}

function Shown({ form }: { form: Form }) {
  const words = useWords().forms
  const format = useFormat()
  const manage = useMay()('source.manage')
  const client = useQueryClient()
  return (
    <>
      {!form.mailWorks && <p className={css.warn}>{words.mailOff}</p>}
      <p className={`soft ${css.what}`}>
        <Written text={form.source} /> · {words.confirmed(form.confirmed)} · {words.waiting(form.waiting)}
      </p>
      <Section
        title={words.address}
        aside={
          <a href={form.address} target="_blank" rel="noreferrer" className="link">
            {words.open}
          </a>
        }
      >
        <Copied label={words.address} text={form.address} />
      </Section>
      <Section title={words.snippet}>
        <p className="soft">{words.snippetNote}</p>
        <textarea
          className={css.code}
          readOnly
          aria-label={words.snippet}
          value={form.snippet}
          onFocus={(event) => event.target.select()}
        />
      </Section>
      {manage && (
        <Section title={words.settings}>
          <FormEditor
            key={form.version}
            form={form}
            saved={() => {
              notifications.show({ message: words.kept })
              void client.invalidateQueries({ queryKey: ['forms'] })
            }}
          />
        </Section>
      )}
      {form.wordings.some(({ text }) => text !== '') && (
        <Section title={words.wordings}>
          <ul className={css.told}>
            {form.wordings.map(({ wording, text, since, consents }) => (
              <li key={wording}>
                <strong>{words.wording(wording, format.day(since))}</strong>
                <span className="soft">{words.consents(consents)}</span>
                <span>
                  <Written text={text} />
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {manage && <End form={form} />}
    </>
  )
}

function End({ form }: { form: Form }) {
  const all = useWords()
  const words = all.forms
  const client = useQueryClient()
  const navigate = useNavigate()
  const [sure, setSure] = useState(false)
  const end = useMutation({
    mutationFn: () => api.delete('/forms/:id', { params: { id: form.id } }),
    onSuccess: () => {
      notifications.show({ message: words.ended })
      client.removeQueries({ queryKey: formQuery(form.id).queryKey })
      void client.invalidateQueries({ queryKey: ['forms', 'all'] })
      void navigate({ to: '/forms' })
    },
  })
  return (
    <>
      {end.isError && <Failure error={end.error} />}
      {sure && <p className={css.warn}>{words.endSure}</p>}
      <div className={css.buttons}>
        <Button
          color="red"
          variant="outline"
          loading={end.isPending}
          onClick={() => (sure ? end.mutate() : setSure(true))}
        >
          {words.end}
        </Button>
        {sure && (
          <Button variant="subtle" onClick={() => setSure(false)}>
            {all.shell.state.cancel}
          </Button>
        )}
      </div>
    </>
  )
}
