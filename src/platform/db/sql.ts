/** A statement with its parameters. Values never become text of the statement. */
export interface Statement<Row = unknown> {
  readonly text: string
  readonly values: readonly unknown[]
  readonly row?: Row
  /** Planned for its values each time and not kept by the server: for texts without number, like conditions that people put together. */
  readonly fresh?: true
}

/** A question of one slice that another may weave into its own: `statement` answers one JSON value, `present` makes of it what may be shown. */
export interface Piece<Json, Shown> {
  readonly statement: Statement<{ json: Json | null }>
  readonly present: (json: Json | null) => Shown
}

const fragment = Symbol('fragment')
interface Fragment extends Statement {
  readonly [fragment]: readonly string[]
}

/**
 * Writes a statement: `` sql<{ id: Uuid }>`select id from know.customer where id = ${id}` ``.
 * A nested `sql` is woven in with its own parameters, so conditions compose; everything else becomes a parameter.
 */
export function sql<Row = unknown>(strings: TemplateStringsArray, ...values: unknown[]): Statement<Row> {
  const parts: string[] = [strings[0]!]
  const params: unknown[] = []
  values.forEach((value, i) => {
    const next = strings[i + 1]!
    if (isFragment(value)) {
      const inner = value[fragment]
      parts[parts.length - 1] += inner[0]!
      inner.slice(1).forEach((text, j) => {
        params.push(value.values[j])
        parts.push(text)
      })
      parts[parts.length - 1] += next
    } else {
      params.push(value)
      parts.push(next)
    }
  })
  return new Woven(parts, params) as unknown as Statement<Row>
}

/** A statement whose text is put together when it is first asked for: pieces of others never are. */
class Woven implements Fragment {
  readonly [fragment]: readonly string[]
  readonly values: readonly unknown[]
  #text: string | undefined
  constructor(parts: readonly string[], values: readonly unknown[]) {
    this[fragment] = parts
    this.values = values
  }
  get text(): string {
    this.#text ??= this[fragment].reduce((whole, part, i) => (i === 0 ? part : `${whole}$${i}${part}`), '')
    return this.#text
  }
}

/** The same statement, to be planned for its values each time. */
export const fresh = <Row>({ text, values }: Statement<Row>): Statement<Row> => ({ text, values, fresh: true })

/** Names of tables and columns fixed in our own source (never a user's text). */
export function raw(text: string): Statement {
  return { text, values: [], [fragment]: [text] } as Fragment
}

/** The n-th of the names that a statement gives to what it joins. */
export const numbered = (n: number): Statement => raw(`j${Math.trunc(n)}`)

function isFragment(value: unknown): value is Fragment {
  return typeof value === 'object' && value !== null && fragment in value
}
