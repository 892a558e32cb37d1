import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Incoming, Item } from './pipeline.ts'
import type { Claims, IntakeRecord, Party, PurchaseRecord } from './records.ts'

/** Id of a source record: its natural key, hashed (UUIDv8), so that the key itself is the look-up. `role` tells apart two people of one row. */
export function recordId(sourceId: Uuid, kind: IntakeRecord['kind'], key: string, role = ''): Uuid {
  return uuidOf(sourceId, kind, key, role)
}

const nothing = Buffer.alloc(0)

/** A line on its way in, nothing decided yet. */
export function itemOf(incoming: Incoming, id: Uuid): Item {
  return {
    ...incoming,
    id,
    derived: false,
    released: false,
    echo: false,
    bucket: 'new',
    version: 1,
    parentId: null,
    identityId: null,
    formerIdentityId: null,
    customerId: null,
    formerCustomerId: null,
  }
}

function derivedFrom(item: Item, id: Uuid, key: string, record: IntakeRecord): Item {
  return { ...item, id, key, record, derived: true, copy: false, payload: nothing, hash: id, parentId: null }
}

/**
 * One incoming line as source records: itself, and what it says of others. A line of a purchase also tells the purchase's header;
 * a company's row may name a contact person. The header and contact come first, since the line itself belongs to them.
 */
export function expand(sourceId: Uuid, incoming: Incoming): Item[] {
  const { record } = incoming
  const main = itemOf(incoming, recordId(sourceId, record.kind, nameOf(record) ?? incoming.key))
  if (record.kind === 'purchase' && record.line && record.number !== undefined) {
    const { line, externalId: _, ...header } = record
    const head = derivedFrom(
      main,
      recordId(sourceId, 'purchase', record.number),
      record.number,
      header as PurchaseRecord,
    )
    const part: IntakeRecord = { kind: 'purchaseLine', orderNumber: record.number, line, currency: record.currency }
    const id = recordId(sourceId, 'purchaseLine', incoming.key)
    return [
      { ...head, hash: headerHash(header) },
      { ...main, id, record: part, parentId: head.id },
    ]
  }
  if (record.kind === 'customer' && record.contact) {
    const { contact, ...company } = record
    const person = derivedFrom(
      main,
      recordId(sourceId, 'customer', incoming.key, 'contact'),
      `${incoming.key}#contact`,
      {
        kind: 'customer',
        claims: contact,
        observedAt: record.observedAt,
      },
    )
    return [
      { ...main, record: company },
      { ...person, hash: incoming.hash, identityId: person.id, parentId: main.id },
    ]
  }
  return [{ ...main, parentId: parentOf(sourceId, record) }]
}

/** Orders and invoices are named by their numbers, whatever else the source calls them: that is how others speak of them. */
function nameOf(record: IntakeRecord): string | undefined {
  return (record.kind === 'purchase' && !record.line) || record.kind === 'invoice' ? record.number : undefined
}

function headerHash(header: Omit<PurchaseRecord, 'line'>): Uuid {
  return uuidOf(JSON.stringify(header))
}

function parentOf(sourceId: Uuid, record: IntakeRecord): Uuid | null {
  if (record.kind === 'purchaseLine') return recordId(sourceId, 'purchase', record.orderNumber)
  if (record.kind === 'payment' && record.invoiceNumber !== undefined)
    return recordId(sourceId, 'invoice', record.invoiceNumber)
  if (
    (record.kind === 'payment' || record.kind === 'feedback' || record.kind === 'invoice') &&
    record.orderNumber !== undefined
  )
    return recordId(sourceId, 'purchase', record.orderNumber)
  return null
}

/** Who a record names as its customer, if it names anybody. */
export function partyOf(record: IntakeRecord): Party | undefined {
  return 'party' in record ? record.party : undefined
}

/** The customer record that a party stands for: by the source's own id, else by e-mail, else by phone. Null: nobody. */
export function partyKey(party: Party): string | null {
  if (party.ref !== undefined) return party.ref
  if (party.email) return `email:${party.email.key}`
  if (party.phone) return `phone:${party.phone.value}`
  return null
}

/** A customer record made from what a purchase or contact says of its customer. */
export function stubOf(item: Item, id: Uuid, key: string, party: Party): Item {
  const claims: Claims = {
    ...(party.name && { name: party.name }),
    ...(party.email && { emails: [party.email] }),
    ...(party.phone && { phones: [party.phone] }),
    ...(party.country !== undefined && { addresses: [{ country: party.country }] }),
  }
  const at = 'at' in item.record ? item.record.at : undefined
  const record: IntakeRecord = {
    kind: 'customer',
    ...(party.ref !== undefined && { externalId: party.ref }),
    claims,
    ...(at !== undefined && { observedAt: at }),
  }
  return {
    ...derivedFrom(item, id, key, record),
    identityId: id,
    bucket: 'new',
    version: 1,
    formerIdentityId: null,
  }
}
