import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { raw, sql } from '#src/platform/db/index.ts'
import { testApp } from '#test/support/app.ts'
import { sendingSource, toldOf } from '#test/support/events.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'kauppias-events-erase-'))
const app = await testApp(undefined, { dataDir })
after(() => rmSync(dataDir, { recursive: true, force: true }))
const at = (minute: number) => `2026-11-20T10:${minute}:00.000Z`

suite('erasing a person whom events told of', () => {
  test('nothing of them is left, and others stay', async () => {
    const { tell, send, source } = await sendingSource(app)
    await tell(
      { type: 'page', messageId: '1', anonymousId: 'selain-kx', name: 'Kanariasivu', timestamp: at(10) },
      {
        type: 'identify',
        messageId: '2',
        anonymousId: 'selain-kx',
        userId: 'KX-0042',
        timestamp: at(20),
        traits: {
          name: 'Zefyria Kanariainen',
          email: 'zefyria@kanaria.example',
          phone: 'kanarian puhelin',
          hobby: 'kanariat',
        },
      },
      { type: 'track', messageId: '3', userId: 'KX-0042', event: 'Kanariatapahtuma', timestamp: at(30) },
      { type: 'alias', messageId: '4', userId: 'KX-0042', previousId: 'KX-0041', timestamp: at(31) },
      {
        type: 'track',
        messageId: '5',
        userId: 'KX-0042',
        event: 'Email Opened',
        timestamp: at(32),
        properties: { email_id: 'M', email: 'zefyria@kanaria.example', email_subject: 'Kanarian uutiset' },
      },
      { type: 'identify', messageId: '6', userId: 'A2', timestamp: at(33), traits: { name: 'Olli Öhman' } },
    )
    await send('/v1/track', { userId: 'KX-0042', event: 'Vielä yksi kanaria', messageId: '7' }) // not applied yet
    const administrator = await app.as('administrator')
    const { id } = await app.db.one(
      sql<{ id: string }>`select id from know.customer where name = 'Zefyria Kanariainen'`,
    )
    const preview = await administrator.get(`/api/v1/customers/${id}/erasure`)
    const { version } = preview.body as { version: number }
    const erased = await administrator.post(`/api/v1/customers/${id}/erase`, { confirm: version, reason: 'asked' })
    assert.ok(erased.status < 300, erased.text)
    for (const table of [
      'event',
      'event_state',
      'alias_told',
      'mail_evidence',
      'record',
      'record_past',
      'quarantine',
    ]) {
      const found = await app.db.rows(sql`
        select 1 from ${raw(`collect.${table}`)} t
        where t::text ~* 'kanaria|zefyria|kx-004|4b582d30303432|4b616e61726961'`)
      assert.equal(found.length, 0, table)
    }
    const told = await toldOf(app, source)
    assert.deepEqual(
      told.customers.map((customer) => customer.name),
      ['Olli Öhman'],
    )
  })
})
