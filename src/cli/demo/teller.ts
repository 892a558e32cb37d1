import type { Contact, Invoice, Subscriber } from './files.ts'
import type { Customer } from './people.ts'
import type { Order } from './purchases.ts'
import { products } from './world.ts'

/** What a story brings into the company's files. */
export interface World {
  customers: Customer[]
  orders: Order[]
  contacts: Contact[]
  invoices: Invoice[]
  /** As bookkeeping knows them: another source, other spellings. */
  debtors: {
    id: string
    name: string
    businessId: string
    email: string
    street: string
    postcode: string
    city: string
  }[]
  subscribers: Subscriber[]
}

/** What a story is told with. */
export interface Teller extends World {
  today: number
  person(id: string, given: string, family: string, rest: Partial<Customer>): void
  said(
    customer: string,
    daysAgo: number,
    minute: number,
    rest: Omit<Contact, 'id' | 'customer' | 'day' | 'minute'>,
  ): void
}

export const unknown: Omit<Customer, 'id' | 'given' | 'family' | 'since'> = {
  organisation: '',
  businessId: '',
  email: '',
  phone: '',
  street: '',
  postcode: '',
  city: '',
  born: null,
  language: 'fi',
  consent: '',
  protected: false,
}

export function tellerOf(world: World, today: number): Teller {
  const { customers, contacts } = world
  return {
    ...world,
    today,
    person: (id, given, family, rest) => {
      customers.push({ ...unknown, since: today - 900, ...rest, id, given, family })
    },
    said: (customer, daysAgo, minute, rest) => {
      contacts.push({ id: `Y-${customer}-${contacts.length}`, customer, day: today - daysAgo, minute, ...rest })
    },
  }
}

const named = (name: string) => {
  const found = products.find((p) => p.name === name)
  if (!found) throw new Error(`the range has no ${name}`)
  return found
}
export const bought = (
  customer: string,
  nth: number,
  day: number,
  things: string[],
  channel: Order['channel'] = 'myymälä',
) => ({
  number: `T${customer.slice(1)}-${nth}`,
  customer,
  day,
  minute: 11 * 60 + ((nth * 37) % 400),
  channel,
  lines: things.map((thing) => ({ product: named(thing), quantity: 1 })),
})

/** Every month's bill of one customer; `paid` on its due day. */
export function invoiceOf(customer: string, nth: number, day: number, cents: number, paid: boolean): Invoice {
  const base = `${Number(customer.slice(1)) % 100_000}${String(nth).padStart(4, '0')}`
  return {
    number: `L${base}`,
    customer,
    day,
    due: day + 14,
    paid: paid ? day + 13 : null,
    cents,
    reference: referenceOf(base),
  }
}

/** A Finnish invoice reference: weights 7, 3, 1 from the right, the check digit last. */
function referenceOf(base: string): string {
  const sum = [...base].reverse().reduce((all, digit, i) => all + Number(digit) * [7, 3, 1][i % 3]!, 0)
  return `${base}${(10 - (sum % 10)) % 10}`
}
