import { numbered, type Statement, sql } from '#src/platform/db/index.ts'
import type { Joined, Place } from '../fields.ts'

/** How a test of a value is written: true, false, or unknown (SQL null) where there is none. */
export type Test = (value: Statement) => Statement

/**
 * The two ways in which one tree becomes SQL over `c`. Few: for each customer at hand a look at their own rows, by the key of each table. Whole:
 * over the whole base, where every table is read once, as far as the conditions go, and joined.
 */
export interface Shape {
  /** Whether the value of a field passes; unknown where it is empty. `nothing`: whether an absent row, counted as 0, passes. */
  field(place: Place, test: Test, nothing: boolean): Statement
  /** The value of a field of one row; of several the least. */
  least(place: Place, of: Test): Statement
  /**
   * Whether a measure over the rows of a customer passes.
   * @param rows without the customer; `key`: whose a row is
   * @param nothing whether it passes where there are no rows
   * @param top whether nobody is chosen without it
   */
  measured(rows: Rows, test: Statement, nothing: boolean, top: boolean): Statement
  /** A value made of all rows of a customer; empty where there are none. */
  gathered(rows: Rows, value: Statement): Statement
  /** An expression that names values more than once, each of which is made once. */
  once(values: readonly Statement[], of: (names: readonly Statement[]) => Statement): Statement
}
export interface Rows {
  readonly from: Statement
  readonly where: Statement
  readonly key: Statement
}

/** For a few given customers: `c` is known when these are asked. */
export const few: Shape = {
  field(place, test, nothing) {
    if (place.at === 'own') return test(place.value)
    if (place.at === 'row' && nothing)
      return sql`(not exists (select from ${place.from} where ${place.on} and ${test(place.value)} is not true))`
    return sql`(exists (select from ${place.from} where ${rowsOf(place)} and ${test(place.value)}))`
  },
  least(place, of) {
    if (place.at === 'own') return of(place.value)
    return sql`(select min(${of(place.value)}) from ${place.from} where ${rowsOf(place)})`
  },
  measured: ({ from, where, key }, test) => sql`(select ${test} from ${from} where ${key} = c.id and ${where})`,
  gathered: ({ from, where, key }, value) => sql`(select ${value} from ${from} where ${key} = c.id and ${where})`,
  once(values, of) {
    if (values.length === 1) return of(values)
    const names = values.map((_, n) => numbered(n + 1))
    const listed = values.map((value, n) => sql`${value} as ${names[n]!}`).reduce((all, one) => sql`${all}, ${one}`)
    // an offset keeps the server from writing the values where they are named
    return sql`(select ${of(names.map((name) => sql`once.${name}`))} from (select ${listed} offset 0) once)`
  },
}
/** The rows of the customer at hand. */
export function rowsOf(place: Exclude<Place, { at: 'own' }>): Statement {
  if (place.at === 'row') return place.on
  return sql`${place.key} = c.id and ${place.on}${place.veiled ? sql` and not c.protected` : sql``}`
}

/** Over the whole base: what is joined gathers in `joins`, to stand after `from know.customer c`. */
export class Whole implements Shape {
  #joins: Statement[] = []
  readonly #names = new Map<string, Statement>()
  readonly #tables = new Map<string, string>()

  /** `know.customer c` with all that the conditions need. */
  get from(): Statement {
    return this.#joins.reduce((all, join) => sql`${all} ${join}`, sql`know.customer c`)
  }

  field(place: Place, test: Test, nothing: boolean): Statement {
    if (place.at === 'many') return this.#anyOf(place, test)
    const value = this.#value(place)
    return test(place.at === 'row' && nothing ? sql`coalesce(${value}, 0)` : value)
  }

  least(place: Place, of: Test): Statement {
    if (place.at !== 'many') return of(this.#value(place))
    const value = this.gathered({ from: place.from, where: place.on, key: place.key }, sql`min(${of(place.value)})`)
    return place.veiled ? sql`(case when not c.protected then ${value} end)` : value
  }

  measured(rows: Rows, test: Statement, nothing: boolean, top: boolean): Statement {
    const having = nothing ? sql`(${test}) is not true` : test
    const name = this.#join(
      sql`(select ${rows.key} as id, true as here from ${rows.from} where ${rows.where} group by ${rows.key} having ${having})`,
    )
    return this.#among(name, !nothing, top)
  }

  gathered(rows: Rows, value: Statement): Statement {
    const name = this.#join(
      sql`(select ${rows.key} as id, ${value} as value from ${rows.from} where ${rows.where} group by ${rows.key})`,
    )
    return sql`${name}.value`
  }

  once(values: readonly Statement[], of: (names: readonly Statement[]) => Statement): Statement {
    return of(values) // they are columns of what is joined
  }

  #anyOf({ from, on, key, value, veiled }: Extract<Place, { at: 'many' }>, test: Test): Statement {
    const name = this.#join(
      sql`(select distinct ${key} as id, true as here from ${from} where ${on} and ${test(value)})`,
    )
    const among = this.#among(name, true, false)
    return veiled ? sql`(not c.protected and ${among})` : among
  }

  /**
   * Whether the customer is among the joined ones. Where nobody is chosen without it, as a test for null, which lets the server turn the outer
   * join into an inner or an anti join; elsewhere as a value, of which it guesses that half are: from nulls of an outer join it guesses none.
   */
  #among(name: Statement, present: boolean, top: boolean): Statement {
    if (top) return present ? sql`(${name}.id is not null)` : sql`(${name}.id is null)`
    return present ? sql`coalesce(${name}.here, false)` : sql`(not coalesce(${name}.here, false))`
  }

  /** The column of a table that is joined once; a second one of the same name is joined as its own. */
  #value(place: Exclude<Place, { at: 'many' }>): Statement {
    const joined = place.at === 'own' ? place.whole : place
    if (joined === undefined) return (place as { value: Statement }).value
    if ('found' in joined) return joined.of(sql`${this.#join(sql`(${joined.found})`)}.value`)
    const table = keyOf(joined.from)
    const known = this.#tables.get(table)
    if (known === undefined) {
      this.#tables.set(table, keyOf(joined.on))
      this.#joins.push(sql`left join ${joined.from} on ${joined.on}`)
      return joined.value
    }
    if (known === keyOf(joined.on)) return joined.value
    return this.#lateral(joined)
  }

  #lateral({ from, on, value }: Joined): Statement {
    const source = sql`lateral (select ${value} as value from ${from} where ${on})`
    return sql`${this.#named(source, (name) => sql`left join ${source} ${name} on true`)}.value`
  }

  /** The name of a set of customers, joined once however often it is asked. */
  #join(set: Statement): Statement {
    return this.#named(set, (name) => sql`left join ${set} ${name} on ${name}.id = c.id`)
  }

  #named(source: Statement, join: (name: Statement) => Statement): Statement {
    const key = keyOf(source)
    const known = this.#names.get(key)
    if (known !== undefined) return known
    const name = numbered(this.#names.size + 1)
    this.#names.set(key, name)
    this.#joins.push(join(name))
    return name
  }
}
const keyOf = ({ text, values }: Statement) => JSON.stringify([text, values])
