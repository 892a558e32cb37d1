import type { Causes, Chart } from '#src/know/sources/watch/contract.ts'

/** Eight weeks of faults, which a test cannot wait for: the answers of a company that has had them. */
const shop = { id: '01939393-0000-7000-8000-0000000000a1', name: 'Verkkokauppa' }
const till = { id: '01939393-0000-7000-8000-0000000000a2', name: 'Kassajärjestelmä' }
const staff = { id: '1af88db8-a9e8-80b4-b849-b45b66078cd4', name: 'Henkilöstö' }
const of = (reason: Partial<Causes['lines'][number]['reasons'][number]> & { code: 'rate' | string }) =>
  ({ share: null, told: null, faults: 0, name: null, ...reason }) as Causes['lines'][number]['reasons'][number]

export const faultCauses: Causes = {
  countedAt: '2026-11-23T08:55:00Z',
  redirtied: {
    count: 1,
    rows: [
      {
        customer: { id: '01939393-0000-7000-8000-0000000000c1', name: 'Liisa Virtanen' },
        field: 'email',
        source: shop,
        at: '2026-11-22T21:14:00Z',
      },
    ],
  },
  alerts: [
    {
      source: shop,
      entrance: 'import',
      day: '2026-11-22',
      importId: '01939393-0000-7000-8000-0000000000d1',
      told: 1204,
      faulty: 96,
      centre: 0.021,
      upper: 0.034,
      spread: 1.2,
      basis: 26,
      openedAt: '2026-11-22T22:10:00Z',
    },
  ],
  charts: [
    { source: shop, entrance: 'import', points: 27 },
    { source: till, entrance: 'event', points: 12 },
  ],
  lines: [
    {
      source: till,
      entrance: 'import',
      kind: 'customer',
      field: 'phone',
      code: 'phone_invalid',
      faults: 811,
      of: 1204,
      trend: [null, null, null, null, null, null, 0.02, 0.68],
      class: 'technical',
      cause: 'mapping',
      reasons: [
        of({ code: 'wholeColumn', share: 0.97, told: 820, faults: 795, name: 'kassa-asiakkaat-marraskuu.csv' }),
      ],
      guidance:
        'Puhelinnumeroista joka toinen ei ole kokonainen puhelinnumero. Tarkista sarakkeiden kohdistus ja pyydä numerot tekstinä: taulukko-ohjelma pudottaa alusta nollan ja pyöristää loput.',
      rows: { to: 'source', fact: 'phone', measure: 'validity' },
    },
    {
      source: staff,
      entrance: 'staff',
      kind: 'edit',
      field: 'name',
      code: 'phone_in_name',
      faults: 34,
      of: 131,
      trend: [0.1, 0.2, 0.22, 0.24, 0.3, 0.28, 0.31, 0.26],
      class: 'working',
      cause: 'person',
      reasons: [
        of({ code: 'onePerson', share: 0.71, told: 34, faults: 24, name: 'service' }),
        of({ code: 'screen', share: 0.94, told: 34, faults: 32, name: 'newCustomer' }),
        of({ code: 'rate', share: 0.26, told: 131, faults: 34 }),
      ],
      guidance:
        'Kirjauksista joka neljäs sisältää puhelinnumeron nimikentässä. Kirjoita numero puhelimen kenttään, vaikka soittajan nimi jäisi vajaaksi. Silloin hänet tunnistaa ensi kerralla.',
      rows: null,
    },
    {
      source: staff,
      entrance: 'staff',
      kind: 'created',
      field: '',
      code: 'duplicate_merged',
      faults: 12,
      of: 98,
      trend: [0.2, 0.1, null, 0.14, 0.12, 0.1, 0.08, 0.12],
      class: 'working',
      cause: 'screen',
      reasons: [of({ code: 'screen', share: 1, told: 12, faults: 12, name: 'newCustomer' })],
      guidance:
        'Uusista asiakkaista joka kahdeksas oli asiakkaana jo ennestään. Hae asiakas nimellä, puhelimella tai sähköpostilla ennen kuin lisäät uuden. Haku löytää myös osalla nimestä.',
      rows: { to: 'duplicates', fact: null, measure: null },
    },
    {
      source: shop,
      entrance: 'import',
      kind: 'customer',
      field: 'email',
      code: 'email_invalid',
      faults: 9,
      of: 8400,
      trend: [0.001, 0.0008, 0.0012, 0.001, 0.0011, 0.0009, 0.001, 0.0013],
      class: 'working',
      cause: 'atSource',
      reasons: [of({ code: 'steady', share: 0.001, told: 8400, faults: 9 })],
      guidance:
        'Sähköpostiosoitteista harvempi kuin joka sadas on kirjoitettu väärin. Lue osoite asiakkaalle ääneen ennen tallennusta. Jos hänellä ei ole sähköpostia, jätä kenttä tyhjäksi.',
      rows: { to: 'repairs', fact: null, measure: null },
    },
  ],
}

export const faultChart: Chart = {
  source: shop,
  entrance: 'import',
  limits: { centre: 0.021, spread: 1.2, basis: 26 },
  points: Array.from({ length: 28 }, (_, i) => {
    const told = i === 5 ? 14 : 900 + ((i * 137) % 400)
    const isLast = i === 27
    const faulty = isLast ? Math.round(told * 0.08) : Math.round(told * (0.014 + ((i * 7) % 11) / 800))
    const judged = i >= 9
    const upper = 0.021 + 3 * 1.2 * Math.sqrt((0.021 * 0.979) / told)
    return {
      day: `2026-${i < 5 ? '10' : '11'}-${String(i < 5 ? 27 + i : i - 4).padStart(2, '0')}`,
      importId: `01939393-0000-7000-8000-0000000001${String(i).padStart(2, '0')}`,
      told,
      faulty,
      centre: judged ? 0.021 : null,
      upper: judged ? upper : null,
      lower: judged ? 0 : null,
      verdict:
        i === 5
          ? ('small' as const)
          : !judged
            ? ('learning' as const)
            : isLast
              ? ('above' as const)
              : ('within' as const),
    }
  }),
}
