import type { FaultCode } from '#src/collect/intake/index.ts'

/** What a normaliser makes of a written value: the value in its one form, or what is wrong with it. Never throws. */
export type Reading<T> = { value: T } | { fault: FaultCode }
