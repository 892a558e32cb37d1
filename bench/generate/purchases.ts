import { Chance, Urn } from '#src/cli/demo/chance.ts'

export const purchasesHeader = 'tilausnumero;asiakasnumero;päivä;tuotenumero;tuote;määrä;yksikköhinta\n'

const things =
  'Villasukat Kahvipannu Saunakauha Termospullo Retkipussi Otsalamppu Hiihtohanskat Uimapuku Grillipihdit Kynttilä'.split(
    ' ',
  )
const looks = 'sininen punainen musta valkoinen vihreä harmaa'.split(' ')
/** How much is bought in each month: Christmas and midsummer show, February does not. */
const seasons = new Urn(
  [0.8, 0.7, 0.9, 0.95, 1.1, 1.2, 0.8, 0.9, 1, 1, 1.4, 1.9].map((weight, month) => [month, weight] as const),
)
const years = 5
const lastYear = 2025

interface Line {
  sku: string
  product: string
  quantity: number
  /** Euros with two decimals and a comma. */
  price: string
}
interface Order {
  number: string
  /** Index of the customer: some buy all the time, most now and then. */
  customer: number
  date: string
  lines: Line[]
}

/** The order of this index: always the same for a seed and a number of customers. */
export function orderAt(seed: number, customers: number, index: number): Order {
  const chance = new Chance(seed + 7_000, index)
  const customer = Math.floor(customers * chance.next() ** 1.6)
  const month = seasons.draw(chance)
  const date = `${1 + chance.below(28)}.${month + 1}.${lastYear - chance.below(years)}`
  const lines = Array.from({ length: 1 + chance.below(3) }, () => lineOf(chance))
  return { number: `T${String(seed).padStart(2, '0')}${String(index + 1).padStart(9, '0')}`, customer, date, lines }
}

function lineOf(chance: Chance): Line {
  const thing = chance.below(things.length)
  const look = chance.below(looks.length)
  const cents = 490 + ((thing * 977 + look * 131) % 90) * 100
  return {
    sku: `S${100 + thing * 10 + look}`,
    product: `${things[thing]!} ${looks[look]!}`,
    quantity: chance.happens(0.8) ? 1 : 2 + chance.below(4),
    price: `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, '0')}`,
  }
}

/** `orders` orders as CSV, one row for each of their lines, in pieces of about 64 kB. Customers are those of `personAt` with the same seed. */
export function* purchaseLines(seed: number, customers: number, orders: number): Generator<string> {
  const prefix = `A${String(seed).padStart(2, '0')}`
  let text = ''
  for (let i = 0; i < orders; i++) {
    const order = orderAt(seed, customers, i)
    const head = `${order.number};${prefix}${String(order.customer + 1).padStart(8, '0')};${order.date}`
    for (const line of order.lines) text += `${head};${line.sku};${line.product};${line.quantity};${line.price}\n`
    if (text.length > 65_536) {
      yield text
      text = ''
    }
  }
  if (text.length > 0) yield text
}
