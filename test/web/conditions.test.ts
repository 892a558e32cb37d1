import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { Value } from 'typebox/value'
import { type Condition, ConditionSchema, type Happening, operatorsOf } from '#src/know/segments/contract.ts'
import { begunOnEvent } from '#web/pages/lists/conditions/begin.ts'
import { did, historyOf, redone, undone } from '#web/pages/lists/conditions/history.ts'
import type { Field, Speaker } from '#web/pages/lists/conditions/said.ts'
import { sentence } from '#web/pages/lists/conditions/sentence.ts'

import {
  added,
  addedGroup,
  asking,
  conditionOf,
  type Draft,
  draftOf,
  indented,
  isGroup,
  itemsOf,
  joined,
  linesOf,
  moved,
  negate,
  outdented,
  removed,
} from '#web/pages/lists/conditions/tree.ts'
import { words as english } from '#web/words/en/index.ts'
import { words as finnish } from '#web/words/fi/index.ts'
import { createFormat } from '#web/words/format.ts'

// The tree under edits, and what it reads as.
const now = '2026-11-23T09:00:00Z'
const segmentId = '01939393-0000-7000-8000-00000000f00d'
const field = (id: string, type: Field['type'], more: Partial<Field> = {}): Field => ({
  id,
  type,
  operators: [...operatorsOf[type]],
  choices: null,
  currency: null,
  ...more,
})
const fields = [
  field('city', 'text'),
  field('purchases', 'number'),
  field('lastPurchase', 'date'),
  field('spend.EUR', 'money', { currency: 'EUR' }),
  field('stage', 'choice', { choices: ['new', 'slipping'].map((value) => ({ value, label: null })) }),
  field('archived', 'yesno'),
  field('openMatters.complaint', 'number'),
  field('protected', 'yesno'),
  field('consent.email', 'choice', { choices: ['granted', 'denied'].map((value) => ({ value, label: null })) }),
]
const happenings = (['purchase', 'mailOpened', 'complaint'] as const).map(
  (kind): Happening => ({
    kind,
    fields: [
      { ...field('category', 'text'), group: 'shopping', open: true },
      { ...field('status', 'text'), group: 'shopping', open: true },
      { ...field('channel', 'choice', { choices: [{ value: 'web', label: null }] }), group: 'shopping', open: false },
    ],
    measures: ['count', 'days', 'sum', 'average'],
    comparisons: ['atLeast', 'atMost', 'is', 'less', 'more', 'between'],
    currencies: ['EUR'],
    seen: true,
  }),
)
const speaker = (language: 'fi' | 'en'): Speaker => {
  const format = createFormat(language, 'Europe/Helsinki', now)
  const words = language === 'fi' ? finnish(format) : english(format)
  return { words, format, list: 'customers', fields, happenings, segments: new Map([[segmentId, 'Kenkäihmiset']]) }
}
const [fi, en] = [speaker('fi'), speaker('en')]
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
const reads = (tree: Condition, finnishText: string, englishText: string) => {
  assert.equal(plain(sentence(tree, fi)), finnishText)
  assert.equal(plain(sentence(tree, en)), englishText)
}

const category = { field: 'category', op: 'is', value: 'Kengät' } as const
const bought: Condition = { happened: 'purchase', where: [category], window: { last: 90 }, op: 'atLeast', value: 3 }
const notOpened: Condition = {
  not: {
    happened: 'mailOpened',
    window: { last: 30 },
    op: 'atLeast',
    value: 1,
  },
}

