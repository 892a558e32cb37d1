/** Letters that decomposition does not take apart. */
const whole: Record<string, string> = {
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
}

/**
 * A token without the marks of its letters, in lower case: `mäkelä` → `makela`, `strøm` → `strom`. For looking up with a keyboard or an
 * ear that lacks them, below exact hits: in Finnish ä and a are different letters.
 */
export function fold(token: string): string {
  if (/^[a-z0-9]*$/.test(token)) return token
  return token
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[øæœßđðłþıħ]/g, (letter) => whole[letter]!)
    .normalize('NFC')
}
