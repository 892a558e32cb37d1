import { attributesOf, type Claim, claimsOf, goldenOf, valuesOf } from '#src/clean/identity/index.ts'
import { type Golden, ports } from '#src/collect/intake/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Uuid } from '#src/terms/index.ts'
import { contactFields, type MappingLine, type OurField } from './contract.ts'
import { aliasesOf } from './queries/deliveries.ts'

/** What a system is told of one field. */
export type Value = string | boolean | null
export type Values = Readonly<Record<string, Value>>

/** A customer as it is right now: with its values in use, or gone, perhaps into another one. */
export interface Standing {
  readonly id: Uuid
  readonly claims: readonly Claim[]
  readonly golden: Golden | null
  readonly archived: boolean
  readonly into: Uuid | null
}

/** Reads customers as they are at the moment of telling; who has no claims is gone. */
export async function standingOf(runner: Runner, ids: readonly Uuid[]): Promise<Map<Uuid, Standing>> {
  const some = [...new Set(ids)]
  const claims = await claimsOf(runner, some)
  const here = some.filter((id) => claims.get(id)!.length > 0)
  const gone = some.filter((id) => claims.get(id)!.length === 0)
  const away = await ports().archivedAmong(runner, here)
  const into = new Map((await aliasesOf(runner, gone)).map((row) => [row.old_id, row.customer_id]))
  return new Map(
    some.map((id) => {
      const told = claims.get(id)!
      const golden = told.length === 0 ? null : goldenOf(id, told)
      return [id, { id, claims: told, golden, archived: away.has(id), into: into.get(id) ?? null }]
    }),
  )
}

/** The mapped fields of a customer by our names; contact details of protected people stay at home unless the system may have them. */
export function valuesFor(mapping: readonly MappingLine[], sendsProtected: boolean, now: Standing): Values {
  const { golden, claims, archived } = now
  if (golden === null) return {}
  const attributes = attributesOf(valuesOf(claims))
  const withheld = golden.protected && !sendsProtected
  const read = (field: string): Value => {
    if (field === 'archived') return archived
    if (field.startsWith('attribute:'))
      return withheld ? null : (attributes.get(field.slice('attribute:'.length))?.[0]?.value ?? null)
    if (withheld && contactFields.includes(field)) return null
    return golden[field as Exclude<OurField, 'archived'>]
  }
  return Object.fromEntries(mapping.map(({ field }) => [field, read(field)]))
}

/** What a system's own source tells of the customer, of the mapped fields; null when it tells nothing. */
export function toldBySource(mapping: readonly MappingLine[], sourceId: Uuid | null, now: Standing): Values | null {
  const own = now.claims.filter((claim) => claim.sourceId === sourceId)
  if (sourceId === null || own.length === 0) return null
  const values = valuesFor(mapping, true, { ...now, claims: own, golden: goldenOf(now.id, own) })
  const said = Object.entries(values).filter(([field, value]) => value !== null && field !== 'archived')
  return Object.fromEntries(said)
}

/** The id that the system's own records have. */
export function externalIdOf(sourceId: Uuid | null, now: Standing): string | null {
  if (sourceId === null) return null
  const own = now.claims.filter((claim) => claim.sourceId === sourceId && claim.said.externalId !== undefined)
  return own[0]?.said.externalId ?? null
}
