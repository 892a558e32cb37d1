import { Urn } from './chance.ts'

/** Names that Finns bear, roughly as often as they are borne; no list of real people. */
export const female = new Urn(
  (
    'Maria Anna Liisa Aino Helena Johanna Kaarina Marjatta Hanna Sofia Elina Päivi Katja Sanna Minna Tiina Sari Heidi Laura Emilia ' +
    'Riikka Noora Outi Jaana Kirsi Pirjo Ritva Eeva Tuula Satu Anni Venla Hilla Iida Saara Mirja Raija Leena Ulla Birgitta'
  )
    .split(' ')
    .map((name, i) => [name, 40 - i * 0.7] as const),
)
export const male = new Urn(
  (
    'Juhani Matti Mikael Antti Jari Timo Mika Olavi Tapani Petri Kari Sami Ville Janne Heikki Jukka Pekka Markku Tomi Joonas ' +
    'Lauri Eero Onni Veikko Aki Esa Harri Ilkka Kalle Lasse Niko Oskari Pasi Risto Seppo Teemu Urho Väinö Stefan Henrik'
  )
    .split(' ')
    .map((name, i) => [name, 40 - i * 0.7] as const),
)
export const surnames = new Urn(
  (
    'Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Lehtinen Saarinen Niemi ' +
    'Salminen Heinonen Heikkilä Kinnunen Salonen Turunen Laitinen Tuominen Rantanen Karjalainen Jokinen Mattila Savolainen Lahtinen ' +
    'Ahonen Ojala Leppänen Hiltunen Räsänen Väisänen Aaltonen Pitkänen Miettinen Toivonen Lindström Nyström Af-Heurlin Öhman Åberg Ylönen'
  )
    .split(' ')
    .map((name, i) => [name.replace('Af-', 'af '), 50 - i] as const),
)

/** Towns with one postcode of theirs, by size. */
export const towns = new Urn(
  (
    [
      ['00100', 'Helsinki', 9],
      ['00530', 'Helsinki', 8],
      ['00970', 'Helsinki', 5],
      ['02100', 'Espoo', 7],
      ['01300', 'Vantaa', 6],
      ['33100', 'Tampere', 7],
      ['33720', 'Tampere', 4],
      ['90100', 'Oulu', 6],
      ['20100', 'Turku', 6],
      ['40100', 'Jyväskylä', 4],
      ['70100', 'Kuopio', 4],
      ['15110', 'Lahti', 4],
      ['28100', 'Pori', 3],
      ['80100', 'Joensuu', 3],
      ['53100', 'Lappeenranta', 3],
      ['65100', 'Vaasa', 3],
      ['96100', 'Rovaniemi', 2],
      ['60100', 'Seinäjoki', 2],
      ['10600', 'Tammisaari', 1],
      ['22100', 'Mariehamn', 1],
      ['85500', 'Nivala', 1],
    ] as const
  ).map(([postcode, city, weight]) => [{ postcode, city }, weight] as const),
)

const trees =
  'Koivu Mänty Kuusi Pihlaja Haapa Leppä Tammi Vaahtera Kataja Paju Ranta Järvi Mäki Koulu Asema Kirkko'.split(' ')
const ways = ['tie', 'katu', 'kuja', 'polku', 'kaari']

/** A street that could be anywhere: "Koivukuja 12 B 4". */
export function streetOf(chance: { below(end: number): number; happens(p: number): boolean }): string {
  const street = `${trees[chance.below(trees.length)]}${ways[chance.below(ways.length)]} ${1 + chance.below(90)}`
  return chance.happens(0.5) ? `${street} ${'ABC'[chance.below(3)]} ${1 + chance.below(60)}` : street
}

export interface Product {
  sku: string
  name: string
  category: string
  /** Cents, VAT included. */
  price: number
  /** Days after which it is used up; absent for what lasts. */
  refill?: number
}
const range: Record<string, readonly (readonly [name: string, euros: number, refill?: number])[]> = {
  Retkeily: [
    ['Kaksikon teltta', 249],
    ['Untuvamakuupussi', 189],
    ['Retkikeitin', 69],
    ['Kaasupatruuna 230 g', 7.9, 45],
    ['Otsalamppu', 39.9],
    ['Rinkka 55 l', 179],
    ['Termospullo 0,7 l', 29.9],
    ['Retkimuki', 12.9],
  ],
  Hiihto: [
    ['Pertinsukset', 219],
    ['Hiihtosauvat', 79],
    ['Hiihtohanskat', 34.9],
    ['Pitovoide sininen', 11.9, 40],
    ['Luistovoide', 14.9, 40],
    ['Hiihtopuku', 139],
  ],
  Kalastus: [
    ['Virveli 7 jalkaa', 89],
    ['Uistinlajitelma', 24.9, 120],
    ['Siima 0,25 mm', 15.9, 150],
    ['Kahluuhousut', 149],
    ['Onkisetti lapselle', 19.9],
  ],
  Pyöräily: [
    ['Kaupunkipyörä', 549],
    ['Pyöräilykypärä', 59.9],
    ['Ketjuöljy', 9.9, 90],
    ['Sisäkumi 28"', 8.9, 120],
    ['Pyörän huolto', 89, 360],
    ['Nastarengas', 64.9],
  ],
  Sauna: [
    ['Saunashampoo 1 l', 8.9, 35],
    ['Tervasaippua', 5.9, 40],
    ['Löylykauha', 24.9],
    ['Pellavapyyhe', 34.9],
    ['Kiuaskivet 20 kg', 21.9, 400],
    ['Saunakynttilä', 6.9, 50],
  ],
  Vaatteet: [
    ['Villasukat', 16.9],
    ['Merinopaita', 79],
    ['Kuorihousut', 149],
    ['Sadetakki', 99],
    ['Pipo', 24.9],
    ['Vaelluskengät', 189],
  ],
  Kahvi: [
    ['Tummapaahto 500 g', 8.9, 21],
    ['Vaaleapaahto 500 g', 7.9, 21],
    ['Pannujauhatus 450 g', 7.5, 24],
    ['Nokipannu', 49.9],
  ],
  Koirat: [
    ['Koiranruoka 12 kg', 54.9, 30],
    ['Puruluu', 4.9, 20],
    ['Heijastinliivi koiralle', 19.9],
    ['Vetovaljaat', 44.9],
  ],
}

/** What the shop sells. */
export const products: readonly Product[] = Object.entries(range).flatMap(([category, things], at) =>
  things.map(([name, euros, refill], i) => ({
    sku: `${at + 1}${String(i + 1).padStart(3, '0')}`,
    name,
    category,
    price: Math.round(euros * 100),
    ...(refill !== undefined && { refill }),
  })),
)
export const categories: readonly string[] = Object.keys(range)
