/** What is said of a field in the middle of a sentence: of theirs (whose city), or what they have (who have 3 purchases). */
const nouns: Record<string, { of: string }> = {
  id: { of: 'id' },
  email: { of: 'e-mail address' },
  emailDomain: { of: 'e-mail domain' },
  phone: { of: 'telephone number' },
  street: { of: 'street address' },
  customerSince: { of: 'first day as a customer' },
  created: { of: 'day of being added' },
  updated: { of: 'last change' },
  leadSource: { of: 'way to us' },
  purchases: { of: 'number of purchases' },
  purchaseDays: { of: 'number of purchase days' },
  returns: { of: 'number of returns' },
  contacts: { of: 'number of contacts' },
  complaints: { of: 'number of complaints' },
  'openMatters.complaint': { of: 'number of open complaints' },
  'openMatters.case': { of: 'number of open cases' },
  'openMatters.offer': { of: 'number of open offers' },
  'openMatters.opportunity': { of: 'number of open opportunities' },
  'rfm.group': { of: 'RFM group' },
  'rfm.recency': { of: 'recency class' },
  'rfm.frequency': { of: 'frequency class' },
  'forecast.state': { of: 'forecast state' },
  'forecast.stateSince': { of: 'first day in the state' },
  'forecast.alive': { of: 'probability of still being a customer' },
  'forecast.buys': { of: 'probability of buying' },
  'forecast.purchases': { of: 'expected number of purchases' },
  'forecast.nextPurchase': { of: 'expected next purchase' },
  deviation: { of: 'change of behaviour' },
  deviationSince: { of: 'first day of the change of behaviour' },
  spend: { of: 'total spend' },
  'forecast.value': { of: 'expected lifetime value' },
  'forecast.spend': { of: 'expected spend per purchase' },
  'consent.email': { of: 'e-mail permission' },
  'consent.sms': { of: 'SMS permission' },
  'consent.phone': { of: 'phone permission' },
  'consent.post': { of: 'post permission' },
}
/** What is said of a field, whatever its currency. */
export const nounOf = (id: string): string | undefined => (nouns[id] ?? nouns[id.replace(/\.[A-Z]{3}$/, '')])?.of
export const states: Record<string, readonly [string, string, string]> = {
  archived: ['are', 'are not', 'archived'],
  protected: ['are', 'are not', 'under non-disclosure'],
  hasEmail: ['have', 'do not have', 'an e-mail address'],
  hasPhone: ['have', 'do not have', 'a telephone number'],
  hasAddress: ['have', 'do not have', 'a postal address'],
  verified: ['have', 'do not have', 'verified details'],
}

interface Event {
  did: string
  never: string
  name: string
}
const events: Record<string, Event> = {
  purchase: { did: 'bought', never: 'bought', name: 'Purchase' },
  return: { did: 'returned purchases', never: 'returned any purchase', name: 'Return' },
  cancellation: { did: 'cancelled orders', never: 'cancelled any order', name: 'Cancellation' },
  invoice: { did: 'been invoiced', never: 'been invoiced', name: 'Invoice' },
  payment: { did: 'paid invoices', never: 'paid any invoice', name: 'Payment' },
  contact: { did: 'been in contact', never: 'been in contact', name: 'Contact' },
  call: { did: 'been on the phone with us', never: 'been on the phone with us', name: 'Call' },
  mail: { did: 'exchanged messages', never: 'exchanged any message', name: 'Message' },
  mailDelivered: { did: 'been sent newsletters', never: 'been sent any newsletter', name: 'Newsletter delivered' },
  mailOpened: { did: 'opened newsletters', never: 'opened any newsletter', name: 'Newsletter opened' },
  mailClicked: { did: 'clicked newsletters', never: 'clicked any newsletter', name: 'Newsletter clicked' },
  mailBounced: { did: 'had newsletters bounce', never: 'had any newsletter bounce', name: 'Newsletter bounced' },
  mailUnsubscribed: { did: 'unsubscribed', never: 'unsubscribed', name: 'Unsubscribed' },
  mailComplained: {
    did: 'reported newsletters as spam',
    never: 'reported any newsletter as spam',
    name: 'Reported as spam',
  },
  visit: { did: 'visited', never: 'visited', name: 'Visit' },
  webVisit: { did: 'visited the site', never: 'visited the site', name: 'Web visit' },
  wish: { did: 'made wishes', never: 'made any wish', name: 'Wish' },
  inquiry: { did: 'inquired', never: 'inquired', name: 'Inquiry' },
  complaint: { did: 'made complaints', never: 'made any complaint', name: 'Complaint' },
  feedback: { did: 'given feedback', never: 'given any feedback', name: 'Feedback' },
  lead: { did: 'shown interest', never: 'shown any interest', name: 'Lead' },
  deal: { did: 'been in a sales opportunity', never: 'been in any sales opportunity', name: 'Opportunity' },
  note: { did: 'been noted about', never: 'been noted about', name: 'Note' },
  event: { did: 'taken part in events', never: 'taken part in any event', name: 'Event' },
  other: { did: 'done something else', never: 'done anything else', name: 'Something else' },
  anything: { did: 'had to do with us', never: 'had anything to do with us', name: 'Anything at all' },
}
export const eventOf = (id: string): Event => events[id] ?? { did: `had “${id}”`, never: `had “${id}”`, name: id }

export const matters: Record<string, readonly [string, string]> = {
  'openMatters.complaint': ['an open complaint', 'open complaint'],
  'openMatters.case': ['an open case', 'open case'],
  'openMatters.offer': ['an open offer', 'open offer'],
  'openMatters.opportunity': ['an open opportunity', 'open opportunity'],
}
