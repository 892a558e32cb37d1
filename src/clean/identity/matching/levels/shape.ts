import { type ColumnKind, type Comparison, type Prepared, valueMark } from '../contract.ts'

/** A comparison of one value of type P with another; `shaped` makes a Comparison of it that bears several values in a field. */
export interface Shape<P> {
  readonly name: string
  readonly kind: ColumnKind
  readonly columns: readonly number[]
  readonly shown?: readonly number[]
  readonly levels: readonly (readonly [name: string, prior: number, rarity: number])[]
  /** Undefined = nothing known. */
  prepare(values: readonly string[]): P | undefined
  level(a: P, b: P): number
  /** The first value that is known, without it. */
  term?(values: readonly string[]): string
}

class Several<P> {
  readonly all: readonly P[]
  constructor(all: readonly P[]) {
    this.all = all
  }
}

/** `levels` of a Shape start at 1; level 0, not known, is put before them. */
export function shaped<P>(shape: Shape<P>): Comparison {
  const total = shape.levels.reduce((sum, [, prior]) => sum + prior, 0)
  return {
    name: shape.name,
    kind: shape.kind,
    columns: shape.columns,
    shown: shape.shown ?? shape.columns,
    levels: ['not known', ...shape.levels.map(([name]) => name)],
    prior: [0, ...shape.levels.map(([, prior]) => prior / total)],
    rarity: [0, ...shape.levels.map(([, , rarity]) => rarity)],
    prepare(values) {
      if (!values.some((value) => value.includes(valueMark))) return shape.prepare(values)
      const all = alternatives(values)
        .map((each) => shape.prepare(each))
        .filter((each) => each !== undefined)
      return all.length > 1 ? new Several(all) : all[0]
    },
    level(a: Prepared, b: Prepared) {
      if (!(a instanceof Several) && !(b instanceof Several)) return shape.level(a as P, b as P)
      let best = 0
      for (const one of each<P>(a)) for (const other of each<P>(b)) best = Math.max(best, shape.level(one, other))
      return best
    },
    term(values) {
      const one = values.map((value) => {
        const end = value.indexOf(valueMark)
        return end < 0 ? value : value.slice(0, end)
      })
      return shape.term ? shape.term(one) : (one.find((value) => value !== '') ?? '')
    },
  }
}

const each = <P>(prepared: Prepared): readonly P[] =>
  prepared instanceof Several ? (prepared.all as readonly P[]) : [prepared as P]

/** Rows of one value each: the n-th values of all columns belong together; a column with one value goes with all. At most eight. */
function alternatives(values: readonly string[]): string[][] {
  const split = values.map((value) => value.split(valueMark))
  const most = Math.min(8, Math.max(...split.map((parts) => parts.length)))
  return Array.from({ length: most }, (_, i) =>
    split.map((parts) => (parts.length === 1 ? parts[0]! : (parts[i] ?? ''))),
  )
}
