import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, useEffect, useRef } from 'react'
import type { EntryDraft } from '#src/know/interactions/contract.ts'
import { api } from '../../api/client.ts'
import { useIntent } from '../../api/intent.ts'
import { customerQuery } from '../../api/queries.ts'
import type { CustomerPageAnswer } from '../../api/routes.ts'
import { useDraft } from '../../ui/draft.ts'
import { Choice } from '../../ui/parts.tsx'
import { Failure } from '../../ui/States.tsx'
import { nowInstant } from '../../words/clock.ts'
import { useWords } from '../../words/index.tsx'
import { dialled, shownPhone } from '../../words/phone.ts'
import css from './composer.module.css'
import { pending, type WritingKind, writingKinds } from './kinds.ts'

type Entry = CustomerPageAnswer['timeline']['entries'][number]
const empty: { text: string; direction: 'in' | 'out' } = { text: '', direction: 'out' }

function drawn(id: string, draft: EntryDraft, handler: string): Entry {
  const none = { channel: null, title: null, amount: null, reference: null, status: null, score: null }
  return {
    ...none,
    id,
    at: nowInstant(),
    kind: draft.kind,
    direction: draft.direction ?? null,
    body: draft.text,
    handler,
    source: '',
  }
}

/** Sends an entry; it stands on the timeline at once, and is taken back if the server refuses. */
function useWrite(customerId: string, done: () => void) {
  const words = useWords().customer.write
  const client = useQueryClient()
  const intent = useIntent()
  const { queryKey } = customerQuery(customerId)
  const change = (entries: (entries: Entry[]) => Entry[]) =>
    client.setQueryData(queryKey, (page) =>
      page ? { ...page, timeline: { ...page.timeline, entries: entries(page.timeline.entries) } } : page,
    )
  return useMutation({
    mutationFn: (draft: EntryDraft) =>
      api.post('/customers/:id/timeline', draft, { params: { id: customerId }, key: intent.keyFor(draft) }),
    onMutate: (draft) => {
      const id = pending + intent.keyFor(draft)
      change((entries) => [drawn(id, draft, words.you), ...entries])
      return { id }
    },
    onError: (_, __, context) => change((entries) => entries.filter((entry) => entry.id !== context?.id)),
    onSuccess: (entry, _, context) => {
      change((entries) => entries.map((one) => (one.id === context.id ? entry : one)))
      intent.done()
      void client.invalidateQueries({ queryKey: ['customers', 'timeline', customerId] })
      void client.invalidateQueries({ queryKey: ['today'] })
      done()
    },
  })
}

interface ComposerProps {
  customerId: string
  /** The number in use, for a call. */
  phone: string | undefined
  kind: WritingKind
  change: (kind: WritingKind) => void
  close: () => void
}

/** A note, call, wish or visit written in place. The draft outlives errors, reloads and other pages. */
export function Composer({ customerId, phone, kind, change, close }: ComposerProps) {
  const words = useWords()
  const write = words.customer.write
  const field = useRef<HTMLTextAreaElement>(null)
  const [draft, setDraft, forget] = useDraft(`entry.${customerId}`, empty)
  const save = useWrite(customerId, () => {
    forget()
    close()
  })
  // the kind changes by a key or a button elsewhere: the writing goes on here
  useEffect(() => {
    if (kind) field.current?.focus()
  }, [kind])
  const submit = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault()
    const text = draft.text.trim()
    if (text && !save.isPending) save.mutate({ kind, text, ...(kind === 'call' ? { direction: draft.direction } : {}) })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event)
    if (event.key === 'Escape') close()
  }
  return (
    <form className={css.composer} onSubmit={submit} onKeyDown={onKeyDown} aria-label={write.label}>
      <div className={css.choices}>
        <Choice
          label={write.label}
          value={kind}
          options={writingKinds.map((value) => ({ value, label: write.kinds[value]! }))}
          change={change}
        />
        {kind === 'call' && (
          <Choice
            label={write.direction}
            value={draft.direction}
            options={[
              { value: 'out', label: write.out },
              { value: 'in', label: write.in },
            ]}
            change={(direction) => setDraft({ ...draft, direction })}
          />
        )}
        {kind === 'call' && phone && dialled(phone) && (
          <a href={dialled(phone)} className={`link num ${css.dial}`}>
            {shownPhone(phone)}
          </a>
        )}
      </div>
      <Textarea
        ref={field}
        aria-label={write.kinds[kind]!}
        placeholder={write.placeholder[kind]!}
        value={draft.text}
        maxLength={10_000}
        onChange={(event) => setDraft({ ...draft, text: event.target.value })}
      />
      {save.isError && (
        <Failure error={save.error}>
          <p>{write.failed}</p>
        </Failure>
      )}
      <div className={css.buttons}>
        <Button type="submit" variant="filled" loading={save.isPending} disabled={!draft.text.trim()}>
          {write.save}
        </Button>
        <Button variant="subtle" onClick={close}>
          {words.shell.state.close}
        </Button>
        <span className="faint small">
          <kbd>{write.saveKey}</kbd> {draft.text.trim() && write.draft}
        </span>
      </div>
    </form>
  )
}
