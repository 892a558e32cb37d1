import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { api } from '../../api/client.ts'
import { repairRunQuery } from '../../api/queries-repairs.ts'
import { Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import type { RepairActs } from './acts.ts'
import css from './repairs.module.css'

/** Other rows have the text that has just been mended. */
export interface Offer {
  like: string
  column: string
  from: string
  text: string
  rows: number
}

export function AlikeOffer({ offer, acts, close }: { offer: Offer; acts: RepairActs; close: () => void }) {
  const words = useWords().repairs.alike
  const { like, column, from, text } = offer
  return (
    <div className={css.notice} role="status">
      <span>{words.offer(offer.rows)}</span>
      <Button
        loading={acts.alike.isPending}
        onClick={() => acts.alike.mutate({ like, column, operation: 'replace', from, text }, { onSuccess: close })}
      >
        {words.apply(offer.rows)}
      </Button>
      <button type="button" className="link" onClick={close}>
        {words.not}
      </button>
    </div>
  )
}

/** What has just been done, with the way back where there is one. */
export function NoticeLine({ acts }: { acts: RepairActs }) {
  const words = useWords().repairs
  const { notice } = acts
  if (notice === null) return null
  const act = 'act' in notice ? notice.act : null
  return (
    <div className={css.notice} role="status">
      <span>
        {notice.about === 'alike' && words.alike.done(notice.changed, notice.mended)}
        {notice.about === 'undone' && words.alike.undone(notice.rows)}
        {notice.about === 'restored' && words.drop.restored(notice.rows)}
        {notice.about === 'dropped' && words.drop.done(notice.rows)}
        {notice.about === 'replayed' && words.replay.done(notice.counts)}
      </span>
      {act !== null && (
        <Button loading={acts.undo.isPending} onClick={() => acts.undo.mutate(act)}>
          {words.alike.undo}
        </Button>
      )}
      {notice.about === 'replayed' && notice.customer && (
        <Link to="/customers/$id" params={{ id: notice.customer.id }} className="link">
          <Written text={notice.customer.name} />
        </Link>
      )}
      <button type="button" className="link" onClick={() => acts.setNotice(null)}>
        {words.alike.close}
      </button>
    </div>
  )
}

/** A run in the background: how far it is, until it ends. */
export function RunLine({ id, acts }: { id: string; acts: RepairActs }) {
  const words = useWords().repairs.replay
  const { data } = useQuery(repairRunQuery(id))
  const over = data !== undefined && !['queued', 'running'].includes(data.state)
  const told = useRef(false)
  useEffect(() => {
    if (!over || told.current) return
    told.current = true
    acts.setRun(null)
    acts.setNotice({ about: 'replayed', counts: data.outcomes, customer: null })
    void acts.refresh()
  }, [over, data, acts])
  if (!data || over) return null
  return (
    <div className={css.notice} role="status">
      <span className="num">{words.running(data.done, data.total)}</span>
      <progress
        className={css.progress}
        max={data.total}
        value={data.done}
        aria-label={words.running(data.done, data.total)}
      />
      <Button onClick={() => void api.post('/repairs/runs/:id/cancel', undefined, { params: { id } })}>
        {words.cancel}
      </Button>
    </div>
  )
}
