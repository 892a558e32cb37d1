import type { Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { keepStates, type StateRow, statesOf } from './queries.ts'
import type { State } from './state.ts'
import { type Mail, newMail } from './translate/mails.ts'
import { newOrder, type Order } from './translate/orders.ts'
import type { Visit } from './translate/visits.ts'

interface Kinds {
  person: State
  organisation: State
  order: Order
  mail: Mail
  day: Visit
}
type Kind = keyof Kinds
const fresh: { [K in Kind]: () => Kinds[K] } = {
  person: () => ({}),
  organisation: () => ({}),
  order: newOrder,
  mail: newMail,
  day: () => ({}),
}

/** What has been told so far of the people, orders, mails and days of one chunk: read at once, changed in memory, written at once. */
export class Known {
  readonly #rows = new Map<string, StateRow>()
  readonly #changed = new Set<string>()

  static async of(tx: Tx, sourceId: Uuid, wanted: readonly { kind: Kind; key: string }[]): Promise<Known> {
    const known = new Known()
    const each = new Map(wanted.map((one) => [`${one.kind} ${one.key}`, one]))
    for (const row of await statesOf(tx, sourceId, [...each.values()])) known.#rows.set(`${row.kind} ${row.key}`, row)
    return known
  }

  get<K extends Kind>(kind: K, key: string): Kinds[K] {
    const name = `${kind} ${key}`
    let row = this.#rows.get(name)
    if (row === undefined) {
      row = { kind, key, person: null, state: fresh[kind]() }
      this.#rows.set(name, row)
    }
    return row.state as Kinds[K]
  }

  /** Its state is another now; `person` is whose it is. */
  changed(kind: Kind, key: string, person: string | null): void {
    const name = `${kind} ${key}`
    const row = this.#rows.get(name)!
    this.#rows.set(name, { ...row, person })
    this.#changed.add(name)
  }
  each(kind: Kind): string[] {
    return [...this.#changed].flatMap((name) => (name.startsWith(`${kind} `) ? [name.slice(kind.length + 1)] : []))
  }

  async keep(tx: Tx, sourceId: Uuid): Promise<void> {
    await keepStates(
      tx,
      sourceId,
      [...this.#changed].map((name) => this.#rows.get(name)!),
    )
  }
}
