import { useSyncExternalStore } from 'react'

/** Whether the server answers, and whether the session still holds. Kept outside of React: the client writes it. */
export interface Line {
  readonly away: boolean
  readonly signedOut: boolean
}

let line: Line = { away: false, signedOut: false }
const listeners = new Set<() => void>()

export function setLine(change: Partial<Line>): void {
  const next = { ...line, ...change }
  if (next.away === line.away && next.signedOut === line.signedOut) return
  line = next
  for (const tell of listeners) tell()
}

export function useLine(): Line {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => line,
  )
}
