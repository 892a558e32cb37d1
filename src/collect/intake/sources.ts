import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type Limits, limitsOf } from './limits.ts'
import type { SourceInfo } from './pipeline.ts'
import { insertSource, setLimits, sourceById, sourceByKey, toInfo } from './queries.ts'

/**
 * How far a source is believed, 0..100: the customer said so 90, staff 70, bookkeeping 50, shop 40, newsletter tool 30,
 * bought or scraped list 10 (DESIGN, "Day-one decisions"). Files of an unnamed kind start at 40.
 */
export const trust = { customer: 90, staff: 70, bookkeeping: 50, shop: 40, newsletter: 30, list: 10 } as const

/** The source that staff's own edits, notes and calls come from; a migration writes its row. */
export const staffSource: SourceInfo = {
  id: uuidOf('source', 'staff'),
  name: 'Henkilöstö',
  trust: trust.staff,
  hasCustomers: false,
}

/** The name of a source as it is compared. */
export const nameKeyOf = (name: string) => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('fi')

/** Finds a source by name, ignoring case, or makes it. Refuses an empty or overlong name. */
export async function ensureSource(
  runner: Runner,
  name: string,
  made: { id: Uuid; now: Date; trust?: number },
): Promise<SourceInfo> {
  const shown = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .replace(/\s+/g, ' ')
  if (shown === '' || shown.length > 120)
    throw new Refusal(
      422,
      'source_name',
      'A source needs a name of 1 to 120 characters.',
      'Name where the files come from, such as "verkkokauppa".',
    )
  const nameKey = nameKeyOf(shown)
  if (nameKey === nameKeyOf(staffSource.name))
    throw new Refusal(422, 'source_name', 'That name is kept for what staff write themselves.', 'Choose another name.')
  const found = await sourceByKey(runner, nameKey)
  if (found) return toInfo(found)
  await insertSource(runner, {
    id: made.id,
    name: shown,
    nameKey,
    trust: made.trust ?? guessTrust(nameKey),
    now: made.now,
  })
  return toInfo((await sourceByKey(runner, nameKey))!)
}

function guessTrust(nameKey: string): number {
  if (/kirjanpito|laskut|kitsas|procountor|netvisor|fennoa|bookkeep|account|invoice/.test(nameKey))
    return trust.bookkeeping
  if (/uutiskirje|newsletter|mailchimp|listmonk|mautic/.test(nameKey)) return trust.newsletter
  if (/ostettu|bought|scrape|lista\b/.test(nameKey)) return trust.list
  return trust.shop
}

/** How bad a delivery of the source may be. */
export async function sourceLimits(runner: Runner, id: Uuid): Promise<Limits> {
  return limitsOf((await sourceById(runner, id))?.limits ?? null)
}

/** Sets how bad a delivery of a source may be; what is not named stays. Refuses an unknown source. */
export async function changeLimits(context: Context, id: Uuid, change: Partial<Limits>): Promise<void> {
  authorize(context.actor, 'source.manage')
  const row = await sourceById(context.db, id)
  if (!row) throw new Refusal(404, 'not_found', 'There is no such source.', 'Open one from the list of sources.')
  await setLimits(context.db, id, { ...limitsOf(row.limits), ...change })
}

/** A source by its name, as `nameKeyOf` makes it comparable. */
export async function sourceNamed(runner: Runner, nameKey: string): Promise<SourceInfo | undefined> {
  const row = await sourceByKey(runner, nameKey)
  return row && toInfo(row)
}

/** A source by id, as the pipeline needs it. */
export async function sourceInfo(runner: Runner, id: Uuid): Promise<SourceInfo> {
  const row = await sourceById(runner, id)
  if (!row) throw new Refusal(404, 'not_found', 'There is no such source.')
  return toInfo(row)
}
