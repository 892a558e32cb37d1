import { Button, Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Ask, Form, FormDraft, FormFieldName } from '#src/collect/forms/contract.ts'
import { api } from '../../api/client.ts'
import { useIntent } from '../../api/intent.ts'
import { Failure } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import css from '../hooks/hooks.module.css'

const formFields: readonly FormFieldName[] = [
  'name',
  'givenName',
  'familyName',
  'organisation',
  'phone',
  'street',
  'postcode',
  'city',
  'birthDate',
]
const asks: readonly Ask[] = ['inquiry', 'wish', 'feedback']
const consentChannels: readonly Form['channels'][number][] = ['email', 'sms', 'phone', 'post']
const formLanguages: readonly Form['language'][] = ['fi', 'en']

type Draft = Omit<FormDraft, 'returns'> & { returns: string }

const empty: Draft = {
  name: '',
  source: '',
  title: '',
  intro: '',
  language: 'fi',
  fields: [{ field: 'name', required: true }],
  ask: 'inquiry',
  channels: [],
  consent: '',
  returns: '',
  days: 7,
}
const draftOf = ({
  name,
  source,
  title,
  intro,
  language,
  fields,
  ask,
  channels,
  consent,
  returns,
  days,
}: Form): Draft => ({
  name,
  source,
  title,
  intro,
  language,
  fields,
  ask,
  channels,
  consent,
  returns: returns.join('\n'),
  days,
})

interface FormEditorProps {
  /** Absent: a new one. */
  form?: Form
  saved: (id: string) => void
  close?: () => void
}

export function FormEditor({ form, saved, close }: FormEditorProps) {
  const all = useWords()
  const words = all.forms
  const intent = useIntent()
  const [draft, setDraft] = useState<Draft>(form ? draftOf(form) : empty)
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const told = () => {
    const { source, ...rest } = draft
    const settings = {
      ...rest,
      returns: draft.returns
        .split(/\s+/)
        .map((one) => one.trim())
        .filter(Boolean),
    }
    return { source, settings }
  }
  const save = useMutation({
    mutationFn: () => {
      const { source, settings } = told()
      if (form) return api.patch('/forms/:id', settings, { params: { id: form.id }, version: form.version })
      return api.post('/forms', { ...settings, source }, { key: intent.keyFor(settings) })
    },
    onSuccess: ({ id }) => {
      intent.done()
      saved(id)
    },
  })
  return (
    <form
      className={`${css.form} ${form ? '' : css.sheet}`}
      aria-label={form ? words.settings : words.make}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <TextInput
        label={words.name}
        description={words.nameNote}
        required
        withAsterisk={false}
        maxLength={120}
        value={draft.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      {!form && (
        <TextInput
          label={words.source}
          required
          withAsterisk={false}
          maxLength={120}
          value={draft.source}
          onChange={(event) => set({ source: event.target.value })}
        />
      )}
      <TextInput
        label={words.heading}
        required
        withAsterisk={false}
        maxLength={200}
        value={draft.title}
        onChange={(event) => set({ title: event.target.value })}
      />
      <Textarea
        label={words.intro}
        rows={2}
        maxLength={2000}
        value={draft.intro}
        onChange={(event) => set({ intro: event.target.value })}
      />
      <NativeSelect
        label={words.language}
        value={draft.language}
        data={formLanguages.map((value) => ({ value, label: words.languages[value]! }))}
        onChange={(event) => set({ language: event.target.value as Draft['language'] })}
      />
      <Asked fields={draft.fields} change={(fields) => set({ fields })} />
      <NativeSelect
        label={words.ask}
        value={draft.ask ?? 'none'}
        data={['none', ...asks].map((value) => ({ value, label: words.asks[value]! }))}
        onChange={(event) => set({ ask: event.target.value === 'none' ? null : (event.target.value as Ask) })}
      />
      <fieldset className={css.choices}>
        <legend>{words.channels}</legend>
        {consentChannels.map((channel) => (
          <Checkbox
            key={channel}
            label={words.channel[channel]}
            checked={draft.channels.includes(channel)}
            onChange={(event) =>
              set({
                channels: event.target.checked
                  ? [...draft.channels, channel]
                  : draft.channels.filter((one) => one !== channel),
              })
            }
          />
        ))}
      </fieldset>
      {draft.channels.length > 0 && (
        <Textarea
          label={words.consent}
          description={words.consentNote}
          required
          withAsterisk={false}
          rows={3}
          maxLength={2000}
          value={draft.consent}
          onChange={(event) => set({ consent: event.target.value })}
        />
      )}
      <Textarea
        label={words.returns}
        description={words.returnsNote}
        rows={2}
        placeholder="https://"
        value={draft.returns}
        onChange={(event) => set({ returns: event.target.value })}
      />
      <NumberInput
        label={words.days}
        min={1}
        max={30}
        allowDecimal={false}
        value={draft.days}
        onChange={(value) => set({ days: Number(value) || 7 })}
      />
      {save.isError && <Failure error={save.error} />}
      <div className={css.buttons}>
        <Button type="submit" variant="filled" loading={save.isPending}>
          {form ? words.keep : words.make}
        </Button>
        {close && (
          <Button variant="subtle" onClick={close}>
            {all.shell.state.cancel}
          </Button>
        )}
      </div>
    </form>
  )
}

interface AskedProps {
  fields: Draft['fields']
  change: (fields: Draft['fields']) => void
}

/** Each field: not asked, optional or required. */
function Asked({ fields, change }: AskedProps) {
  const words = useWords().forms
  const of = (field: FormFieldName) => {
    const known = fields.find((one) => one.field === field)
    return known === undefined ? 'no' : known.required ? 'required' : 'optional'
  }
  const choose = (field: FormFieldName, how: string) =>
    change(
      formFields.flatMap((one) => {
        const asked = one === field ? how : of(one)
        return asked === 'no' ? [] : [{ field: one, required: asked === 'required' }]
      }),
    )
  return (
    <fieldset className={css.choices}>
      <legend>{words.fields}</legend>
      <p className="soft small">{words.always}</p>
      <div className={css.picks}>
        {formFields.map((field) => (
          <NativeSelect
            key={field}
            label={words.field[field]}
            value={of(field)}
            data={['no', 'optional', 'required'].map((value) => ({ value, label: words.asked[value]! }))}
            onChange={(event) => choose(field, event.target.value)}
          />
        ))}
      </div>
    </fieldset>
  )
}
