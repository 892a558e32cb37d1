import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { sources } from '#src/act/today/sources/index.ts'
import { words as english } from '#web/words/en/index.ts'
import { words as finnish } from '#web/words/fi/index.ts'
import { createFormat } from '#web/words/format.ts'
import { shownPhone } from '#web/words/phone.ts'

const now = '2026-11-23T09:00:00Z'
const fi = createFormat('fi', 'Europe/Helsinki', now)
const en = createFormat('en', 'Europe/Helsinki', now)
/** Spaces that do not break are written as ordinary ones here. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replace(/\u2212/g, '-')

suite('formats', () => {
  test('money is exact at any size', () => {
    assert.equal(plain(fi.money({ minor: '12890', currency: 'EUR' })), '128,90 €')
    assert.equal(plain(fi.money({ minor: '-5', currency: 'EUR' })), '-0,05 €')
    assert.equal(plain(fi.money({ minor: '372049', currency: 'EUR' }, 'whole')), '3 720 €')
    assert.equal(plain(fi.money({ minor: '9049', currency: 'EUR' }, 'whole')), '90,49 €')
    assert.equal(plain(en.money({ minor: '1500', currency: 'JPY' })), 'JP¥1,500')
    assert.equal(plain(fi.price('0.0425', 'EUR')), '0,0425 €')
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), (minor) => {
        const digits = fi.money({ minor: String(minor), currency: 'EUR' }).replace(/\D/g, '')
        return BigInt(digits) === (minor < 0n ? -minor : minor)
      }),
    )
  })

  test('a currency that nobody knows is still a number', () => {
    assert.equal(plain(fi.money({ minor: '12890', currency: '€€' })), '128,90')
  })

  test('days are those of the company, not of the reader', () => {
    assert.equal(fi.dayOf('2026-11-20T22:30:00Z'), '2026-11-21')
    assert.equal(fi.dayHeading('2026-11-20T12:22:00Z'), 'Perjantai 20.11.')
    assert.equal(fi.time('2026-11-20T12:22:00Z'), '14.22')
    assert.equal(fi.day('2025-03-03'), '3.3.2025')
    assert.equal(fi.dayLong('2026-11-23'), 'Maanantai 23. marraskuuta')
    assert.equal(en.dayLong('2026-11-23'), 'Monday 23 November')
    assert.equal(fi.month('2026-01'), 'tammi 2026')
    assert.equal(fi.isWholeDay('2026-09-01T21:00:00.000Z'), true)
    assert.equal(fi.isWholeDay('2026-09-01T21:05:00.000Z'), false)
    assert.equal(fi.daysBetween('2026-03-28', '2026-03-30'), 2, 'over the change to summer time')
  })

  test('telephones are shown as they are dialled here', () => {
    assert.equal(shownPhone('+358405551234'), '040 555 1234')
    assert.equal(shownPhone('+35891234567'), '09 123 4567')
    assert.equal(shownPhone('+35885551200'), '08 555 1200')
    assert.equal(shownPhone('+46701234567'), '+46701234567')
  })
})

suite('sentences', () => {
  const f = finnish(fi)
  const e = english(en)

  test('why somebody is on the list', () => {
    const money = (minor: string | undefined) => `${Number(minor) / 100} €`
    const slipping = (rhythmDays: number, lasted: number, sinceDays: number) => ({
      rhythmDays: String(rhythmDays),
      lasted: String(lasted),
      sinceDays: String(sinceDays),
    })
    const why = (kind: string, figures: Record<string, string>) => plain(f.attention.why[kind]!(figures, money))
    assert.equal(
      why('slipping', slipping(21, 730, 63)),
      'Ostanut 3 viikon välein kahden vuoden ajan, viimeksi 9 viikkoa sitten.',
    )
    assert.equal(
      why('slipping', slipping(92, 400, 200)),
      'Ostanut 3 kuukauden välein 13 kuukauden ajan, viimeksi 7 kuukautta sitten.',
    )
    assert.equal(
      e.attention.why.slipping!(slipping(21, 730, 63), money),
      'Bought every 3 weeks for 2 years, last 9 weeks ago.',
    )
    assert.equal(why('wish', { at: '2026-11-22T10:00:00Z' }), 'Toivoi 22.11. Kukaan ei ole vielä palannut asiaan.')
    assert.equal(
      why('unanswered', { what: 'inquiry', times: '3', at: '2026-11-22T10:00:00Z' }),
      'Tiedustelu jo 3. kerran, viimeksi 22.11. Vastausta ei näy.',
    )
    assert.equal(
      plain(f.attention.how.comesBack!({ chance: '.34', days: '90', yearly: '124000', margin: '.35' }, money)),
      'Todennäköisyys ostaa 90 päivässä 34 % × omat ostot vuodessa 1240 € × kate 35 %. Yhteydenoton omaa vaikutusta ei ole mitattu.',
    )
  })

  test('every kind of line has its words in both languages', () => {
    for (const { kind } of sources)
      for (const { attention } of [f, e]) assert.ok(attention.why[kind] && attention.kind[kind], kind)
  })

  test('counts agree with their words', () => {
    assert.equal(f.attention.lead(0, 0), 'Listallasi ei ole nyt ketään.')
    assert.equal(f.attention.lead(1, 1), 'Yksi ihminen ansaitsee huomiosi tänään. Yksi järjestelmä on myöhässä.')
    assert.equal(f.attention.lead(9, 2), 'Yhdeksän ihmistä ansaitsee huomiosi tänään. Kaksi järjestelmää on myöhässä.')
    assert.equal(e.attention.lead(12, 0), '12 people deserve your attention today.')
    assert.equal(plain(f.imports.lines(1204)), '1 204 riviä')
    assert.equal(e.imports.lines(1), '1 row')
  })

  test('every length of time reads as a sentence in both languages', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 4000 }), (days, rhythm) => {
        const figures = { sinceDays: String(days), rhythmDays: String(rhythm), gapDays: String(days) }
        for (const words of [f, e]) {
          const all = Object.values(words.terms.stageWhy).map((why) => why(figures))
          const slips = words.attention.why.slipping!({ ...figures, lasted: String(days) }, String)
          for (const text of [...all, slips, words.terms.length(days)]) {
            assert.doesNotMatch(text, /NaN|undefined|Infinity| 0 (viikon|kuukauden|vuoden|weeks|months|years)/)
          }
        }
      }),
    )
  })
})
