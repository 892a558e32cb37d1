import type { Topic } from '#src/platform/live/contract.ts'

/** The topics whose changes the server tells of right now. Kept outside of React: queries ask for it between two looks. */
const told = new Set<Topic>()

export function setTold(topics: readonly Topic[]): void {
  told.clear()
  for (const topic of topics) told.add(topic)
}

/** How long to wait before asking again, in milliseconds: seldom while the server tells of changes itself. */
export function pace(topic: Topic, otherwise: number): number {
  return told.has(topic) ? Math.max(15_000, otherwise) : otherwise
}
