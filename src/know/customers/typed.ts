import { type Gate, readRecord } from '#src/clean/quality/index.ts'
import type { Cell, CustomerRecord, Fault, Field } from '#src/collect/intake/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'

/** What a person wrote into fields; an absent one says nothing. */
export type Typed = Partial<Record<Field, string | undefined>>

const gateOf = (context: Context): Gate => ({
  timeZone: context.config.timeZone,
  currency: context.config.currency,
  country: 'FI',
  now: context.now,
})

/** Puts what was typed through the same gate as every file. */
export function gate(context: Context, typed: Typed): { record: CustomerRecord | undefined; faults: Fault[] } {
  const fields: Partial<Record<Field, Cell[]>> = {}
  for (const [field, text] of Object.entries(typed)) if (text !== undefined) fields[field as Field] = [{ text }]
  const { record, faults } = readRecord({ kind: 'customer', fields, attributes: {} }, gateOf(context))
  return { record: record as CustomerRecord | undefined, faults }
}

/** The same, refusing at the first fault with 422 `value_faulty`: a person is there to mend it. */
export function passed(context: Context, typed: Typed): CustomerRecord {
  const { record, faults } = gate(context, typed)
  if (faults.length > 0 || !record)
    throw new Refusal(422, 'value_faulty', 'Some of the values cannot be right.', 'Mend the marked fields.', {
      faults: faults.map(({ field, code }) => ({ field, code })),
    })
  return record
}
