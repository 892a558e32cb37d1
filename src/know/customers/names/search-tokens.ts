const most = 12
const longest = 64
const plain = /^[a-zåäöé]+$/

/**
 * The words by which a name is found: lower case, NFC, split at everything but letters, digits and their marks, each once, in the order
 * of first appearance, at most 12 of at most 64 UTF-16 units. `extras` (other names, a city) come after the name's own words.
 */
export function searchTokens(display: string, extras: readonly string[] = []): string[] {
  const tokens: string[] = []
  addWords(tokens, display)
  for (const extra of extras) addWords(tokens, extra)
  return tokens
}

function addWords(tokens: string[], text: string): void {
  const bounded = text.length > 2_000 ? text.slice(0, 2_000) : text
  for (const word of bounded.toLowerCase().split(' ')) {
    if (plain.test(word) && word.length <= longest) add(tokens, word)
    else for (const part of split(word)) add(tokens, part)
  }
}

function split(word: string): string[] {
  const known = word.toWellFormed().normalize('NFC').toLowerCase().normalize('NFC')
  // An apostrophe joins (O'Brien is found as obrien), everything else that is no letter or digit parts.
  return known.replace(/(?<=\p{L})['’ʼ](?=\p{L})/gu, '').split(/[^\p{L}\p{N}\p{M}]+/u)
}

function add(tokens: string[], token: string): void {
  const short =
    token.length > longest
      ? token
          .slice(0, longest)
          .toWellFormed()
          .replace(/\uFFFD$/, '')
      : token
  if (short !== '' && tokens.length < most && !tokens.includes(short)) tokens.push(short)
}
