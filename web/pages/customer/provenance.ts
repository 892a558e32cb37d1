import type { CustomerIdentity } from '#src/know/customers/contract.ts'
import type { Format, Words } from '../../words/index.tsx'
import { sourceName } from '../../words/source.ts'

export type Valued = CustomerIdentity['emails'][number]
type Provenance = Valued['provenance']

/** "Verkkokauppa, 3.3., vahvistettu puhelimessa": where a value comes from, in one sentence. */
export function sentence({ source, at, verified }: Provenance, words: Words, format: Format): string {
  const { provenance } = words.customer
  const where = verified?.channel ? words.terms.channelIn[verified.channel] : undefined
  const state = !verified
    ? provenance.unverified
    : verified.by === 'customer'
      ? provenance.verified(where)
      : provenance.checked(where)
  return `${provenance.from(sourceName(source, words), format.day(at))}, ${state}`
}

/** One line of an address as its parts: "Kotikatu 2 B 7, 33100 Tampere". */
export function addressParts(text: string): { street: string; postcode: string; city: string } {
  const parts = text.split(', ')
  const at = parts.findIndex((part) => /^([A-Z]{1,2}-)?\d{3,6} /.test(part))
  const [, postcode = '', city = ''] = /^(\S+) (.+)$/.exec(parts[at] ?? '') ?? []
  return { street: at === 0 ? '' : (parts[0] ?? ''), postcode, city }
}

export function cityOf(identity: CustomerIdentity): string {
  const chosen = identity.addresses.find((address) => address.chosen)
  return chosen ? addressParts(chosen.value).city : ''
}

/** Without the country where nobody writes it. */
export const shownAddress = (text: string) => text.replace(/, FI$/, '')
