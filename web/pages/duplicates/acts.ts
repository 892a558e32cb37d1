import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Decide, GroupLine, GroupList } from '#src/know/duplicates/contract.ts'
import { api } from '../../api/client.ts'
import { duplicatesQuery } from '../../api/queries-duplicates.ts'

/** What has just been decided, told above the queue until the next decision. */
export interface Told {
  about: 'same' | 'apart' | 'later' | 'undone'
  names: string
  /** To be taken back by. */
  decision: string | null
  group: string
}
export interface Wish {
  group: string
  names: string
  wish: Decide
}
export type Decisions = ReturnType<typeof useDecisions>

/** How the open group would be decided now: filled by the group on the screen, read by the keys. */
export interface Ready {
  group: string
  customers: string[]
  survivor: string
  names: string
  barred: boolean
}

interface Place {
  groups: readonly GroupLine[]
  chosen: string | undefined
  go: (id: string | undefined) => void
}

/** Deciding, and taking back. Each act brings the page up to date, leaves a notice and goes to the next group. */
export function useDecisions({ groups, chosen, go }: Place) {
  const client = useQueryClient()
  const [told, setTold] = useState<Told | null>(null)
  const [ready, setReady] = useState<Ready | null>(null)
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ['duplicates'] })
    void client.invalidateQueries({ queryKey: ['customers'] })
  }
  const decide = useMutation({
    mutationFn: ({ group, wish }: Wish) => api.post('/duplicates/:id/decide', wish, { params: { id: group } }),
    onSuccess: async ({ decision, waits }, { group, names, wish: { verdict } }) => {
      setTold({ about: verdict, names, decision, group })
      const at = groups.findIndex((one) => one.id === group)
      const next = (groups[at + 1] ?? groups[at - 1])?.id
      if (!waits || verdict === 'later') {
        if (verdict !== 'later') leave(client, group)
        setReady(null)
        go(next === group ? undefined : next)
      }
      await refresh()
    },
  })
  const undo = useMutation({
    mutationFn: (one: Told) => api.post('/duplicates/decisions/:id/undo', undefined, { params: { id: one.decision! } }),
    onSuccess: async (_, one) => {
      setTold({ about: 'undone', names: one.names, decision: null, group: one.group })
      await refresh()
      go(one.group)
    },
  })
  const act = (verdict: Decide['verdict']) => {
    if (!chosen || ready?.group !== chosen || ready.barred || ready.customers.length < 2 || decide.isPending) return
    const { customers, names } = ready
    const survivor = customers.includes(ready.survivor) ? ready.survivor : customers[0]!
    decide.mutate({ group: chosen, names, wish: { verdict, customers, ...(verdict === 'same' && { survivor }) } })
  }
  return { told, decide, undo, act, setReady, takeBack: () => told?.decision && !undo.isPending && undo.mutate(told) }
}

/** Takes a decided group out of what is on the screen at once. */
function leave(client: ReturnType<typeof useQueryClient>, group: string): void {
  client.setQueryData<InfiniteData<GroupList, string>>(
    duplicatesQuery.queryKey,
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, groups: page.groups.filter((one) => one.id !== group) })),
      },
  )
}
