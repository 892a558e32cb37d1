import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '#test/support/context.ts'
import { pause } from './backoff.ts'
import { decide, holdsOf } from './decide.ts'
import { nextFile } from './schedule.ts'
import { safe } from './ways/file.ts'
import { signatureOf } from './ways/hook.ts'

const liisa = { name: 'Liisa Virtanen', email: 'liisa@uusi.example', phone: null }
const old = { ...liisa, email: 'liisa@vanha.example' }
const nobody = { holds: null, told: null, corrected: null }

suite('who needs to be told', () => {
  test('a system of which nothing is known is told', () => {
    assert.equal(decide({ ...nobody, values: liisa }).kind, 'send')
  })

  test('the same again is not told twice', () => {
    assert.deepEqual(decide({ ...nobody, values: liisa, holds: holdsOf(liisa) }), {
      kind: 'known',
      how: 'same',
      holds: holdsOf(liisa),
    })
  })

  test('what a system told itself does not go back to it', () => {
    const told = { name: 'Liisa Virtanen', email: 'liisa@uusi.example' }
    const echo = decide({ values: liisa, holds: holdsOf(old), told, corrected: null })
    assert.equal(echo.kind === 'known' && echo.how, 'echo')
    const first = decide({ ...nobody, values: liisa, told })
    assert.equal(first.kind === 'known' && first.how, 'echo', 'the system where the customer came from')
  })

  test('a system that contradicts is corrected once, then left with its own word', () => {
    const situation = { values: liisa, holds: holdsOf(liisa), told: { email: old.email } }
    const first = decide({ ...situation, corrected: null })
    assert.ok(first.kind === 'send' && first.corrected !== null)
    const second = decide({ ...situation, corrected: first.corrected })
    assert.equal(second.kind === 'known' && second.how, 'theirs')
    const changed = { ...liisa, email: 'liisa@kolmas.example' }
    assert.equal(decide({ ...situation, values: changed, corrected: first.corrected }).kind, 'send', 'news are told')
  })

  test('whatever systems say of themselves, talking with them comes to an end', () => {
    const value = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null })
    const values = fc.record({ name: value, email: value, phone: value })
    fc.assert(
      fc.property(values, fc.infiniteStream(values), (wanted, sayings) => {
        let holds: Record<string, string> | null = null
        let corrected: string | null = null
        let sent = 0
        // a stubborn system answers everything that it is told with a word of its own
        const own = sayings.next().value
        for (let turn = 0; turn < 10; turn++) {
          const decision = decide({ values: wanted, holds, told: turn === 0 ? null : own, corrected })
          if (decision.kind === 'send') {
            sent++
            corrected = decision.corrected
          }
          holds = decision.holds
        }
        assert.ok(sent <= 2, `${sent} times`)
      }),
    )
  })
})

suite('when', () => {
  test('pauses double from five seconds to an hour, a fifth more or less', () => {
    const random = seededRandom()
    for (const [attempts, seconds] of [
      [1, 5],
      [2, 10],
      [5, 80],
      [11, 3600],
      [60, 3600],
    ] as const) {
      const at = pause(attempts, random) / 1000
      assert.ok(at >= seconds * 0.8 && at <= seconds * 1.2, `${attempts}: ${at}`)
    }
  })

  test('files are due by the clock of the company, over the changes of summer time too', () => {
    const at = (now: string, times: string[]) => nextFile({ times }, new Date(now), 'Europe/Helsinki').toISOString()
    assert.equal(at('2026-11-23T08:00:00Z', ['06:00', '18:30']), '2026-11-23T16:30:00.000Z')
    assert.equal(at('2026-11-23T17:00:00Z', ['06:00', '18:30']), '2026-11-24T04:00:00.000Z')
    assert.equal(at('2026-03-28T12:00:00Z', ['06:00']), '2026-03-29T03:00:00.000Z', 'the first summer morning')
    assert.equal(at('2026-03-28T12:00:00Z', ['03:30']), '2026-03-29T01:30:00.000Z', 'an hour that does not exist')
    assert.equal(
      nextFile({ everyMinutes: 15 }, new Date('2026-11-23T08:07:00Z'), 'UTC').toISOString(),
      '2026-11-23T08:15:00.000Z',
    )
  })
})

suite('what leaves', () => {
  test('no cell of a file is a formula', () => {
    for (const text of ['=1+1', '+cmd', '-2', '@SUM(A1)', '\t=1', "'=1", '＝1']) assert.equal(safe(text), `'${text}`)
    assert.equal(safe('+358401234567'), '+358401234567')
    assert.equal(safe('Liisa'), 'Liisa')
  })

  test('the signature is that of the standard’s own example', () => {
    // standardwebhooks.com, reference test vector
    const body = '{"test": 2432232314}'
    const signature = signatureOf(
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1614265330,
      body,
    )
    assert.equal(signature, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })
})
