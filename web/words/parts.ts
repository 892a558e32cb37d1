/** A place in a sentence that can be changed: which one, and what it says now. `quiet`: only told where it can be changed. */
export interface Slot {
  readonly slot: string
  readonly text: string
  readonly quiet?: true
}
/** A sentence in parts: what stands as it is, and what can be changed. */
export type Part = string | Slot
export const slot = (name: string, text: string): Slot => ({ slot: name, text })
export const quiet = (name: string, text: string): Slot => ({ slot: name, text, quiet: true })

/** How a line begins: the whole sentence; a group; joined by and, by or. */
export type Opening = 'first' | 'inside' | 'and' | 'or'
/** What a comparison says, its values as text in the reader's language. */
export interface Comparison {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly op: string
  readonly values: readonly string[]
}
export interface WindowSaid {
  readonly as: 'ever' | 'last' | 'since' | 'until' | 'range' | 'between'
  /** Days, or calendar days as text; empty where not written. */
  readonly first: string
  readonly second: string
}
export type LineSaid =
  | { readonly as: 'begun'; readonly opening: Opening }
  | { readonly as: 'segment'; readonly opening: Opening; readonly not: boolean; readonly name: string }
  | ({
      readonly as: 'field'
      readonly opening: Opening
      readonly not: boolean
      /** Whose field it is: of customers, or of rows of another list. */
      readonly ofCustomer: boolean
      /** The value of a yes-or-no. */
      readonly yes: boolean
      /** Of a count of matters: at least one, or none. */
      readonly has: 'some' | 'none' | undefined
    } & Comparison)
  | {
      readonly as: 'happened'
      readonly opening: Opening
      readonly not: boolean
      readonly event: string
      readonly measure: string
      readonly op: string
      readonly values: readonly string[]
      /** The first value as a number, for the form of the noun after it. */
      readonly number: number | undefined
      readonly never: boolean
      readonly once: boolean
      readonly window: WindowSaid
      readonly where: readonly Comparison[]
    }

/** The words of a sentence in a row, one space between them and none before a comma. */
export function textOf(parts: readonly Part[]): string {
  return parts
    .flatMap((part) => (typeof part === 'string' ? [part] : part.quiet ? [] : [part.text]))
    .join(' ')
    .replace(/\s+([,.:])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
}