suite('conditions as a sentence', () => {
  test('reads as language, each in its own', () =>
    reads(
      { all: [bought, notOpened, { field: 'openMatters.complaint', op: 'is', value: 0 }] },
      'Asiakas on ostanut tuoteryhmästä Kengät vähintään 3 kertaa viimeisten 90 päivän aikana, eikä ole avannut yhtään kirjettä 30 päivään, eikä hänellä ole avointa reklamaatiota',
      'Customers who have bought from the category Kengät at least 3 times in the last 90 days and who have not opened any newsletter in the last 30 days and who have no open complaint',
    ))

  test('groups within groups stand in brackets, negated ones too', () => {
    const city: Condition = { field: 'city', op: 'is', value: 'Tampere' }
    const archived: Condition = { field: 'archived', op: 'is', value: true }
    reads(
      { all: [bought, { any: [city, { segment: segmentId }] }] },
      'Asiakas on ostanut tuoteryhmästä Kengät vähintään 3 kertaa viimeisten 90 päivän aikana ja (postitoimipaikka on ”Tampere” tai kuuluu segmenttiin Kenkäihmiset)',
      'Customers who have bought from the category Kengät at least 3 times in the last 90 days and (whose city is “Tampere” or who are in the segment Kenkäihmiset)',
    )
    reads(
      { all: [archived, { not: { any: [city, bought] } }] },
      'Asiakas on arkistoitu, eikä pidä paikkaansa, että (postitoimipaikka on ”Tampere” tai on ostanut tuoteryhmästä Kengät vähintään 3 kertaa viimeisten 90 päivän aikana)',
      'Customers who are archived and it is not so that (whose city is “Tampere” or who have bought from the category Kengät at least 3 times in the last 90 days)',
    )
  })

  test('the form follows the number, the sum, the days and the negation', () => {
    const purchase = { happened: 'purchase', op: 'atLeast', value: 1 } as const
    reads(purchase, 'Asiakas on ostanut ainakin kerran', 'Customers who have bought at least once')
    reads({ not: purchase }, 'Asiakas ei ole ostanut', 'Customers who have not bought')
    reads(
      { ...purchase, op: 'atMost', value: 1 },
      'Asiakas on ostanut enintään 1 kerran',
      'Customers who have bought at most 1 time',
    )
    reads(
      { ...purchase, measure: 'sum', currency: 'EUR', value: 50_000, window: { between: [365, 90] } },
      'Asiakas on ostanut yhteensä vähintään 500,00 € 365–90 päivää sitten',
      'Customers who have bought for at least €500.00 in all 365–90 days ago',
    )
    reads(
      { ...purchase, measure: 'days', value: 2, window: { from: '2026-01-01', until: '2026-03-31' } },
      'Asiakas on ostanut vähintään 2 eri päivänä ajalla 1.1.–31.3.',
      'Customers who have bought on at least 2 different days between 1 Jan and 31 Mar',
    )
    reads(
      { field: 'protected', op: 'is', value: true },
      'Asiakkaalla on turvakielto',
      'Customers who are under non-disclosure',
    )
    reads(
      {
        all: [
          { field: 'purchases', op: 'atLeast', value: 5 },
          { field: 'protected', op: 'is', value: false },
        ],
      },
      'Asiakkaan ostojen määrä on vähintään 5, eikä hänellä ole turvakieltoa',
      'Customers whose number of purchases is at least 5 and who are not under non-disclosure',
    )
    reads(
      { field: 'lastPurchase', op: 'older', value: 60 },
      'Asiakkaan viimeisin osto on yli 60 päivän takaa',
      'Customers whose last purchase is more than 60 days ago',
    )
    reads(
      { not: { segment: segmentId } },
      'Asiakas ei kuulu segmenttiin Kenkäihmiset',
      'Customers who are not in the segment Kenkäihmiset',
    )
    reads(
      {
        all: [
          { field: 'consent.email', op: 'isNot', value: 'granted' },
          { not: { field: 'openMatters.complaint', op: 'less', value: 1 } },
        ],
      },
      'Asiakkaan sähköpostilupaa ei ole annettu ja hänellä on avoin reklamaatio',
      'Customers whose e-mail permission is not given and who have an open complaint',
    )
    reads({ all: [] }, 'Kaikki asiakkaat', 'All customers')
  })

  test('what strangers have named stays text, and never breaks the sentence', () => {
    const hostile = '<img src=x onerror=alert(1)> \u0024{7*7} \u202e'
    for (const who of [fi, en]) {
      const text = sentence({ field: `attribute.${hostile}`, op: 'is', value: hostile }, who)
      assert.ok(text.includes(hostile), text)
    }
  })

  test('every tree reads as something, without a hole', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        for (const who of [fi, en]) {
          const text = sentence(tree, who)
          assert.ok(text.length > 3)
          assert.doesNotMatch(text, /undefined|NaN|\[object| {2}/)
        }
      }),
      { numRuns: 300 },
    )
  })
})

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fc.constant('city'),
    op: fc.constantFrom('is', 'isNot', 'contains'),
    value: fc.constantFrom('Oulu', 'Turku'),
  }),
  fc.record({ field: fc.constant('city'), op: fc.constantFrom('empty', 'notEmpty') }),
  fc.record({
    field: fc.constant('purchases'),
    op: fc.constantFrom('atLeast', 'less'),
    value: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({ field: fc.constant('archived'), op: fc.constant('is'), value: fc.boolean() }),
  fc.record({
    happened: fc.constantFrom('purchase', 'complaint'),
    op: fc.constantFrom('atLeast', 'atMost', 'more', 'less', 'is'),
    value: fc.integer({ min: 0, max: 3 }),
  }),
  fc.constant({ segment: segmentId }),
) as fc.Arbitrary<Condition>
const { tree: trees } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ all: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }) }),
    fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }) }),
    fc.record({ not: tie('tree') }),
  ),
}))

