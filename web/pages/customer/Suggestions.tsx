import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type {
  AgainSuggestion,
  FreshSuggestion,
  ProductKey,
  Suggestions as Found,
} from '#src/know/insights/suggestions/contract.ts'
import { api } from '../../api/client.ts'
import { suggestionsQuery } from '../../api/queries-suggestions.ts'
import { useMay } from '../../api/session.ts'
import { Pill, Section } from '../../ui/parts.tsx'
import { Failure } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './suggestions.module.css'

/** What to offer a customer, and why: new products, and what to buy again. Asked for by itself, after the page. */
export function Suggestions({ id }: { id: string }) {
  const may = useMay()('purchase.read')
  const query = useQuery({ ...suggestionsQuery(id), enabled: may })
  if (!may || query.isPending) return null
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  const { data } = query
  // with nothing learned and nothing bought there is nothing to say on every page
  if (data.again.length === 0 && data.fresh.length === 0 && data.model === null) return null
  return <Both id={id} found={data} />
}

/** Of each list at first: the page has more to tell. */
const few = 3

function Both({ id, found }: { id: string; found: Found }) {
  const words = useWords().suggestions
  const [all, setAll] = useState(false)
  const { none, favourites } = found
  const [fresh, again] = all ? [found.fresh, found.again] : [found.fresh.slice(0, few), found.again.slice(0, few)]
  return (
    <div className={css.part}>
      <Section title={words.title}>
        <div className={css.lists}>
          <div>
            <h3>{words.fresh}</h3>
            {favourites && fresh.length > 0 && <p className="soft">{whose(favourites, words)}</p>}
            {fresh.length === 0 && <p className="soft">{words.none[none ?? 'nothing']}</p>}
            <ul className={css.list}>
              {fresh.map((one) => (
                <Product key={`${one.sourceId} ${one.code}`} id={id} one={one} found={found}>
                  <Reasons one={one} isOwn={favourites === null} />
                </Product>
              ))}
            </ul>
          </div>
          {again.length > 0 && (
            <div>
              <h3>{words.again}</h3>
              <ul className={css.list}>
                {again.map((one) => (
                  <Product key={`${one.sourceId} ${one.code}`} id={id} one={one} found={found}>
                    <Rhythm one={one} />
                  </Product>
                ))}
              </ul>
            </div>
          )}
        </div>
        {!all && found.fresh.length + found.again.length > fresh.length + again.length && (
          <button type="button" className="link small" onClick={() => setAll(true)}>
            {words.more}
          </button>
        )}
        <Why found={found} />
      </Section>
    </div>
  )
}

const named = (value: string | null) => (value === null ? '' : value.charAt(0).toUpperCase() + value.slice(1))

function whose(
  { of, value, customers }: NonNullable<Found['favourites']>,
  { favourites }: ReturnType<typeof useWords>['suggestions'],
) {
  return of === 'all' ? favourites.all(customers) : favourites[of](named(value), customers)
}

type One = FreshSuggestion | AgainSuggestion
function Product({ id, one, found, children }: { id: string; one: One; found: Found; children: ReactNode }) {
  const words = useWords().suggestions
  const leave = useLeave(id)
  const { sourceId, code, name } = one
  const product = { sourceId, code }
  return (
    <li>
      <p className={css.name}>
        <span>
          <Written text={name} />
          {one.category && (
            <small>
              {' '}
              <Written text={one.category} />
            </small>
          )}
        </span>
        {'times' in one && isDue(one) && <Pill>{words.due}</Pill>}
      </p>
      <p className={css.why}>{children}</p>
      <p className={css.acts}>
        {found.excludes && (
          <button
            type="button"
            className="link small"
            aria-label={words.notThisFor(name)}
            onClick={() => leave.mutate({ product, from: 'customer' })}
          >
            {words.notThis}
          </button>
        )}
        {found.silences && (
          <button
            type="button"
            className="link small"
            aria-label={words.neverFor(name)}
            onClick={() => leave.mutate({ product, from: 'all' })}
          >
            {words.never}
          </button>
        )}
      </p>
    </li>
  )
}

/** The usual time has come, and not gone long ago. */
const isDue = ({ refillDays, sinceDays }: AgainSuggestion) =>
  refillDays !== null && sinceDays >= refillDays * 0.9 && sinceDays <= refillDays * 3

function Reasons({ one, isOwn }: { one: FreshSuggestion; isOwn: boolean }) {
  const words = useWords().suggestions
  const format = useFormat()
  if (one.because.length === 0) return isOwn ? words.popular(one.buyers) : words.boughtBy(one.buyers)
  return (
    <>
      {words.because}{' '}
      {one.because.map((reason, at) => (
        <span key={`${reason.purchaseId} ${reason.name}`}>
          {at > 0 && ', '}
          <Purchases>
            <Written text={reason.name} /> {format.day(reason.on)}
          </Purchases>
        </span>
      ))}
    </>
  )
}

function Rhythm({ one }: { one: AgainSuggestion }) {
  const words = useWords().suggestions
  const format = useFormat()
  return (
    <>
      <Purchases>{words.bought(one.times, format.day(one.last))}</Purchases>
      {one.refillDays !== null && ` · ${one.own ? words.own(one.refillDays) : words.others(one.refillDays)}`}
    </>
  )
}

function Purchases({ children }: { children: ReactNode }) {
  return (
    <Link from="/customers/$id" to="." search={{ tab: 'purchases' }} hash="events" className="plain">
      {children}
    </Link>
  )
}

function Why({ found: { model } }: { found: Found }) {
  const words = useWords().suggestions
  const format = useFormat()
  if (model === null) return null
  return (
    <details className={css.source}>
      <summary>{words.why}</summary>
      <p>
        {words.model(
          model.version,
          format.moment(model.madeAt),
          format.day(model.from),
          format.day(model.to),
          model.customers,
        )}
      </p>
      <p>{words.leaves}</p>
      <p>
        <Link to="/insights" hash="suggestions" className="link">
          {words.toModel}
        </Link>
      </p>
    </details>
  )
}

/** Takes a product out of the lists, and offers the way back. */
function useLeave(id: string) {
  const words = useWords().suggestions
  const client = useQueryClient()
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['customers', 'suggestions'] }),
      client.invalidateQueries({ queryKey: ['insights', 'suggestions'] }),
    ])
  const back = useMutation({
    mutationFn: async ({ product, excluded }: { product: ProductKey; excluded: string | undefined }) => {
      if (excluded === undefined) await api.delete('/suggestions/silenced', { query: product })
      else await api.delete('/customers/:id/suggestions/excluded/:excludedId', { params: { id, excludedId: excluded } })
    },
    onSettled: refresh,
    onError: (error) => notifications.show({ color: 'red', message: error.message }),
  })
  return useMutation({
    mutationFn: async ({ product, from }: { product: ProductKey; from: 'customer' | 'all' }) => {
      if (from === 'customer')
        return (await api.post('/customers/:id/suggestions/excluded', product, { params: { id } })).id
      await api.post('/suggestions/silenced', product)
      return undefined
    },
    onSettled: refresh,
    onError: (error) => notifications.show({ color: 'red', message: error.message }),
    onSuccess: (excluded, { product }) => {
      const toast = notifications.show({
        autoClose: 10_000,
        message: (
          <>
            {excluded === undefined ? words.silenced : words.left}{' '}
            <button
              type="button"
              className="link"
              onClick={() => {
                notifications.hide(toast)
                back.mutate({ product, excluded })
              }}
            >
              {words.undo}
            </button>
          </>
        ),
      })
    },
  })
}
