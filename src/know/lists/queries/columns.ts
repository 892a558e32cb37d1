import { type Env, type Field, type Place, placeOf, rowsOf } from '#src/know/segments/index.ts'
import { type Statement, sql } from '#src/platform/db/index.ts'
import { decimalsOf, type Language } from '#src/terms/index.ts'

/** Fields with where their rows are joined: a row elsewhere that several columns need is fetched once. */
export interface Shown {
  readonly columns: readonly { readonly field: Field; readonly value: Statement }[]
  readonly joins: Statement
}

const key = ({ text, values }: Statement) => JSON.stringify([text, values])

export function shown(fields: readonly Field[], env: Env): Shown {
  const joined = new Map<string, { on: string; join: Statement }>()
  const columns = fields.map((field) => ({ field, value: columnOf(field, placeOf(field, env)) }))
  function columnOf(field: Field, place: Place): Statement {
    if (field.shown) return field.shown(env)
    if (place.at === 'own') return place.value
    const own = rowsOf(place)
    const only = sql`(select ${place.value} from ${place.from} where ${own} limit 1)`
    if (place.at === 'many') return only
    const there = joined.get(key(place.from))
    if (there === undefined)
      joined.set(key(place.from), { on: key(place.on), join: sql`left join ${place.from} on ${place.on}` })
    const value = there === undefined || there.on === key(place.on) ? place.value : only
    return place.absent === undefined ? value : sql`coalesce(${value}, 0)`
  }
  return { columns, joins: [...joined.values()].reduce((all, { join }) => sql`${all} ${join}`, sql``) }
}

/** The cells of a row as one JSON array, as the contract tells them. */
export function cells({ columns }: Shown): Statement {
  return sql`json_build_array(${columns.map(({ field, value }) => cell(field, value)).reduce(listed)})`
}
const listed = (a: Statement, b: Statement) => sql`${a}, ${b}`

function cell(field: Field, value: Statement): Statement {
  if (field.type === 'date')
    return field.instant
      ? sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
      : sql`${value}::text`
  if (field.type !== 'money') return value
  const currency = currencyOf(field)
  return sql`case when ${value} is null then null::json else json_build_object('minor', ${value}::text, 'currency', ${currency}) end`
}
const currencyOf = ({ currency = 'EUR' }: Field) => (typeof currency === 'string' ? sql`${currency}::text` : currency)

/**
 * What a spreadsheet would run begins with one of these (OWASP, CSV injection). Apostrophes before it count too, so that taking one away when the
 * file is read gives back every text as it was.
 */
const running = sql`'^''*[=+\\-@\t\r\n＝＋－＠]'`

/** Text of a cell for a file: formula-safe, in the company's time, with the decimal sign of the language. */
export function fileText(field: Field, value: Statement, env: Env, language: Language): Statement {
  switch (field.type) {
    case 'date':
      return field.instant
        ? sql`to_char(${value} at time zone ${env.timeZone}::text, 'YYYY-MM-DD HH24:MI:SS')`
        : sql`${value}::text`
    case 'number':
      return decimal(sql`${value}::text`, language)
    case 'money':
      return decimal(money(field, value), language)
    case 'yesno':
      return language === 'fi'
        ? sql`case when ${value} then 'kyllä' else 'ei' end`
        : sql`case when ${value} then 'yes' else 'no' end`
    default:
      return field.choices === undefined && (field.cast === undefined || field.shown !== undefined)
        ? safe(value)
        : value
  }
}

const decimal = (text: Statement, language: Language) => (language === 'fi' ? sql`replace(${text}, '.', ',')` : text)

/** Minor units in whole ones, with the decimals of the currency. */
function money({ currency = 'EUR' }: Field, value: Statement): Statement {
  if (typeof currency === 'string') {
    const decimals = decimalsOf(currency)
    return sql`round(${value}::numeric / (10::numeric ^ ${decimals}::int), ${decimals}::int)::text`
  }
  return sql`case when ${currency} in ('JPY', 'KRW', 'ISK', 'CLP', 'VND') then ${value}::text
    when ${currency} in ('BHD', 'KWD', 'OMR', 'TND', 'JOD') then round(${value}::numeric / 1000, 3)::text
    else round(${value}::numeric / 100, 2)::text end`
}

/** Most cells are judged by their first letter alone. A telephone number in E.164 is no formula. What costs a search is found once. */
function safe(value: Statement): Statement {
  return value.text.includes('select ')
    ? sql`(select ${guarded(sql`f.cell`)} from (select ${value} as cell offset 0) f)`
    : guarded(value)
}
function guarded(value: Statement): Statement {
  return sql`case when ascii(${value}) in (9, 10, 13, 39, 43, 45, 61, 64, 65291, 65293, 65309, 65312)
    and ${value} ~ ${running} and ${value} !~ '^\\+[0-9]{5,15}$' then '''' || ${value} else ${value} end`
}
