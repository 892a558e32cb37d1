import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { faultCodes } from '#src/collect/intake/index.ts'
import { classify, type FaultGroup } from './classify.ts'
import { guidanceOf, guidedCodes } from './guidance/index.ts'

const group = (change: Partial<FaultGroup>): FaultGroup => ({
  entrance: 'import',
  code: 'phone_invalid',
  faults: 30,
  of: 1000,
  files: [{ name: 'asiakkaat.csv', told: 1000, faults: 30 }],
  lately: { faults: 4, told: 130 },
  before: { faults: 26, told: 870 },
  people: [],
  screens: [],
  ...change,
})
const said = (change: Partial<FaultGroup>) => {
  const { class: kind, cause, reasons } = classify(group(change))
  return [kind, cause, reasons[0]!.code]
}

suite('a kind of fault is', () => {
  test('of the mapping when most rows of one file have it', () => {
    assert.deepEqual(said({ files: [{ name: 'b.csv', told: 200, faults: 190 }] }), [
      'technical',
      'mapping',
      'wholeColumn',
    ])
    assert.equal(said({ files: [{ name: 'b.csv', told: 5, faults: 5 }] })[1], 'atSource', 'five rows say nothing')
  })
  test('of the source when it came all at once', () => {
    assert.deepEqual(said({ lately: { faults: 40, told: 200 }, before: { faults: 8, told: 800 } }), [
      'technical',
      'source',
      'jumped',
    ])
    assert.equal(said({ lately: { faults: 40, told: 200 }, before: { faults: 0, told: 30 } })[1], 'atSource')
  })
  test('of the integration when rows are broken, ids are missing, or a program wrote them', () => {
    assert.deepEqual(said({ code: 'text_unreadable' }), ['technical', 'integration', 'brokenRows'])
    assert.deepEqual(said({ code: 'key_missing' }), ['technical', 'integration', 'joining'])
    assert.deepEqual(said({ entrance: 'event' }), ['technical', 'integration', 'program'])
    assert.deepEqual(said({ entrance: 'staff', code: 'phone_in_name', screens: [{ screen: 'api', faults: 30 }] }), [
      'technical',
      'integration',
      'screen',
    ])
  })
  test('a way of working at the source when it is steady, or of one who brings the files', () => {
    assert.deepEqual(said({}), ['working', 'atSource', 'steady'])
    assert.deepEqual(said({ faults: 2 }), ['working', 'atSource', 'few'])
    const people = [
      { id: 'a', role: 'sales', faults: 28, told: 300 },
      { id: 'b', role: 'steward', faults: 2, told: 700 },
    ]
    const found = classify(group({ people }))
    assert.deepEqual(
      [found.class, found.cause, found.reasons.map(({ code, name }) => [code, name])],
      [
        'working',
        'importer',
        [
          ['oneImporter', 'sales'],
          ['others', null],
        ],
      ],
    )
  })
  test('a way of working of a person, a screen or everybody when staff write it', () => {
    const screens = [
      { screen: 'newCustomer', faults: 16 },
      { screen: 'customerPage', faults: 14 },
    ]
    const one = { id: 'a', role: 'service', faults: 27, told: 50 }
    const other = { id: 'b', role: 'sales', faults: 3, told: 50 }
    const staff = { entrance: 'staff', code: 'phone_in_name', screens }
    assert.deepEqual(said({ ...staff, people: [one, other] }), ['working', 'person', 'onePerson'])
    const even = [
      { ...one, faults: 15 },
      { ...other, faults: 15 },
    ]
    assert.deepEqual(said({ ...staff, people: even }), ['working', 'everybody', 'rate'])
    const oneScreen = [{ screen: 'newCustomer', faults: 30 }]
    assert.deepEqual(said({ ...staff, people: even, screens: oneScreen }), ['working', 'screen', 'screen'])
  })
})

suite('guidance', () => {
  test('has words for every code, class and language', () => {
    for (const code of faultCodes) if (code !== 'erased') assert.ok(guidedCodes.includes(code), code)
    for (const language of ['fi', 'en'] as const) {
      const all = guidedCodes.flatMap((code) =>
        (['technical', 'working'] as const).map((kind) =>
          guidanceOf(language, { code, field: 'phone', class: kind, share: 0.25 }),
        ),
      )
      for (const text of all) assert.match(text, /^\p{Lu}.{20,}[.?]$/u)
      assert.equal(new Set(all).size, all.length - 2, 'a duplicate is one whether found or merged')
    }
  })
  test('says how common it is in words', () => {
    const of = (share: number | null, language: 'fi' | 'en' = 'fi') =>
      guidanceOf(language, { code: 'phone_invalid', field: 'phone', class: 'working', share }).split('.')[0]
    assert.equal(of(0.26), 'Puhelinnumeroista joka neljäs ei ole kokonainen puhelinnumero')
    assert.equal(of(0.5), 'Puhelinnumeroista joka toinen ei ole kokonainen puhelinnumero')
    assert.equal(of(0.67), 'Puhelinnumeroista useampi kuin joka toinen ei ole kokonainen puhelinnumero')
    assert.equal(of(0.97), 'Puhelinnumeroista lähes jokainen ei ole kokonainen puhelinnumero')
    assert.equal(of(0.001), 'Puhelinnumeroista harvempi kuin joka sadas ei ole kokonainen puhelinnumero')
    assert.equal(of(null), 'Puhelinnumeroista osa ei ole kokonainen puhelinnumero')
    assert.equal(of(0.26, 'en'), 'One in four of the phone numbers is no whole phone number')
  })
})
