import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApp } from '#test/support/app.ts'
import { sendingSource } from '#test/support/events.ts'
import type { Condition } from './contract.ts'

// What mails came to and what was answered, told by other programs through the event API, asked in conditions.

const app = await testApp()
const marketing = await app.as('marketing')
const { tell } = await sendingSource(app, 'Uutiskirje')
const person = (userId: string) => ({ type: 'identify', messageId: `i${userId}`, userId, traits: { name: userId } })
const event = (userId: string, name: string, day: string, properties: object) => ({
  type: 'track',
  messageId: `${userId} ${name} ${day}`,
  userId,
  event: name,
  timestamp: `${day}T09:00:00Z`,
  properties,
})
const letter = { email_id: 'syksy', email_subject: 'Syksyn uutiset' }
await tell(
  ...['Aino', 'Eino', 'Iiro'].map(person),
  ...['Aino', 'Eino', 'Iiro'].map((who) => event(who, 'Email Delivered', '2026-11-10', letter)),
  event('Aino', 'Email Opened', '2026-11-11', letter),
  event('Aino', 'Email Link Clicked', '2026-11-11', letter),
  event('Eino', 'Email Opened', '2026-08-01', { email_id: 'kesä', email_subject: 'Kesän uutiset' }),
  event('Eino', 'Survey Answered', '2026-11-12', { question: 'Suosittelisitko?', score: 3, comment: 'Kallista' }),
  event('Aino', 'Survey Answered', '2026-11-12', { question: 'Suosittelisitko?', score: 9 }),
)

/** Who fits, by name. */
async function who(condition: Condition): Promise<string[]> {
  const { status, body, text } = await marketing.post('/api/v1/segments/count', { condition })
  assert.equal(status, 200, text)
  const { count, sample } = body as { count: number; sample: { name: string }[] }
  assert.equal(count, sample.length)
  return sample.map(({ name }) => name).sort()
}
const once = { op: 'atLeast', value: 1 } as const

test('who opened, clicked, and opened nothing lately', async () => {
  assert.deepEqual(await who({ happened: 'mailClicked', ...once }), ['Aino'])
  assert.deepEqual(await who({ happened: 'mailOpened', ...once }), ['Aino', 'Eino'])
  assert.deepEqual(await who({ happened: 'mailOpened', window: { last: 30 }, op: 'is', value: 0 }), ['Eino', 'Iiro'])
  assert.deepEqual(
    await who({
      all: [
        { happened: 'mailDelivered', where: [{ field: 'title', op: 'contains', value: 'syksyn' }], ...once },
        { not: { happened: 'mailOpened', where: [{ field: 'title', op: 'contains', value: 'syksyn' }], ...once } },
      ],
    }),
    ['Eino', 'Iiro'],
  )
})

test('what was answered, with its score and its words', async () => {
  const asked = { field: 'title', op: 'is', value: 'Suosittelisitko?' } as const
  const scored = (op: 'atMost' | 'atLeast', value: number): Condition => ({
    happened: 'feedback',
    where: [asked, { field: 'score', op, value }],
    window: { last: 30 },
    ...once,
  })
  assert.deepEqual(await who(scored('atMost', 6)), ['Eino'])
  assert.deepEqual(await who(scored('atLeast', 9)), ['Aino'])
  assert.deepEqual(await who({ happened: 'feedback', op: 'is', value: 0 }), ['Iiro'])
})
