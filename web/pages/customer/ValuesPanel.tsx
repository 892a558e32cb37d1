import { useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { CustomerIdentity, CustomerValues } from '#src/know/customers/contract.ts'
import { api } from '../../api/client.ts'
import { valuesQuery } from '../../api/queries.ts'
import { useMay } from '../../api/session.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import { Tell, useChange, useUndo } from './edit.tsx'
import { EditField, isEditable } from './EditField.tsx'
import { fieldName } from './sentences.ts'
import { OneClaimed } from './OneClaimed.tsx'
import css from './values.module.css'
import { WhoseWord, type Word } from './Word.tsx'

type OfField = CustomerValues['fields'][number]

interface ValuesPanelProps {
  identity: CustomerIdentity
  /** The field to begin at. */
  field: string
  close: () => void
}

/** Everything that is and was claimed of a customer, who told it, and what one can do about it. Read only when opened. */
export function ValuesPanel({ identity, field, close }: ValuesPanelProps) {
  const words = useWords()
  const may = useMay()
  const query = useQuery(valuesQuery(identity.id))
  const [word, setWord] = useState<Word>({ by: 'customer', channel: 'phone' })
  const [done, setDone] = useState<{ message: string; entry: string | null } | null>(null)
  const begin = useRef<HTMLElement>(null)
  const loaded = query.data !== undefined
  useEffect(() => {
    // the name is the first: its place is the top
    if (loaded && field !== 'name') begin.current?.scrollIntoView({ block: 'start' })
  }, [loaded, field])
  return (
    <Dialog open close={close} as="side" label={words.values.title}>
      <div className={css.head}>
        <h1>{words.values.title}</h1>
        <button type="button" className="link" onClick={close}>
          {words.shell.state.close}
        </button>
      </div>
      {query.isPending && <Loading />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && (
        <Tell value={(message, entry) => setDone({ message, entry })}>
          {may('customer.edit') && <WhoseWord word={word} change={setWord} />}
          {query.data.hidden && <p className="soft">{words.values.hidden}</p>}
          {query.data.fields.length === 0 && <p className="soft">{words.values.none}</p>}
          {query.data.fields.map((of) => (
            <Field
              key={of.field}
              identity={{ ...identity, version: query.data.version }}
              of={of}
              word={word}
              begin={of.field === field ? begin : undefined}
            />
          ))}
          <Protection identity={{ ...identity, version: query.data.version }} />
          <Done id={identity.id} done={done} />
        </Tell>
      )}
    </Dialog>
  )
}

/** What was just done, and the way back. */
function Done({ id, done }: { id: string; done: { message: string; entry: string | null } | null }) {
  const words = useWords().values.done
  const undo = useUndo(id)
  return (
    <div role="status" className={css.done}>
      {done && (
        <p>
          {done.message}{' '}
          {done.entry && (
            <button
              type="button"
              className={`link ${css.back}`}
              disabled={undo.isPending}
              onClick={() => undo.mutate(done.entry!)}
            >
              {words.undo}
            </button>
          )}
        </p>
      )}
      {undo.isError && <Failure error={undo.error} />}
    </div>
  )
}

/** Non-disclosure for safety: set by anybody who edits, lifted by those who see what it hides. */
function Protection({ identity }: { identity: CustomerIdentity }) {
  const words = useWords()
  const said = words.values.protect
  const may = useMay()
  const { id, version } = identity
  const save = useChange(
    id,
    (on: boolean) => api.patch('/customers/:id', { protected: on }, { params: { id }, version }),
    (on) => (on ? said.done : said.lifted),
  )
  if (!may('customer.edit') || (identity.protected && !may('customer.protected'))) return null
  return (
    <section className={css.field} aria-label={words.values.field.protected}>
      <h2>{words.values.field.protected}</h2>
      {!identity.protected && <p className="soft small">{said.setWhy}</p>}
      <button
        type="button"
        className="link small"
        disabled={save.isPending}
        onClick={() => save.mutate(!identity.protected)}
      >
        {identity.protected ? said.lift : said.set}
      </button>
      {save.isError && <Failure error={save.error} />}
    </section>
  )
}

interface FieldProps {
  identity: CustomerIdentity
  of: OfField
  word: Word
  begin: RefObject<HTMLElement | null> | undefined
}

function Field({ identity, of, word, begin }: FieldProps) {
  const words = useWords()
  const may = useMay()
  const [editing, setEditing] = useState<'correct' | 'also' | null>(null)
  const edits = may('customer.edit')
  const name = fieldName(of.field, words)
  const inUse = of.values.find((value) => value.inUse)
  const also = words.values.act.also[of.field]
  const editor = editing && (
    <EditField
      identity={identity}
      field={of.field}
      inUse={inUse}
      also={editing === 'also'}
      close={() => setEditing(null)}
    />
  )
  return (
    <section ref={begin} className={css.field} aria-label={name}>
      <h2>{name}</h2>
      {of.why && of.values.length > 1 && <p className="soft small">{words.values.why[of.why]}</p>}
      <ul>
        {of.values.map((value) =>
          value.inUse && editing === 'correct' ? (
            <li key={value.key}>{editor}</li>
          ) : (
            <OneClaimed
              key={value.key}
              identity={identity}
              field={of.field}
              value={value}
              word={word}
              correct={edits && value.inUse && isEditable(of.field) ? () => setEditing('correct') : undefined}
            />
          ),
        )}
      </ul>
      {editing === 'also' && editor}
      {edits && also && editing !== 'also' && (
        <button type="button" className="link small" onClick={() => setEditing('also')}>
          {also}
        </button>
      )}
    </section>
  )
}
