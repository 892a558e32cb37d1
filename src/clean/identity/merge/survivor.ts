import type { Uuid } from '#src/terms/index.ts'

/** What counts in choosing which of two ids stays. */
export interface Candidate {
  id: Uuid
  /** Source records. */
  records: number
  createdAt: Date
  archived: boolean
}

/**
 * Which of two customers stays: the one in use before an archived one, then the one of which more is told, then the older, then the smaller id,
 * so that the order of asking never matters. Pure.
 */
export function survivorOf(a: Candidate, b: Candidate): { to: Uuid; from: Uuid } {
  const order =
    Number(a.archived) - Number(b.archived) ||
    b.records - a.records ||
    a.createdAt.getTime() - b.createdAt.getTime() ||
    (a.id < b.id ? -1 : 1)
  return order < 0 ? { to: a.id, from: b.id } : { to: b.id, from: a.id }
}
