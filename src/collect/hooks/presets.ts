import type { Meaning } from './parts.ts'
import type { Preset } from './contract.ts'
import { isObject, type Json, type JsonObject } from '#src/collect/events/index.ts'

/**
 * What the payloads of shops mean. The names are those of the shops' own descriptions of their order and customer objects
 * (Shopify Admin REST: Order, Customer; WooCommerce REST v3: orders, customers).
 */
interface Shop {
  /** `orders/updated`, `order.updated`: what it is about, from the header or, without one, from its form. */
  kindOf(topic: string | undefined, payload: JsonObject): 'order' | 'customer' | undefined
  /** Adds what only several values together say, under names of ours that begin with `=`. */
  prepare(payload: JsonObject): JsonObject
  parts: Readonly<Record<'order' | 'customer', readonly Meaning[]>>
}

const yes = { from: 'subscribed', to: 'yes' }
const no = { from: 'unsubscribed', to: 'no' }
/** "Not subscribed" is no refusal: nobody was asked. */
const subscription = { pairs: [yes, no], otherwise: 'ignore' as const }

const columns = (
  pairs: Readonly<Record<string, string>>,
  more: Meaning['columns'] = [],
): { columns: Meaning['columns'] } => ({
  columns: [...Object.entries(pairs).map(([path, field]) => ({ path, field })), ...more],
})

const shopifyCustomer = {
  id: 'externalId',
  '=person': 'personId',
  first_name: 'givenName',
  last_name: 'familyName',
  email: 'email',
  phone: 'phone',
  'default_address.address1': 'street',
  'default_address.address2': 'streetExtra',
  'default_address.zip': 'postcode',
  'default_address.city': 'city',
  'default_address.country_code': 'country',
  created_at: 'customerSince',
}
const shopifyConsent: Meaning['columns'] = [
  { path: 'email_marketing_consent.state', field: 'consentEmail', values: subscription },
  { path: 'sms_marketing_consent.state', field: 'consentSms', values: subscription },
]

const shopify: Shop = {
  kindOf: (topic, payload) =>
    byTopic(topic, /^orders\/(?!delete)/, /^customers\/(create|update|enable|disable)$/, payload),
  prepare: (payload) => {
    const customer = isObject(payload.customer) ? { ...payload.customer, '=person': payload.customer.id ?? null } : null
    return {
      ...payload,
      '=person': payload.id ?? null,
      '=status': payload.cancelled_at ? 'cancelled' : (payload.financial_status ?? null),
      ...(customer && { customer }),
    }
  },
  parts: {
    customer: [
      {
        kind: 'customer',
        at: '',
        key: 'externalId',
        updated: 'updated_at',
        ...columns(shopifyCustomer, shopifyConsent),
      },
    ],
    order: [
      {
        kind: 'customer',
        at: 'customer',
        key: 'externalId',
        updated: 'updated_at',
        onTheWay: true,
        ...columns(shopifyCustomer, shopifyConsent),
      },
      {
        kind: 'purchase',
        at: '',
        key: 'orderNumber',
        updated: 'updated_at',
        constants: { channel: 'web' },
        ...columns({
          name: 'orderNumber',
          'customer.id': 'customerRef',
          email: 'customerEmail',
          phone: 'customerPhone',
          'billing_address.name': 'customerName',
          created_at: 'at',
          '=status': 'status',
          currency: 'currency',
          total_price: 'total',
        }),
      },
      {
        kind: 'purchaseLine',
        at: 'line_items',
        key: 'orderAndLine',
        updated: null,
        ...columns({
          '/name': 'orderNumber',
          id: 'lineNumber',
          sku: 'sku',
          title: 'description',
          quantity: 'quantity',
          price: 'unitPrice',
          '/currency': 'currency',
        }),
      },
    ],
  },
}

const wooPerson = {
  '=person': 'personId',
  email: 'email',
  first_name: 'givenName',
  last_name: 'familyName',
}
const address = (prefix: string) => ({
  [`${prefix}company`]: 'organisation',
  [`${prefix}phone`]: 'phone',
  [`${prefix}address_1`]: 'street',
  [`${prefix}address_2`]: 'streetExtra',
  [`${prefix}postcode`]: 'postcode',
  [`${prefix}city`]: 'city',
  [`${prefix}country`]: 'country',
})

const woocommerce: Shop = {
  kindOf: (topic, payload) =>
    byTopic(topic, /^order\.(created|updated|restored)$/, /^customer\.(created|updated)$/, payload),
  prepare: (payload) => {
    // 0 is a guest
    const buyer = payload.customer_id === 0 || payload.customer_id === undefined ? null : payload.customer_id
    const own: Record<string, Json> = { '=buyer': buyer, '=person': payload.id ?? null }
    // moments that are said to be of Greenwich carry no zone
    for (const [name, value] of Object.entries(payload))
      if (name.endsWith('_gmt') && typeof value === 'string' && /\d$/.test(value)) own[name] = `${value}Z`
    const billing = isObject(payload.billing) ? { ...payload.billing, '=person': buyer, '=id': buyer } : payload.billing
    return { ...payload, ...own, ...(billing !== undefined && { billing }) }
  },
  parts: {
    customer: [
      {
        kind: 'customer',
        at: '',
        key: 'externalId',
        updated: 'date_modified_gmt',
        ...columns({ id: 'externalId', ...wooPerson, ...address('billing.'), date_created_gmt: 'customerSince' }),
      },
    ],
    order: [
      {
        kind: 'customer',
        at: 'billing',
        key: 'externalId',
        updated: '/date_modified_gmt',
        onTheWay: true,
        ...columns({ '=id': 'externalId', ...wooPerson, ...address('') }),
      },
      {
        kind: 'purchase',
        at: '',
        key: 'orderNumber',
        updated: 'date_modified_gmt',
        constants: { channel: 'web' },
        ...columns({
          number: 'orderNumber',
          '=buyer': 'customerRef',
          'billing.email': 'customerEmail',
          'billing.phone': 'customerPhone',
          'billing.first_name': 'customerName',
          'billing.last_name': 'customerName',
          date_created_gmt: 'at',
          status: 'status',
          currency: 'currency',
          total: 'total',
        }),
      },
      {
        kind: 'purchaseLine',
        at: 'line_items',
        key: 'orderAndLine',
        updated: null,
        ...columns({
          '/number': 'orderNumber',
          id: 'lineNumber',
          sku: 'sku',
          name: 'description',
          quantity: 'quantity',
          total: 'lineTotal',
          '/currency': 'currency',
        }),
      },
    ],
  },
}

const shops: Readonly<Record<Exclude<Preset, 'own'>, Shop>> = { shopify, woocommerce }

function byTopic(topic: string | undefined, orders: RegExp, customers: RegExp, payload: JsonObject) {
  if (topic !== undefined) return orders.test(topic) ? 'order' : customers.test(topic) ? 'customer' : undefined
  if (Array.isArray(payload.line_items)) return 'order'
  return 'email' in payload && 'id' in payload ? 'customer' : undefined
}

/** What a payload of a shop means and how it is read; undefined for what we have no use for, such as a deleted product. */
export function meaningOf(
  preset: Exclude<Preset, 'own'>,
  topic: string | undefined,
  payload: JsonObject,
): { payload: JsonObject; parts: readonly Meaning[] } | undefined {
  const shop = shops[preset]
  const kind = shop.kindOf(topic, payload)
  return kind && { payload: shop.prepare(payload), parts: shop.parts[kind] }
}
