import type { FaultClass } from '../contract.ts'

/** A kind of fault in words: what is wrong with it, and what to do about it by whom. */
export interface Told extends Record<FaultClass, string> {
  /** Whatever the share is of, in place of the field: "riveistä", "of the rows". */
  things?: string
  /** Goes on from "joka neljäs …", "one in four … ". */
  wrong: string
}
export interface Language {
  /** Of what the share is told, by field. */
  fields: Readonly<Record<string, string>>
  otherField: string
  codes: Readonly<Record<string, Told>>
  otherCode: Told
  /** The first words of the sentence; `share` 0..1, null when it is not known. */
  opening(things: string, share: number | null): string
}
