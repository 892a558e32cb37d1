import type { Static, TSchema } from 'typebox'
import type { Db, Tx } from '../db/index.ts'

/** A kind of background work as those see it who want it done. */
export interface Work<S extends TSchema = TSchema> {
  readonly name: string
  readonly input: TSchema
  readonly typed?: Static<S>
}
export interface EnqueueOptions {
  /** While work of this kind with this key waits, another one is not added. */
  readonly key?: string
  /** Not before this moment. */
  readonly at?: Date
}
export interface Jobs {
  /** Puts work into the queue; with a `Tx` it exists exactly if the transaction commits. */
  enqueue<S extends TSchema>(on: Db | Tx, work: Work<S>, input: Static<S>, options?: EnqueueOptions): Promise<void>
}
