import { limits, oneLine } from './text.ts'

/** Codes of three letters that occur in trade with Finland. */
// biome-ignore format: a table
const threeLetters: Record<string, string> = {
  FIN: 'FI', SWE: 'SE', NOR: 'NO', DNK: 'DK', ISL: 'IS', EST: 'EE', LVA: 'LV', LTU: 'LT', DEU: 'DE', GBR: 'GB',
  IRL: 'IE', FRA: 'FR', ESP: 'ES', PRT: 'PT', ITA: 'IT', NLD: 'NL', BEL: 'BE', LUX: 'LU', CHE: 'CH', AUT: 'AT',
  POL: 'PL', CZE: 'CZ', SVK: 'SK', HUN: 'HU', ROU: 'RO', BGR: 'BG', GRC: 'GR', HRV: 'HR', SVN: 'SI', RUS: 'RU',
  UKR: 'UA', TUR: 'TR', USA: 'US', CAN: 'CA', AUS: 'AU', NZL: 'NZ', JPN: 'JP', CHN: 'CN', IND: 'IN', BRA: 'BR',
  ZAF: 'ZA', ALA: 'AX',
}
// biome-ignore format: a table
const otherNames: Record<string, string> = {
  uk: 'GB', england: 'GB', scotland: 'GB', wales: 'GB', 'great britain': 'GB', 'northern ireland': 'GB',
  englanti: 'GB', 'iso-britannia': 'GB', 'the united states': 'US', 'united states of america': 'US', 'u.s.a.': 'US',
  'u.s.': 'US', amerikka: 'US', eire: 'IE', 'republic of ireland': 'IE', rsa: 'ZA', holland: 'NL', hollanti: 'NL',
  'the netherlands': 'NL', tsekki: 'CZ', 'czech republic': 'CZ', deutschland: 'DE', eesti: 'EE', danmark: 'DK',
  norge: 'NO', österreich: 'AT', españa: 'ES', polska: 'PL', россия: 'RU', turkey: 'TR', korea: 'KR',
  'south korea': 'KR', 'hong kong': 'HK', hongkong: 'HK', macao: 'MO', ahvenanmaa: 'AX', åland: 'AX', unspecified: '',
  unknown: '', tuntematon: '',
}

let names: Map<string, string> | undefined

/** Country names in Finnish, Swedish and English and the codes of two letters, all in lower case. */
function table(): Map<string, string> {
  if (names !== undefined) return names
  names = new Map<string, string>()
  for (const language of ['fi', 'sv', 'en']) {
    const display = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
    for (let at = 0; at < 676; at++) {
      const code = String.fromCharCode(65 + Math.floor(at / 26), 65 + (at % 26))
      // Codes that were replaced (SU, YU, UK…) have another canonical form; ZZ and XA… are not countries.
      if (/^(?:X[A-JL-Z]|ZZ|Q[M-Z]|EU|UN|EZ)$/.test(code) || new Intl.Locale(`und-${code}`).region !== code) continue
      const name = display.of(code)
      if (name === undefined) continue
      names.set(code.toLowerCase(), code)
      const known = names.get(name.toLowerCase())
      if (known === undefined) names.set(name.toLowerCase(), code)
    }
  }
  for (const [code, country] of Object.entries(threeLetters)) names.set(code.toLowerCase(), country)
  for (const [name, country] of Object.entries(otherNames)) names.set(name, country)
  return names
}

/**
 * ISO 3166-1 alpha-2 code of a country written as a code or as its Finnish, Swedish or English name; `known: false` and the text as
 * written for anything else; `''` for words that say "unknown" and for text too long to be a name.
 */
export function readCountry(written: string): { value: string; known: boolean } {
  if (written === 'FI' || written === 'Finland' || written === 'Suomi') return { value: 'FI', known: true }
  const line = oneLine(written)
  if (line.length > limits.place) return { value: '', known: false }
  const code = table().get(line.toLowerCase())
  return code === undefined ? { value: line, known: false } : { value: code, known: true }
}
