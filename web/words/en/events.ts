import type { Words } from '../fi/index.ts'
import type { Format } from '../format.ts'

export const events = (f: Format): Words['events'] => ({
  title: 'Events from the web',
  lead: 'A web shop, a site or a program can send what customers do the moment they do it. It is on the customer’s page within a second.',
  none: 'Nothing sends events yet.',
  make: 'Add a source of events',
  name: 'Name of the source',
  nameNote: 'Say where the events come from, such as “web shop, events”.',
  save: 'Add',
  made: (name) => `The source ${name} is ready to send.`,
  last: (when) => `last ${when}`,
  never: 'no messages yet',
  waiting: (n) => (n === 1 ? '1 message waits' : `${f.n(n)} messages wait`),
  how: 'How to send',
  address: 'Address',
  key: 'Write key',
  keyNote: 'The key may be seen on the site: it can only send events, and read nothing.',
  keyHidden: 'The key is shown to those who may manage sources.',
  anotherKey: 'Make another key',
  endKey: 'End the key',
  ended: 'The key is dead.',
  browser: 'On the site',
  server: 'On a server',
  takes: 'The usual libraries work as they are: identify, track, page, screen, group and alias.',
})
