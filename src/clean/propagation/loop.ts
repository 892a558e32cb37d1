import type { Context } from '#src/platform/context.ts'
import type { Uuid } from '#src/terms/index.ts'
import { busy } from './queries/systems.ts'
import { sendDue } from './send.ts'

/** So long after a change at the latest it is on its way, in milliseconds. */
const every = 500

/** Sends as long as the program works: each system on its own, so that one that hangs holds up none of the others. */
export const startSending = (contextFor: () => Context): { stop(): Promise<void> } => new Sending(contextFor)

class Sending {
  readonly #contextFor: () => Context
  readonly #going = new Map<Uuid, Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  #turn: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(contextFor: () => Context) {
    this.#contextFor = contextFor
    this.#next()
  }

  #next(): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#turn = this.#look().finally(() => this.#next())
    }, every)
  }

  async #look(): Promise<void> {
    const context = this.#contextFor()
    try {
      for (const { id } of await busy(context.db, context.now)) {
        if (this.#stopped || this.#going.has(id)) continue
        this.#going.set(
          id,
          this.#drain(id).finally(() => this.#going.delete(id)),
        )
      }
    } catch (error) {
      context.log.error('sending', error)
    }
  }

  async #drain(id: Uuid): Promise<void> {
    const context = this.#contextFor()
    try {
      while (!this.#stopped && (await sendDue(this.#contextFor(), id)) > 0);
    } catch (error) {
      context.log.error('sending', error, { system: id })
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#turn
    await Promise.all(this.#going.values())
  }
}
