import { Button, Checkbox, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useId, useState } from 'react'
import type { Condition } from '#src/know/segments/contract.ts'
import { api } from '../../api/client.ts'
import { useIntent } from '../../api/intent.ts'
import { useDraft } from '../../ui/draft.ts'
import { Page } from '../../ui/Page.tsx'
import { Failure } from '../../ui/States.tsx'
import { visible } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import { Editor } from './Editor.tsx'
import editor from './editor.module.css'
import css from './segments.module.css'

interface Draft {
  name: string
  about: string
  shared: boolean
  condition: Condition | null
}
const empty: Draft = { name: '', about: '', shared: false, condition: null }

/** A new segment: the sentence first, then its name. What is written stays in this tab until it is saved. */
export function NewSegmentPage() {
  const words = useWords().segments
  const navigate = useNavigate()
  const client = useQueryClient()
  const intent = useIntent()
  const { where } = useSearch({ strict: false }) as { where?: Condition }
  const [draft, setDraft, forget] = useDraft<Draft>('segment.new', empty)
  const [initial] = useState(() => where ?? draft.condition ?? undefined)
  const [wanting, setWanting] = useState<string>()
  const reason = useId()
  const save = useMutation({
    mutationFn: (condition: Condition) => {
      const { name, about, shared } = draft
      const body = { name: name.trim(), about: about.trim(), shared, condition }
      return api.post('/segments', body, { key: intent.keyFor(body) })
    },
    onSuccess: async (segment) => {
      intent.done()
      forget()
      await client.invalidateQueries({ queryKey: ['segments'] })
      notifications.show({ message: words.saved(visible(segment.name)) })
      void navigate({ to: '/segments/$id', params: { id: segment.id } })
    },
  })
  return (
    <Page
      title={words.new}
      lead={
        <Link to="/segments" className="link">
          {words.back}
        </Link>
      }
    >
      <Editor initial={initial} changed={(condition) => setDraft({ ...draft, condition: condition ?? null })}>
        {({ condition, finished, draft: tree }) => (
          <form
            className={editor.naming}
            onSubmit={(event) => {
              event.preventDefault()
              if (draft.name.trim() === '') return setWanting(words.needsName)
              if (!finished) return setWanting(words.needsAll)
              setWanting(undefined)
              save.mutate(condition ?? { all: [] })
            }}
          >
            <TextInput
              label={words.name}
              value={draft.name}
              maxLength={120}
              autoComplete="off"
              {...(wanting && { 'aria-describedby': reason })}
              onChange={(event) => setDraft({ ...draft, name: event.target.value })}
            />
            <TextInput
              label={words.about}
              value={draft.about}
              maxLength={1000}
              autoComplete="off"
              onChange={(event) => setDraft({ ...draft, about: event.target.value })}
            />
            <Checkbox
              label={words.share}
              checked={draft.shared}
              onChange={(event) => setDraft({ ...draft, shared: event.target.checked })}
            />
            {save.isError && <Failure error={save.error} />}
            <div className={css.buttons}>
              <Button type="submit" variant="filled" loading={save.isPending} disabled={tree.root.items.length === 0}>
                {words.save}
              </Button>
              <p id={reason} className="warn" role="status">
                {wanting}
              </p>
            </div>
          </form>
        )}
      </Editor>
    </Page>
  )
}