/** Somebody: what each leaf is compared with. Empty values satisfy `isNot` and `empty` only, as the compiler has it. */
interface Somebody {
  city: string | null
  purchases: number | null
  archived: boolean
  purchase: number
  complaint: number
  member: boolean
}
const somebody: fc.Arbitrary<Somebody> = fc.record({
  city: fc.constantFrom('Oulu', 'Turku', null),
  purchases: fc.constantFrom(0, 1, 2, 3, null),
  archived: fc.boolean(),
  purchase: fc.integer({ min: 0, max: 4 }),
  complaint: fc.integer({ min: 0, max: 4 }),
  member: fc.boolean(),
})
function holds(tree: Condition, who: Somebody): boolean {
  if ('all' in tree) return tree.all.every((one) => holds(one, who))
  if ('any' in tree) return tree.any.some((one) => holds(one, who))
  if ('not' in tree) return !holds(tree.not, who)
  if ('segment' in tree) return who.member
  const value = 'happened' in tree ? who[tree.happened as 'purchase'] : who[tree.field as 'city']
  const asked = tree.value as string
  if (tree.op === 'empty') return value === null
  if (tree.op === 'isNot') return value !== asked
  if (value === null) return false
  switch (tree.op as string) {
    case 'notEmpty':
      return true
    case 'is':
      return value === asked
    case 'contains':
      return String(value).includes(asked)
    case 'atLeast':
      return Number(value) >= Number(asked)
    case 'atMost':
      return Number(value) <= Number(asked)
    case 'more':
      return Number(value) > Number(asked)
    default:
      return Number(value) < Number(asked)
  }
}

type Edit = (draft: Draft, pick: number, other: number) => Draft
const anyOf = (draft: Draft, pick: number) => {
  const items = itemsOf(draft.root)
  return items[pick % items.length]!
}
const edits: Record<string, Edit> = {
  add: (draft, pick) => {
    const next = added(draft, anyOf(draft, pick).id)
    return asking(next.draft, next.id, { field: 'city', op: 'is', value: 'Oulu' })
  },
  addGroup: (draft, pick) => {
    const next = addedGroup(draft, anyOf(draft, pick).id)
    return asking(next.draft, next.id, begunOnEvent('purchase'))
  },
  remove: (draft, pick) => removed(draft, anyOf(draft, pick).id),
  negate: (draft, pick) => negate(draft, anyOf(draft, pick).id),
  join: (draft, pick, other) => {
    const groups = itemsOf(draft.root).filter(isGroup)
    return joined(draft, groups[pick % groups.length]!.id, other % 2 === 0 ? 'all' : 'any')
  },
  indent: (draft, pick) => indented(draft, anyOf(draft, pick).id),
  outdent: (draft, pick) => outdented(draft, anyOf(draft, pick).id),
  up: (draft, pick) => moved(draft, anyOf(draft, pick).id, -1),
  down: (draft, pick) => moved(draft, anyOf(draft, pick).id, 1),
}
const edit = fc.tuple(fc.constantFrom(...Object.keys(edits)), fc.nat({ max: 50 }), fc.nat({ max: 50 }))

