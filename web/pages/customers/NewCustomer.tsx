import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { AlikeDraft, CustomerDraft } from '#src/know/customers/contract.ts'
import { api } from '../../api/client.ts'
import { useIntent } from '../../api/intent.ts'
import { ApiError } from '../../api/problem.ts'
import { alikeQuery } from '../../api/queries.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { useDraft } from '../../ui/draft.ts'
import { useFaults } from '../../ui/faults.ts'
import { useOpenCustomer } from '../../ui/go.ts'
import { Choice } from '../../ui/parts.tsx'
import { Failure } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import { Alike, MayBe } from './Alike.tsx'
import css from './customers.module.css'

const empty = {
  kind: 'person',
  name: '',
  email: '',
  phone: '',
  street: '',
  postcode: '',
  city: '',
  businessId: '',
  language: '',
  saidByCustomer: true,
}
type Typed = typeof empty

/** Only what was written goes to the server. */
function draftOf(typed: Typed, anyway: boolean): CustomerDraft {
  const filled = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''))
  if (typed.kind !== 'organisation') delete filled.businessId
  return { ...filled, ...(anyway ? { anyway } : {}) } as CustomerDraft
}

/** What tells whom the draft may be. */
function likenessOf(typed: Typed): AlikeDraft {
  const { language: _, saidByCustomer: __, ...draft } = draftOf(typed, false)
  return draft
}

/** What was typed in the search belongs where it looks like belonging. */
function placed(typed: string): Partial<Typed> {
  if (typed.includes('@')) return { email: typed }
  return /^[\d\s()+-]{5,}$/.test(typed) ? { phone: typed } : { name: typed }
}

export function NewCustomer({ typed, close }: { typed: string; close: () => void }) {
  const words = useWords().customers
  const client = useQueryClient()
  const openCustomer = useOpenCustomer()
  const intent = useIntent()
  const [kept, setDraft, forget] = useDraft<Typed>('customer', empty)
  const [prefilled, setPrefilled] = useState(typed !== '')
  const draft = prefilled ? { ...kept, ...placed(typed) } : kept
  const change = (part: Partial<Typed>) => {
    setPrefilled(false)
    setDraft({ ...draft, ...part })
  }
  const save = useMutation({
    mutationFn: (anyway: boolean) => {
      const body = draftOf(draft, anyway)
      return api.post('/customers', body, { key: intent.keyFor(body) })
    },
    onSuccess: ({ id }) => {
      intent.done()
      forget()
      void client.invalidateQueries({ queryKey: ['customers', 'list'] })
      notifications.show({ message: words.addedNow(draft.name || draft.email || draft.phone) })
      close()
      openCustomer(id)
    },
  })
  const [typedSoFar] = useDebouncedValue(JSON.stringify(likenessOf(draft)), 350)
  const isWorthAsking = /"(name|email|phone|businessId)"/.test(typedSoFar)
  const maybe = useQuery({
    ...alikeQuery(JSON.parse(typedSoFar) as AlikeDraft, isWorthAsking),
    placeholderData: keepPreviousData,
  })
  const fault = useFaults(save.error)
  const alike = save.error instanceof ApiError && save.error.code === 'customer_exists' ? save.error : undefined
  const enough = Boolean(draft.name.trim() || draft.email.trim() || draft.phone.trim())
  const field = (name: keyof Typed & string, label: string) => ({
    label,
    name,
    value: String(draft[name]),
    error: fault(name),
    autoComplete: 'off',
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  })
  return (
    <Dialog open close={close} as="side" label={words.draft.title}>
      <h1>{words.draft.title}</h1>
      <form
        className={css.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          if (enough) save.mutate(false)
        }}
      >
        <Choice label={words.draft.kind} value={draft.kind} options={useKinds()} change={(kind) => change({ kind })} />
        <TextInput
          data-autofocus
          {...field('name', draft.kind === 'person' ? words.draft.name : words.draft.organisation)}
        />
        {draft.kind === 'organisation' && <TextInput {...field('businessId', words.draft.businessId)} />}
        <TextInput inputMode="email" {...field('email', words.draft.email)} />
        <TextInput inputMode="tel" {...field('phone', words.draft.phone)} />
        <TextInput {...field('street', words.draft.street)} />
        <div className={css.pair}>
          <TextInput inputMode="numeric" {...field('postcode', words.draft.postcode)} />
          <TextInput {...field('city', words.draft.city)} />
        </div>
        <NativeSelect {...field('language', words.draft.language)} data={useLanguages()} />
        <Checkbox
          label={words.draft.said}
          checked={draft.saidByCustomer}
          onChange={(event) => change({ saidByCustomer: event.target.checked })}
        />
        {!alike && isWorthAsking && <MayBe known={maybe.data?.customers ?? []} close={close} />}
        {alike ? (
          <Alike error={alike} close={close} anyway={() => save.mutate(true)} />
        ) : (
          save.isError && <Failure error={save.error} />
        )}
        {!enough && <p className="soft small">{words.draft.need}</p>}
        <div className={css.buttons}>
          <Button type="submit" variant="filled" disabled={!enough} loading={save.isPending}>
            {words.draft.save}
          </Button>
          <Button variant="subtle" onClick={close}>
            {useWords().shell.state.close}
          </Button>
        </div>
        <p className="faint small">{words.draft.kept}</p>
      </form>
    </Dialog>
  )
}

function useKinds() {
  const { customerKind } = useWords().terms
  return ['person', 'organisation'].map((value) => ({ value, label: customerKind[value]! }))
}

function useLanguages() {
  const words = useWords()
  return [
    { value: '', label: words.customers.draft.languageAny },
    ...Object.entries(words.terms.languageName).map(([value, label]) => ({ value, label })),
  ]
}
