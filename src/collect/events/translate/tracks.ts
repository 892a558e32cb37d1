import { type JsonObject, type Message, textOf } from '../message.ts'

/** Any other tracked event as a line of the timeline. Pure. */

const named = [
  'name',
  'product_name',
  'title',
  'query',
  'coupon_name',
  'coupon_id',
  'promotion_id',
  'list_id',
  'subject',
]

/** Cells of `eventLayout`. `home`: the currency of amounts that name none. */
export function trackCells(message: Message, person: string, home: string): string[] {
  const { name, values, at, id } = message
  const what = named.map((key) => textOf(values[key], 120)).find((text) => text !== undefined)
  const revenue = values.revenue
  const worth = typeof revenue === 'number' || typeof revenue === 'string' ? String(revenue) : ''
  return [
    id,
    person,
    new Date(at).toISOString(),
    'tracked event',
    what === undefined || what === name ? name! : `${name} · ${what}`,
    detailsOf(values, what),
    channelOf(message),
    '',
    worth,
    worth === '' ? '' : (textOf(values.currency, 10) ?? home),
  ]
}

const channelOf = ({ context }: Message) => (context.channel === 'server' ? 'system' : 'web')

/** A few of the properties in words: what the event itself says of what happened. */
function detailsOf(values: JsonObject, shownAlready: string | undefined): string {
  const shown = Object.entries(values).filter(
    ([name, value]) =>
      (typeof value === 'string' || typeof value === 'number') &&
      !/(^|_)(id|url|ip|token)$/i.test(name) &&
      textOf(value, 120) !== shownAlready,
  )
  return shown
    .slice(0, 6)
    .map(([name, value]) => `${name.slice(0, 60)}: ${textOf(value, 120) ?? ''}`)
    .join('\n')
}
