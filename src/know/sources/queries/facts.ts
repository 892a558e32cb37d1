import { raw, type Statement, sql } from '#src/platform/db/index.ts'
import type { Fact } from '#src/terms/index.ts'

/**
 * Each fact as conditions over the rows that can hold it. The same conditions count the rows and list them, so that a number and the rows
 * behind it cannot differ. Names in them: `r` the row, `s` what a claim says, `a` what its addresses hold, `f.fields` what was left out of the row when it came in,
 * `w` what others vouched for or ended, `p` what postcodes and cities agree on, `l` the lines of a purchase, `o` what another customer has too.
 */
export interface FactRule {
  subject: Subject
  /** Rows that could tell it. Absent: all. */
  applicable?: Statement
  filled: Statement
  /** Names of the fields whose faults are faults of this fact; absent: it is not read from one field. */
  faults?: readonly string[]
  /** No other customer has the same value, no earlier line is its copy. */
  single?: Statement
  /** The identifier that another customer may have too. */
  shared?: Shareable
  /** `of`: there is something to compare with; `is`: it agrees. */
  agrees?: { of: Statement; is: Statement }
  /** Somebody said so, or said that it is no longer so. */
  proof?: { right: Statement; wrong: Statement }
  /** The value as people read it, for lists of rows. */
  shown?: Statement
}
export type Shareable = 'businessId' | 'email' | 'phone'
export type Subject = 'claim' | 'purchase' | 'line' | 'invoice' | 'payment' | 'contact' | 'feedback' | 'customer'

const person = raw(`s.kind is distinct from 'organisation'`)
const organisation = raw(`s.kind = 'organisation'`)
const hasAddress = raw(`s.addresses is not null`)
const inAddress = {
  street: raw('a.street'),
  postcode: raw('a.postcode'),
  city: raw('a.city'),
  country: raw('a.country'),
}
const placesShown = raw(`(
  select string_agg(concat_ws(', ', e ->> 'street', nullif(concat_ws(' ', e ->> 'postcode', e ->> 'city'), ''), e ->> 'country'), ' · ')
  from jsonb_array_elements(s.addresses) e)`)

