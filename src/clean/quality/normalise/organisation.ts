/** Signs that a name is an organisation's. */

const forms = new Set(
  `oy oyj ab abp ky tmi t:mi ry r.y. r.y rf r.f. osk osuuskunta säätiö sr stiftelse ay oü as ltd ltd. limited inc inc. llc llp plc corp
  corp. corporation gmbh ag kg ohg e.v. ev sarl sas s.a. s.r.l. srl spa s.p.a. bv b.v. nv n.v. aps a/s asa hb kb uab sia kft pty
  kommandiittiyhtiö osakeyhtiö toiminimi asunto-osakeyhtiö`.split(/\s+/),
)
/** Forms that nothing else is called: they tell wherever they stand (`Asunto Oy Kuusi`, `Martat ry Helsinki`). */
const anywhere = new Set('oy oyj tmi t:mi ry r.y. osuuskunta gmbh ltd ltd. inc. llc oü'.split(' '))
/** Letters that are also names or words: a form only in these writings. */
// biome-ignore format: a table
const strict = new Map(Object.entries({
  as: 'AS', ag: 'AG', sa: 'SA', ay: 'Ay', kb: 'KB', hb: 'HB', ev: 'eV', spa: 'SpA', sas: 'SAS', sr: 'sr',
}))

const nouns = new Set(
  `kaupunki kunta seurakunta yhdistys koulu yliopisto opisto apteekki pankki osuuspankki kauppa ravintola hotelli parturi kampaamo
  huolto yhtiöt yhtymä konserni liitto keskus virasto sairaala päiväkoti group holding holdings company co. solutions systems services
  consulting consultants investments technologies technology industries international enterprises associates partners university
  institute foundation association bank hotel restaurant school hospital council ministry agency bros. brothers sons stad kommun
  förening församling bolag aktiebolag stadsfullmäktige förbund företag`.split(/\s+/),
)

const wordsOf = (display: string): string[] => display.split(/[\s,]+/).filter((word) => word !== '')

/** Whether the name carries a legal form (Oy, Ab, ry, GmbH, Ltd…) as a word of its own at its end or front. */
export function hasLegalForm(display: string): boolean {
  if (!display.includes(' ')) return false
  const words = wordsOf(display)
  if (words.length < 2) return false
  const last = words.at(-1)!
  const lower = last.toLowerCase()
  if (forms.has(lower) && (strict.get(lower) ?? last) === last) return true
  return words.some((word) => anywhere.has(word.toLowerCase())) || words[0] === 'Ab' || words[0] === 'AB'
}

/** Whether a word of the name says organisation without being a legal form: kaupunki, Group, Sons. */
export function hasOrganisationNoun(display: string): boolean {
  return wordsOf(display).some((word) => nouns.has(word.toLowerCase()))
}

/** A legal form in its usual letter case; undefined for other words. */
export function formCase(word: string): string | undefined {
  return usual.get(word.toLowerCase())
}
// biome-ignore format: a table
const usual = new Map(Object.entries({
  oy: 'Oy', oyj: 'Oyj', ab: 'Ab', abp: 'Abp', ky: 'Ky', tmi: 'Tmi', ry: 'ry', rf: 'rf', 'r.y.': 'ry', osk: 'Osk',
  ay: 'Ay', sr: 'sr', as: 'As', ltd: 'Ltd', inc: 'Inc', 'inc.': 'Inc.', 'ltd.': 'Ltd.', llc: 'LLC', plc: 'plc',
  gmbh: 'GmbH', ag: 'AG', kg: 'KG', oü: 'OÜ', corp: 'Corp', bv: 'BV', nv: 'NV', hb: 'HB', kb: 'KB', uab: 'UAB',
  sia: 'SIA', aps: 'ApS', asa: 'ASA', llp: 'LLP', ja: 'ja', och: 'och', and: 'and',
}))
