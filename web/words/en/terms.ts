import type { Words } from '../fi/index.ts'
import type { Format } from '../format.ts'

const unit = (f: Format, n: number, one: string) => `${f.n(n)} ${f.plural(n, one, `${one}s`)}`

/** 21 → "every 3 weeks". */
export function every(f: Format, days: number): string {
  if (days <= 1) return 'every day'
  if (days < 14 && days % 7 !== 0) return `every ${f.n(days)} days`
  if (days < 60) return days < 11 ? 'every week' : `every ${f.n(Math.round(days / 7))} weeks`
  const months = Math.round(days / 30.4)
  return months < 18 ? `every ${f.n(months)} months` : `every ${f.n(Math.round(months / 12))} years`
}
/** 63 → "9 weeks ago". */
export function ago(f: Format, days: number): string {
  if (days <= 0) return 'today'
  if (days === 1) return 'yesterday'
  return `${length(f, days, 14, 100)} ago`
}
/** 800 → "for 2 years". */
export function during(f: Format, days: number): string {
  if (days < 45) return 'for a few weeks'
  const months = Math.round(days / 30.4)
  return `for ${months < 18 ? unit(f, months, 'month') : unit(f, Math.round(days / 365.25), 'year')}`
}
/** 7700 → "21 years". Below `weeks` in days, below `months` in weeks. */
function length(f: Format, days: number, weeks = 60, months = 60): string {
  if (days < weeks) return unit(f, days, 'day')
  if (days < months) return unit(f, Math.round(days / 7), 'week')
  const count = Math.round(days / 30.4)
  return count < 24 ? unit(f, count, 'month') : unit(f, Math.floor(days / 365.25), 'year')
}

export const terms = (f: Format): Words['terms'] => ({
  length: (days) => length(f, days),
  customerKind: { person: 'Person', organisation: 'Company or organisation' },
  language: { fi: 'in Finnish', sv: 'in Swedish', en: 'in English', et: 'in Estonian', ru: 'in Russian' },
  languageName: { fi: 'Finnish', sv: 'Swedish', en: 'English' },
  entry: {
    purchase: 'Purchase',
    return: 'Return',
    cancellation: 'Cancellation',
    invoice: 'Invoice',
    payment: 'Payment',
    call: 'Call',
    mail: 'Message',
    visit: 'Visit',
    note: 'Note',
    wish: 'Wish',
    inquiry: 'Inquiry',
    complaint: 'Complaint',
    feedback: 'Feedback',
    lead: 'Lead',
    deal: 'Opportunity',
    event: 'Event',
    webVisit: 'Web visit',
    other: 'Event',
  },
  channel: {
    shop: 'shop',
    web: 'web shop',
    phone: 'phone',
    email: 'e-mail',
    sms: 'text message',
    post: 'post',
    visit: 'visit',
    form: 'form',
    social: 'social media',
    system: 'system',
  },
  channelIn: {
    shop: 'in the shop',
    web: 'on the web',
    phone: 'by phone',
    email: 'by e-mail',
    sms: 'by text message',
    post: 'by letter',
    visit: 'on a visit',
    form: 'on a form',
    social: 'in social media',
    system: 'in a system',
  },
  stage: {
    prospect: 'Prospect',
    lead: 'Lead',
    new: 'New customer',
    regular: 'Regular',
    slipping: 'Slipping',
    lost: 'Lost',
    wonBack: 'Won back',
  },
  stageWhy: {
    noPurchases: () => 'No purchases yet.',
    leadSource: (x) => `Interested, no purchases yet.${x.leadSource ? ` Came through: ${x.leadSource}.` : ''}`,
    firstPurchaseRecently: (x) => `First purchase ${ago(f, Number(x.sinceDays ?? 0))}.`,
    withinRhythm: (x) =>
      `Buys ${every(f, Number(x.rhythmDays ?? 0))}, last ${ago(f, Number(x.sinceDays ?? 0))}: within the rhythm.`,
    beyondRhythm: (x) =>
      `Usually buys ${every(f, Number(x.rhythmDays ?? 0))}, but last ${ago(f, Number(x.sinceDays ?? 0))}.`,
    longSilent: (x) => `Last purchase ${ago(f, Number(x.sinceDays ?? 0))}, many times beyond the own rhythm.`,
    cameBack: (x) =>
      `Came back ${ago(f, Number(x.sinceDays ?? 0))}${x.gapDays ? ` after ${length(f, Number(x.gapDays))} away` : ' after a long break'}.`,
    oneOldPurchase: (x) => `One purchase, ${ago(f, Number(x.sinceDays ?? 0))}.`,
  },
  rfm: {
    champions: 'Champions',
    loyal: 'Loyal',
    potentialLoyalist: 'Becoming loyal',
    new: 'New buyers',
    promising: 'Promising',
    needAttention: 'Need attention',
    aboutToSleep: 'About to sleep',
    cantLose: 'Cannot lose',
    atRisk: 'Once frequent',
    hibernating: 'Hibernating',
  },
  rfmWhy: (r, fq, m) =>
    `In fifths of all who have bought, not against their own rhythm: recency ${f.n(r)}, frequency ${f.n(fq)}${m === null ? '' : `, money ${f.n(m)}`}.`,
  staff: 'Staff',
  role: {
    administrator: 'Administrator',
    manager: 'Manager',
    sales: 'Sales',
    marketing: 'Marketing',
    service: 'Customer service',
    steward: 'Data steward',
    viewer: 'Viewer',
  },
  roleMay: {
    administrator: 'Everything, users and settings too.',
    manager: 'Sees everything and imports data.',
    sales: 'Customers, notes and purchases.',
    marketing: 'Customers and notes, export.',
    service: 'Customers, notes and protected details.',
    steward: 'Imports, sources and data quality.',
    viewer: 'Looks, without contact details.',
  },
  addressLabel: {
    home: 'home',
    work: 'work',
    mobile: 'mobile',
    fax: 'fax',
    billing: 'billing',
    shipping: 'delivery',
    other: 'other',
  },
})
