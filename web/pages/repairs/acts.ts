import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type {
  RepairAlike,
  RepairChecked,
  RepairChoice,
  RepairList,
  RepairReplayed,
} from '#src/clean/quality/quarantine/contract.ts'
import { api } from '../../api/client.ts'
import { useIntent } from '../../api/intent.ts'
import { repairSummaryQuery } from '../../api/queries-repairs.ts'

/** What has just been done, told above the rows until the next thing is done. */
export type Notice =
  | { about: 'alike'; changed: number; mended: number; act: string }
  | { about: 'undone' | 'restored'; rows: number }
  | { about: 'dropped'; rows: number; act: string | null }
  | { about: 'replayed'; counts: Record<string, number>; customer: { id: string; name: string } | null }

/** Everything that can be done to waiting rows. Each act brings the page up to date and leaves a notice. */
export function useRepairActs() {
  const client = useQueryClient()
  const [notice, setNotice] = useState<Notice | null>(null)
  const [run, setRun] = useState<string | null>(null)
  const { keyFor, done } = useIntent()
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ['repairs'] })
    void client.invalidateQueries({ queryKey: ['customers'] })
  }
  const edit = useMutation({
    mutationFn: ({ id, cells }: { id: string; cells: Record<string, string> }) =>
      api.patch('/repairs/:id', { cells }, { params: { id } }),
    onSuccess: (checked) => {
      setNotice(null)
      keepRow(client, checked)
      void client.invalidateQueries({ queryKey: repairSummaryQuery({}).queryKey.slice(0, 2) })
    },
  })
  const alike = useMutation({
    mutationFn: (act: RepairAlike) => api.post('/repairs/fix-alike', act),
    onSuccess: async ({ act, changed, mended }) => {
      if (act !== null) setNotice({ about: 'alike', changed, mended, act })
      if (act !== null) await refresh()
    },
  })
  const undo = useMutation({
    mutationFn: (act: string) => api.post('/repairs/undo', { act }),
    onSuccess: async ({ rows }) => {
      setNotice({ about: 'undone', rows })
      await refresh()
    },
  })
  const replay = useMutation({
    mutationFn: (choice: RepairChoice) => api.post('/repairs/replay', choice, { key: keyFor(choice) }),
    onSuccess: async (answer: RepairReplayed) => {
      done()
      if (answer.run) setRun(answer.run.id)
      else setNotice({ about: 'replayed', counts: answer.counts, customer: onlyCustomer(answer) })
      await refresh()
    },
  })
  const drop = useMutation({
    mutationFn: ({ choice, reason }: { choice: RepairChoice; reason: string }) =>
      api.post('/repairs/drop', { ...choice, ...(reason.trim() !== '' && { reason }) }),
    onSuccess: async ({ rows, act }) => {
      setNotice({ about: 'dropped', rows, act })
      await refresh()
    },
  })
  const restore = useMutation({
    mutationFn: (choice: RepairChoice) => api.post('/repairs/restore', choice),
    onSuccess: async ({ rows }) => {
      setNotice({ about: 'restored', rows })
      await refresh()
    },
  })
  return { notice, setNotice, run, setRun, refresh, edit, alike, undo, replay, drop, restore }
}
export type RepairActs = ReturnType<typeof useRepairActs>

/** The one customer whom the rows entered for, so that one can go and look. */
function onlyCustomer({ rows }: RepairReplayed): { id: string; name: string } | null {
  const found = rows.flatMap(({ customer }) => (customer ? [customer] : []))
  const first = found[0]
  return first && found.every(({ id }) => id === first.id) ? first : null
}

/** Puts a changed row into its place in every list that is loaded; it stays in sight though its cause is another now. */
function keepRow(client: ReturnType<typeof useQueryClient>, { row }: RepairChecked): void {
  client.setQueriesData<InfiniteData<RepairList>>({ queryKey: ['repairs', 'rows'] }, (data) =>
    data === undefined
      ? data
      : {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            rows: page.rows.map((one) => (one.id === row.id ? row : one)),
          })),
        },
  )
}
