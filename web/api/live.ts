import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { News, Topic } from '#src/platform/live/contract.ts'
import { base } from './client.ts'
import { setTold } from './pace.ts'

/** Which topic tells of the queries whose key begins so. */
const topicOf: Readonly<Record<string, Topic>> = {
  imports: 'import',
  repairs: 'quarantine',
  lists: 'list',
  backups: 'backup',
  systems: 'delivery',
  duplicates: 'duplicates',
  'event-sources': 'event',
  segments: 'segment',
  insights: 'insights',
  attention: 'attention',
}
/** Of customers, their page and timeline are followed; whoever counts a condition follows all of them. */
const topicFor = (key: QueryKey): Topic | undefined =>
  (key[0] === 'customers' && (key[1] === 'one' || key[1] === 'timeline')) ||
  (key[0] === 'segments' && key[1] === 'count')
    ? 'customer'
    : topicOf[String(key[0])]
/** What of a topic is old when `id` has changed. The rows of a report stay: they are asked for when the report is done. */
const keysOf: Readonly<Record<Topic, (id: string) => QueryKey[]>> = {
  import: (id) => [
    ['imports', 'list'],
    ['imports', 'one', id],
  ],
  quarantine: () => [['repairs']],
  list: () => [['lists']],
  segment: () => [['segments']],
  insights: () => [['insights']],
  attention: () => [['attention']],
  backup: () => [['backups']],
  event: () => [['event-sources']],
  customer: (id) => [
    ['customers', 'one', id],
    ['customers', 'timeline', id],
    ['customers', 'forecast', id],
  ],
  delivery: (id) => [
    ['systems', 'all'],
    ['systems', 'one', id],
    ['systems', 'deliveries', id],
    ['systems', 'customer', id],
  ],
  duplicates: () => [['duplicates', 'state']],
}
const closedAgainMs = 30_000
const againMs = 400

/**
 * Follows what the pages show: while queries of a topic are on the screen, one stream of events tells when they are old. It is closed
 * while nobody looks (another tab, no such query), for a browser has few connections; polling goes on as before where it cannot be had.
 */
export function followChanges(client: QueryClient): void {
  const cache = client.getQueryCache()
  let source: EventSource | undefined
  let followed = ''
  let planned: ReturnType<typeof setTimeout> | undefined

  const shown = (): Topic[] => {
    if (document.visibilityState === 'hidden') return []
    const seen = new Set<Topic>()
    for (const query of cache.getAll()) {
      const topic = topicFor(query.queryKey)
      if (topic !== undefined && query.isActive()) seen.add(topic)
    }
    return [...seen].sort()
  }
  const stale = (topics: readonly Topic[]) => {
    for (const [start, topic] of Object.entries(topicOf))
      if (topics.includes(topic)) void client.invalidateQueries({ queryKey: [start] })
  }
  const planning = new Map<string, ReturnType<typeof setTimeout>>()
  const again = (...queryKey: string[]) => {
    const key = queryKey.join()
    if (planning.has(key)) return
    const ask = () => {
      planning.delete(key)
      // an answer that is under way may be older than the change: it is let come, and asked for once more
      if (client.isFetching({ queryKey }) > 0) again(...queryKey)
      else void client.invalidateQueries({ queryKey })
    }
    planning.set(key, setTimeout(ask, againMs))
  }
  const close = () => {
    source?.close()
    source = undefined
    setTold([])
  }
  const open = (topics: readonly Topic[]) => {
    close()
    if (topics.length === 0) return
    const mine = new EventSource(`${base}/changes?${topics.map((topic) => `topics=${topic}`).join('&')}`)
    source = mine
    mine.addEventListener('following', (event) => {
      const { topics: told } = JSON.parse(String((event as MessageEvent).data)) as { topics: Topic[] }
      setTold(told)
      stale(told)
    })
    mine.addEventListener('missed', () => {
      stale(topics)
      if (topics.includes('customer'))
        for (const part of ['one', 'timeline']) void client.invalidateQueries({ queryKey: ['customers', part] })
    })
    mine.addEventListener('changed', (event) => {
      const { topic, id } = JSON.parse(String((event as MessageEvent).data)) as News
      // counts concern everybody: however many customers change, they are asked for again once in a while
      if (topic === 'segment') return again('segments')
      if (topic === 'customer') again('segments', 'count')
      for (const queryKey of keysOf[topic]?.(id) ?? []) void client.invalidateQueries({ queryKey })
    })
    mine.addEventListener('error', () => {
      setTold([])
      // refused rather than lost: the browser gives up, and so it is asked again later
      if (mine.readyState === EventSource.CLOSED && source === mine) {
        followed = ''
        plan(closedAgainMs)
      }
    })
  }
  const look = () => {
    planned = undefined
    const topics = shown()
    if (topics.join() === followed) return
    followed = topics.join()
    open(topics)
  }
  const plan = (ms: number) => {
    if (planned === undefined) planned = setTimeout(look, ms)
  }
  cache.subscribe(({ type }) => {
    if (type === 'observerAdded' || type === 'observerRemoved') plan(300)
  })
  document.addEventListener('visibilitychange', () => plan(300))
  plan(300)
}