const claimFacts = {
  name: {
    subject: 'claim',
    filled: raw(`s.name is not null`),
    faults: ['name', 'givenName', 'familyName', 'organisation', 'contactName'],
    // a person has no legal form, an organisation no family name
    agrees: {
      of: raw(`s.kind is not null`),
      is: raw(`case when s.kind = 'person' then s.name ->> 'display' !~* '[ ,](oy|oyj|ab|abp|ky|ry|rf|osk|gmbh|ltd|inc|llc|oü)[.]?$'
        else not s.name ? 'family' end`),
    },
    proof: {
      right: raw(
        `w.vouched @> jsonb_build_array(jsonb_build_object('name', jsonb_build_object('display', s.name -> 'display')))`,
      ),
      wrong: raw(`w.ended @> jsonb_build_array(jsonb_build_object('field', 'name', 'value', s.name -> 'display'))`),
    },
    shown: raw(`s.name ->> 'display'`),
  },
  customerNumber: {
    subject: 'claim',
    filled: raw(`s."externalId" is not null`),
    faults: ['externalId'],
    shown: raw(`s."externalId"`),
  },
  businessId: {
    subject: 'claim',
    applicable: organisation,
    filled: raw(`s."businessId" is not null`),
    faults: ['businessId', 'vatId'],
    single: raw(`not o."businessId"`),
    shared: 'businessId',
    shown: raw(`s."businessId"`),
  },
  reachable: { subject: 'claim', filled: raw(`(s.emails is not null or s.phones is not null)`) },
  email: {
    subject: 'claim',
    filled: raw(`s.emails is not null`),
    faults: ['email'],
    single: raw('not o.email'),
    shared: 'email',
    proof: {
      right: raw(`exists (select from jsonb_array_elements(s.emails) e
        where w.vouched @> jsonb_build_array(jsonb_build_object('emails', jsonb_build_array(jsonb_build_object('key', e -> 'key')))))`),
      wrong: raw(`exists (select from jsonb_array_elements(s.emails) e
        where w.ended @> jsonb_build_array(jsonb_build_object('field', 'email', 'value', e -> 'key')))`),
    },
    shown: raw(`(select string_agg(e ->> 'value', ', ') from jsonb_array_elements(s.emails) e)`),
  },
  phone: {
    subject: 'claim',
    filled: raw(`s.phones is not null`),
    faults: ['phone'],
    single: raw('not o.phone'),
    shared: 'phone',
    proof: {
      right: raw(`exists (select from jsonb_array_elements(s.phones) e
        where w.vouched @> jsonb_build_array(jsonb_build_object('phones', jsonb_build_array(jsonb_build_object('value', e -> 'value')))))`),
      wrong: raw(`exists (select from jsonb_array_elements(s.phones) e
        where w.ended @> jsonb_build_array(jsonb_build_object('field', 'phone', 'value', e -> 'value')))`),
    },
    shown: raw(`(select string_agg(e ->> 'value', ', ') from jsonb_array_elements(s.phones) e)`),
  },
  address: {
    subject: 'claim',
    filled: inAddress.street,
    faults: ['street', 'streetExtra'],
    proof: {
      right: raw(`exists (select from jsonb_array_elements(s.addresses) e
        where w.vouched @> jsonb_build_array(jsonb_build_object('addresses', jsonb_build_array(e - 'label'))))`),
      wrong: raw(`exists (select from jsonb_array_elements(s.addresses) e
        where w.ended @> jsonb_build_array(jsonb_build_object('field', 'address', 'value', concat_ws(', ', nullif(e ->> 'street', ''),
          nullif(e ->> 'extra', ''), nullif(concat_ws(' ', nullif(e ->> 'postcode', ''), nullif(e ->> 'city', '')), ''),
          nullif(e ->> 'region', ''), nullif(e ->> 'country', '')))))`),
    },
    shown: placesShown,
  },
  postcode: {
    subject: 'claim',
    applicable: hasAddress,
    filled: inAddress.postcode,
    faults: ['postcode', 'postcodeCity'],
    agrees: { of: raw(`p.known > 0`), is: raw(`p.known = p.agreeing`) },
    shown: placesShown,
  },
  city: { subject: 'claim', applicable: hasAddress, filled: inAddress.city, faults: ['city'], shown: placesShown },
  country: {
    subject: 'claim',
    applicable: hasAddress,
    filled: inAddress.country,
    faults: ['country'],
    shown: placesShown,
  },
  birthDate: {
    subject: 'claim',
    applicable: person,
    filled: raw(`s."birthDate" is not null`),
    faults: ['birthDate'],
  },
  gender: { subject: 'claim', applicable: person, filled: raw(`s.gender is not null`), faults: ['gender'] },
  language: {
    subject: 'claim',
    filled: raw(`s.language is not null`),
    faults: ['language'],
    shown: raw(`s.language`),
  },
  title: {
    subject: 'claim',
    applicable: person,
    filled: raw(`s.title is not null`),
    faults: ['title'],
    shown: raw(`s.title`),
  },
  customerSince: {
    subject: 'claim',
    filled: raw(`s."customerSince" is not null`),
    faults: ['customerSince'],
    shown: raw(`left(s."customerSince", 10)`),
  },
  consent: {
    subject: 'claim',
    filled: raw(`s.consents is not null`),
    faults: ['consentEmail', 'consentSms', 'consentPhone', 'consentPost'],
  },
  leadSource: {
    subject: 'claim',
    filled: raw(`s."leadSource" is not null`),
    faults: ['leadSource'],
    shown: raw(`s."leadSource"`),
  },
} as const satisfies Partial<Record<Fact, FactRule>>

const tradeFacts = {
  purchaseTotal: {
    subject: 'purchase',
    filled: raw(`r.total is not null`),
    faults: ['total', 'totalNet', 'lineTotal'],
    // each line may have been rounded to a whole cent
    agrees: {
      of: raw(`r.stated_total is not null and l.lines > 0`),
      is: raw(`abs(r.stated_total - l.sum) <= l.lines`),
    },
  },
  purchaseItems: { subject: 'purchase', filled: raw(`r.items > 0`) },
  purchaseChannel: {
    subject: 'purchase',
    filled: raw(`r.channel is not null`),
    faults: ['channel'],
    shown: raw(`r.channel`),
  },
  product: {
    subject: 'line',
    filled: raw(`(r.sku is not null or r.description is not null)`),
    faults: ['sku', 'description'],
    single: raw(`not r.duplicate`),
    shown: raw(`concat_ws(' ', r.sku, r.description)`),
  },
  category: {
    subject: 'line',
    filled: raw(`r.category is not null`),
    faults: ['category'],
    shown: raw(`concat_ws(' ', r.sku, r.description)`),
  },
  invoiceDue: {
    subject: 'invoice',
    filled: raw(`r.due_on is not null`),
    faults: ['dueOn'],
    shown: raw(`r.number`),
  },
  invoicePaid: {
    subject: 'invoice',
    filled: raw(`r.paid_at is not null`),
    faults: ['paidAt'],
    shown: raw(`r.number`),
  },
  paymentMethod: {
    subject: 'payment',
    filled: raw(`r.method is not null`),
    faults: ['method'],
    shown: raw(`concat_ws(' ', r.order_number, r.method)`),
  },
} as const satisfies Partial<Record<Fact, FactRule>>

