import type { FeedbackRecord, InteractionRecord } from '#src/collect/intake/index.ts'
import { readDecimal } from '../normalise/amounts.ts'
import { limits } from '../normalise/text.ts'
import { channelOf, directionOf, entryKindOf } from '../normalise/words.ts'
import type { RowReader } from './cells.ts'
import { readParty } from './contacts.ts'
import { money, rowCurrency } from './money.ts'
import { missing } from './trade.ts'

/** Interactions and feedback. Undefined means that a fatal fault was noted. */

export function readInteraction(row: RowReader): InteractionRecord | undefined {
  const externalId = row.id('externalId')
  const at = row.instant('at', true)
  if (at === undefined) {
    missing(row, 'at', 'date_missing')
    return undefined
  }
  const word = row.line('entryKind', limits.place)
  const subject = row.line('subject')
  const record: InteractionRecord = {
    kind: 'interaction',
    party: readParty(row),
    entryKind: (word === undefined ? undefined : entryKindOf(word)) ?? 'other',
    at,
  }
  if (externalId !== undefined) record.externalId = externalId
  const channel = row.line('channel', limits.place)
  const known = channel === undefined ? undefined : channelOf(channel)
  if (known !== undefined) record.channel = known
  const direction = row.line('direction', limits.place)
  const way = direction === undefined ? undefined : directionOf(direction)
  if (way !== undefined) record.direction = way
  // A kind of the company's own words still tells what it was about.
  const title = subject ?? (record.entryKind === 'other' ? word : undefined)
  if (title !== undefined) record.subject = title
  const text = row.text('text')
  if (text !== undefined) record.text = text
  const handler = row.line('handler', limits.place)
  if (handler !== undefined) record.handler = handler
  const status = row.line('status', limits.place)
  if (status !== undefined) record.status = status
  readWorth(row, record)
  return record
}

/** The worth of a deal or lead is worth knowing but not worth losing the encounter for. */
function readWorth(row: RowReader, record: InteractionRecord): void {
  if (!row.has('amount')) return
  const currency = rowCurrency(row)
  const amount = currency === undefined ? undefined : money(row, 'amount', currency, false)
  if (amount === undefined) {
    for (const fault of row.faults) if (fault.field === 'currency') fault.fatal = false
    return
  }
  record.amount = amount
  record.currency = currency
}

export function readFeedback(row: RowReader): FeedbackRecord | undefined {
  const externalId = row.id('externalId')
  const at = row.instant('at', true)
  if (at === undefined) {
    missing(row, 'at', 'date_missing')
    return undefined
  }
  const word = row.line('entryKind', limits.place)
  const record: FeedbackRecord = {
    kind: 'feedback',
    party: readParty(row),
    entryKind: word !== undefined && entryKindOf(word) === 'complaint' ? 'complaint' : 'feedback',
    at,
  }
  if (externalId !== undefined) record.externalId = externalId
  const orderNumber = row.ref('orderNumber')
  if (orderNumber !== undefined) record.orderNumber = orderNumber
  const answeredAt = row.instant('answeredAt')
  if (answeredAt !== undefined) record.answeredAt = answeredAt
  const score = row.cell('score')
  if (score !== undefined) {
    const number = readDecimal(score.text, score.decimal)
    record.score = 'value' in number ? number.value : row.line('score', limits.place)
    if (record.score === undefined) delete record.score
  }
  const subject = row.line('subject')
  if (subject !== undefined) record.subject = subject
  const text = row.text('text')
  if (text !== undefined) record.text = text
  const status = row.line('status', limits.place)
  if (status !== undefined) record.status = status
  return record
}
