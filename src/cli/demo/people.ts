import { Chance } from './chance.ts'
import { female, male, streetOf, surnames, towns } from './world.ts'

/** A person or company as the shop's register knows it. Empty text: not known. Days count from 1970-01-01. */
export interface Customer {
  id: string
  given: string
  family: string
  organisation: string
  businessId: string
  email: string
  phone: string
  street: string
  postcode: string
  city: string
  born: number | null
  language: string
  consent: '' | 'kyllä' | 'ei'
  protected: boolean
  since: number
}

const domains = ['posti.example', 'netti.example', 'kotisivu.example']
const plain = (name: string) =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z-]/g, '')

/** Check digit of a Finnish business id over seven digits, weights 7 9 10 5 8 4 2; null where the number is not given out (rest 1). */
export function businessIdOf(digits: string): string | null {
  const sum = [7, 9, 10, 5, 8, 4, 2].reduce((all, weight, i) => all + weight * Number(digits[i]), 0)
  const rest = sum % 11
  if (rest === 1) return null
  return `${digits}-${rest === 0 ? 0 : 11 - rest}`
}

const numberOf = (index: number) => `K${10_000 + index}`

/** The person of this index: always the same for a seed. One in five lives with the person before: same street, telephone and often surname. */
export function personAt(seed: number, index: number, today: number): Customer {
  const chance = new Chance(seed, index)
  const isFemale = chance.happens(0.55)
  const given = (isFemale ? female : male).draw(chance)
  let family = surnames.draw(chance) + (chance.happens(0.03) ? `-${surnames.draw(chance)}` : '')
  const town = towns.draw(chance)
  const number = String(index).padStart(6, '0')
  const person: Customer = {
    id: numberOf(index),
    given,
    family,
    organisation: '',
    businessId: '',
    email: '',
    phone: chance.happens(0.85)
      ? `04${chance.of(['0', '1', '4', '5'])} ${number.slice(0, 3)} ${number.slice(3)}${chance.below(10)}`
      : '',
    street: streetOf(chance),
    ...town,
    born: chance.happens(0.6) ? today - Math.floor(365.25 * (20 + 60 * chance.next())) : null,
    language: town.city === 'Mariehamn' || town.city === 'Tammisaari' ? 'sv' : 'fi',
    consent: chance.happens(0.55) ? 'kyllä' : chance.happens(0.4) ? 'ei' : '',
    protected: chance.happens(0.002),
    since: today - Math.floor(chance.next() * (chance.happens(0.6) ? 3 : 14) * 365.25),
  }
  if (index > 0 && chance.happens(0.2)) {
    const { street, postcode, city, phone, family: surname } = personAt(seed, index - 1, today)
    Object.assign(person, { street, postcode, city, phone })
    if (chance.happens(0.7)) family = surname
    person.family = family
  }
  if (chance.happens(0.9))
    person.email = `${plain(given)}.${plain(family)}.${index.toString(36)}@${chance.of(domains)}`.replace('..', '.')
  return person
}

const trades = ['Kahvila', 'Rakennus', 'Kirjakauppa', 'Metsäpalvelu', 'Konepaja', 'Tilitoimisto', 'Leipomo', 'Matkailu']

/** A company that buys on invoice, with the person to ask for. */
export function companyAt(seed: number, index: number, today: number): Customer {
  const chance = new Chance(seed + 500, index)
  let id: string | null = null
  for (let n = 2_100_000 + index * 17; id === null; n++) id = businessIdOf(String(n))
  const owner = surnames.draw(chance)
  const name = `${chance.of(trades)} ${owner} ${chance.happens(0.8) ? 'Oy' : 'Ky'}`
  return {
    ...personAt(seed + 500, index, today),
    id: `Y${2000 + index}`,
    organisation: name,
    businessId: id,
    email: `toimisto.${plain(owner)}.${index.toString(36)}@yritys.example`,
    phone: `09 ${String(400_0000 + index * 37).slice(0, 3)} ${String(400_0000 + index * 37).slice(3)}`,
    street: streetOf(chance),
    born: null,
    consent: '',
    protected: false,
  }
}