const talkFacts = {
  contactText: { subject: 'contact', filled: raw(`r.body is not null`), faults: ['text'], shown: raw(`r.title`) },
  contactHandler: {
    subject: 'contact',
    filled: raw(`r.handler is not null`),
    faults: ['handler'],
    shown: raw(`coalesce(r.handler, r.title)`),
  },
  contactChannel: {
    subject: 'contact',
    filled: raw(`r.channel is not null`),
    faults: ['channel'],
    shown: raw(`coalesce(r.title, r.channel)`),
  },
  contactSubject: {
    subject: 'contact',
    filled: raw(`r.title is not null`),
    faults: ['subject'],
    shown: raw(`r.title`),
  },
  feedbackScore: { subject: 'feedback', filled: raw(`r.score is not null`), faults: ['score'], shown: raw(`r.title`) },
  feedbackText: { subject: 'feedback', filled: raw(`r.body is not null`), faults: ['text'], shown: raw(`r.title`) },
} as const satisfies Partial<Record<Fact, FactRule>>

const rules: Partial<Record<string, FactRule>> = { ...claimFacts, ...tradeFacts, ...talkFacts }

/** Rows of which the source gives the clock, not only the day: the company's day begins at 0:00. */
const timed = (timeZone: string) => sql`(r.at at time zone ${timeZone}::text)::time <> time '00:00'`

/** How much of all customers a source tells such rows of. */
const reach = {
  purchases: raw(`know.purchase`),
  invoices: raw(`know.invoice`),
  payments: raw(`know.payment`),
  contacts: raw(`know.timeline`),
  feedback: raw(`know.timeline`),
} as const
export type ReachFact = keyof typeof reach
export const reachFacts = Object.keys(reach) as ReachFact[]
export const reachTable = (fact: ReachFact): Statement => reach[fact]
export const isReach = (fact: string): fact is ReachFact => Object.hasOwn(reach, fact)

/** Kinds of entries that are contacts with people, and those that are feedback; a complaint is both. */
const contactKinds = raw(`r.kind in ('call', 'mail', 'visit', 'inquiry', 'complaint', 'wish')`)
const feedbackKinds = raw(`r.kind in ('complaint', 'feedback')`)
export function ofSubject(subject: Subject | ReachFact): Statement {
  if (subject === 'contact' || subject === 'contacts') return contactKinds
  if (subject === 'feedback') return feedbackKinds
  return raw('true')
}

/** The rule of a fact; `attribute:HEADER` is a source's own column. Undefined for what is no such fact, and for reach. */
export function ruleOf(fact: string, timeZone: string): FactRule | undefined {
  if (fact === 'purchaseTime') return { subject: 'purchase', filled: timed(timeZone), faults: ['at'] }
  if (fact === 'contactTime')
    return { subject: 'contact', filled: timed(timeZone), faults: ['at'], shown: raw('r.title') }
  const attribute = attributeOf(fact)
  if (attribute !== null) {
    const filled = sql`coalesce(s.attributes ? ${attribute}::text, false)`
    return { subject: 'claim', filled, faults: [attribute], shown: sql`s.attributes ->> ${attribute}::text` }
  }
  const rule = Object.hasOwn(rules, fact) ? rules[fact] : undefined
  if (fact !== 'invoiceDue' || rule === undefined) return rule
  return { ...rule, agrees: { of: raw('true'), is: sql`r.due_on >= (r.at at time zone ${timeZone}::text)::date` } }
}

export const attributeOf = (fact: string): string | null =>
  fact.startsWith('attribute:') ? fact.slice('attribute:'.length) : null
