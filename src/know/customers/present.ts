import {
  addressText,
  attributesOf,
  type Claim,
  consentsOf,
  isProtected,
  type Trait,
  traitsOf,
  type Valued,
  valuesOf,
} from '#src/clean/identity/index.ts'
import { may } from '#src/company/index.ts'
import type { Actor } from '#src/platform/context.ts'
import type { CustomerIdentity, CustomerRow, Provenance } from './contract.ts'
import type { ListRow, PageRow } from './queries.ts'

/** Whether contact details may be shown; those of a person under non-disclosure for safety to named roles only. */
export const seesContact = (actor: Actor, guarded: boolean): boolean =>
  may(actor, 'customer.contact') && (!guarded || may(actor, 'customer.protected'))

/** A line of a list, without what the reader may not see. */
export function presentRow(actor: Actor, row: ListRow): CustomerRow {
  const open = seesContact(actor, row.protected)
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    email: open ? row.email : null,
    phone: open ? row.phone : null,
    city: open ? row.city : null,
    createdAt: row.created_at.toISOString(),
  }
}

/** The identity of a customer as a function of its claims, each value with where it comes from. */
export function presentIdentity(actor: Actor, row: PageRow): CustomerIdentity {
  const values = valuesOf(row.claims)
  const first = (field: Trait) => traitsOf(values, field)[0]?.value ?? null
  const guarded = isProtected(row.claims)
  const hidden = !seesContact(actor, guarded)
  const from = (claim: Claim) => provenanceOf(claim)
  const list = <T extends { label?: string }>(of: Valued<T>[], text: (value: T) => string) =>
    hidden
      ? []
      : of.map((v, i) => ({
          value: text(v.value),
          label: v.value.label ?? null,
          chosen: i === 0,
          provenance: from(v.claim),
        }))
  const since = values.claims
    .map((c) => c.said.customerSince)
    .filter((d) => d !== undefined)
    .sort()
  return {
    id: row.id,
    version: row.version,
    kind: row.kind,
    name: row.name,
    nameProvenance: values.name[0] ? from(values.name[0].claim) : null,
    emails: list(values.emails, (e) => e.value),
    phones: list(values.phones, (p) => p.value),
    addresses: list(values.addresses, addressText),
    businessId: first('businessId'),
    birthDate: hidden ? null : first('birthDate'),
    language: first('language'),
    title: first('title'),
    customerSince: since[0] ?? null,
    leadSource: values.claims.find((c) => c.said.leadSource !== undefined)?.said.leadSource ?? null,
    protected: guarded,
    consents: consentsOf(values.claims).map(({ channel, granted, claim }) => ({
      channel,
      granted,
      provenance: from(claim),
    })),
    attributes:
      hidden && guarded
        ? []
        : [...attributesOf(values)].map(([name, [best]]) => ({ name, value: best!.value, source: best!.claim.source })),
    sources: values.claims.map((c) => ({
      source: c.source,
      externalId: c.said.externalId ?? null,
      observedAt: new Date(c.observedAt).toISOString(),
    })),
    createdAt: row.created_at.toISOString(),
    archivedAt: row.archived_at?.toISOString() ?? null,
  }
}

/** Where a value comes from. */
export function provenanceOf({ source, observedAt, said: { verified } }: Claim): Provenance {
  return {
    source,
    at: new Date(observedAt).toISOString(),
    verified: verified ? { by: verified.by, channel: verified.channel ?? null } : null,
  }
}