suite('edits of conditions', () => {
  test('a tree that is opened and closed means what it meant', () => {
    fc.assert(
      fc.property(trees, somebody, (tree, who) => {
        const kept = conditionOf(draftOf(tree))
        return holds(kept ?? { all: [] }, who) === holds(tree, who)
      }),
      { numRuns: 500 },
    )
  })

  test('every edit leaves a tree that can be asked: numbers once each, nothing empty, as many lines as there should be', () => {
    fc.assert(
      fc.property(trees, fc.array(edit, { maxLength: 12 }), (tree, steps) => {
        let draft = draftOf(tree)
        for (const [name, pick, other] of steps) {
          const before = draft
          draft = edits[name]!(draft, pick, other)
          const items = itemsOf(draft.root)
          assert.equal(new Set(items.map(({ id }) => id)).size, items.length, name)
          assert.ok(items.every(({ id }) => id < draft.next))
          for (const item of items)
            if (isGroup(item) && item.id !== 0) assert.ok(item.items.length > 0, `${name} left an empty group`)
          const [had, has] = [linesOf(before.root).length, linesOf(draft.root).length]
          if (name.startsWith('add')) assert.ok(has - had <= 1)
          else if (name === 'remove') assert.ok(has <= had)
          else assert.equal(has, had, name)
          const asked = conditionOf(draft)
          if (asked !== undefined) assert.ok(Value.Check(ConditionSchema, JSON.parse(JSON.stringify(asked))), name)
        }
      }),
      { numRuns: 400 },
    )
  })

  test('the opposite is the opposite for everybody, and twice is none', () => {
    fc.assert(
      fc.property(trees, somebody, fc.nat({ max: 50 }), (tree, who, pick) => {
        const draft = draftOf({ all: [tree] })
        const { id } = draft.root.items[0] ?? draft.root
        const other = conditionOf(negate(draft, id)) ?? { all: [] }
        assert.notEqual(holds(other, who), holds(tree, who))
        const chosen = anyOf(draft, pick).id
        const twice = conditionOf(negate(negate(draft, chosen), chosen)) ?? { all: [] }
        assert.equal(holds(twice, who), holds(tree, who))
      }),
      { numRuns: 500 },
    )
  })

  test('in and out again is where it was, or beside it', () => {
    const draft = draftOf({ all: [bought, notOpened, { field: 'city', op: 'is', value: 'Oulu' }] })
    const [, second] = draft.root.items
    const inside = indented(draft, second!.id)
    assert.equal(inside.root.items.length, 2)
    const [group] = inside.root.items
    assert.ok(group && isGroup(group) && group.join === 'any' && group.items.length === 2)
    assert.deepEqual(conditionOf(outdented(inside, second!.id)), conditionOf(draft))
    assert.equal(outdented(draft, second!.id), draft, 'what stands at the root stays')
  })

  test('undoing and doing again brings back the very same trees', () => {
    fc.assert(
      fc.property(trees, fc.array(edit, { minLength: 1, maxLength: 15 }), (tree, steps) => {
        let history = historyOf(draftOf(tree))
        const seen = [history.now]
        for (const [name, pick, other] of steps) {
          const next = edits[name]!(history.now, pick, other)
          history = did(history, next)
          if (next !== seen.at(-1)) seen.push(next)
        }
        for (const draft of seen.toReversed().slice(1)) {
          history = undone(history)
          assert.equal(history.now, draft)
        }
        assert.equal(undone(history).now, seen[0])
        for (const draft of seen.slice(1)) {
          history = redone(history)
          assert.equal(history.now, draft)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('typing is one step; a new edit forgets what was undone', () => {
    let history = historyOf('')
    for (const text of ['T', 'Ta', 'Tam']) history = did(history, text, 'line 1')
    history = did(history, 'Tam!', undefined)
    assert.equal(undone(history).now, 'Tam')
    assert.equal(undone(undone(history)).now, '')
    assert.equal(redone(did(undone(history), 'Turku')).now, 'Turku')
  })

  test('a thousand groups within each other are opened, and closed', () => {
    let tree: Condition = { field: 'city', op: 'is', value: 'Oulu' }
    for (let i = 0; i < 1000; i++)
      tree = i % 3 === 0 ? { not: tree } : i % 3 === 1 ? { all: [tree, bought] } : { any: [tree, notOpened] }
    const draft = draftOf(tree)
    assert.ok(linesOf(draft.root).length > 600)
    assert.ok(sentence(tree, fi).length > 1000)
  })
})
