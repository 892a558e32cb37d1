import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { HookDraft, HookMade, Preset, Scheme } from '#src/collect/hooks/contract.ts'
import { api } from '../../api/client.ts'
import { useIntent } from '../../api/intent.ts'
import { hooksQuery } from '../../api/queries-hooks.ts'
import { Failure } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import css from './hooks.module.css'

const presets: readonly Preset[] = ['shopify', 'woocommerce', 'own']
const schemes: readonly Scheme[] = ['standard', 'token', 'stripe']
const usual: Record<Preset, Scheme> = { shopify: 'shopify', woocommerce: 'woocommerce', own: 'standard' }

export function NewHook({ made, close }: { made: (hook: HookMade) => void; close: () => void }) {
  const all = useWords()
  const words = all.hooks
  const client = useQueryClient()
  const intent = useIntent()
  const [draft, setDraft] = useState({ name: '', source: '', preset: 'shopify' as Preset, scheme: 'shopify' as Scheme })
  const [secret, setSecret] = useState('')
  const [header, setHeader] = useState('')
  const open = draft.scheme === 'token' || draft.scheme === 'stripe'
  const asked = (): HookDraft => ({
    ...draft,
    ...(secret.trim() && { secret: secret.trim() }),
    ...(open && header.trim() && { header: header.trim() }),
  })
  const add = useMutation({
    mutationFn: () => api.post('/hooks', asked(), { key: intent.keyFor(asked()) }),
    onSuccess: (hook) => {
      intent.done()
      void client.invalidateQueries(hooksQuery)
      made(hook)
    },
  })
  return (
    <form
      className={`${css.form} ${css.sheet}`}
      aria-label={words.add}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        add.mutate()
      }}
    >
      <fieldset className={css.choices}>
        <legend>{words.preset}</legend>
        {presets.map((preset) => (
          <label key={preset}>
            <input
              type="radio"
              name="preset"
              checked={draft.preset === preset}
              onChange={() => setDraft({ ...draft, preset, scheme: usual[preset] })}
            />
            {words.presets[preset]}
            <small>{words.presetNotes[preset]}</small>
          </label>
        ))}
      </fieldset>
      <TextInput
        label={words.name}
        description={words.nameNote}
        required
        withAsterisk={false}
        maxLength={120}
        autoFocus
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.target.value })}
      />
      <TextInput
        label={words.source}
        description={words.sourceNote}
        required
        withAsterisk={false}
        maxLength={120}
        value={draft.source}
        onChange={(event) => setDraft({ ...draft, source: event.target.value })}
      />
      {draft.preset === 'own' && (
        <NativeSelect
          label={words.scheme}
          value={draft.scheme}
          data={schemes.map((value) => ({ value, label: words.schemes[value]! }))}
          onChange={(event) => setDraft({ ...draft, scheme: event.target.value as Scheme })}
        />
      )}
      {open && (
        <TextInput
          label={words.header}
          placeholder={draft.scheme === 'token' ? 'x-webhook-token' : 'stripe-signature'}
          maxLength={60}
          value={header}
          onChange={(event) => setHeader(event.target.value)}
        />
      )}
      <TextInput
        label={words.secret}
        description={draft.scheme === 'shopify' ? words.secretGiven.shopify : words.secretGiven.other}
        required={draft.scheme === 'shopify'}
        withAsterisk={false}
        autoComplete="off"
        minLength={16}
        maxLength={200}
        value={secret}
        onChange={(event) => setSecret(event.target.value)}
      />
      {add.isError && <Failure error={add.error} />}
      <div className={css.buttons}>
        <Button type="submit" variant="filled" loading={add.isPending}>
          {words.save}
        </Button>
        <Button variant="subtle" onClick={close}>
          {all.shell.state.cancel}
        </Button>
      </div>
    </form>
  )
}
