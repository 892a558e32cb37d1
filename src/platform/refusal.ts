/**
 * A refusal is the caller's to mend: it names what is wrong and what to do next. Anything else thrown is a bug (500).
 * `code` is stable and documented in the API; `because` and `next` are keys of the dictionary or plain sentences.
 */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly status: number
  readonly code: string
  readonly next: string | undefined
  readonly details: Record<string, unknown> | undefined
  constructor(status: number, code: string, because: string, next?: string, details?: Record<string, unknown>) {
    super(because)
    this.status = status
    this.code = code
    this.next = next
    this.details = details
  }
}

/** A list cannot go on from a place that it never gave out. */
export const unknownPlace = (): Refusal =>
  new Refusal(400, 'cursor', 'The place to go on from is not one of ours.', 'Start from the first page.')
