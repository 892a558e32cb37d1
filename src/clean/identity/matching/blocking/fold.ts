/*
 * Folding of text for keys, never for equality: marks over letters go (ä → a), letters that sound alike become one
 * (c, q → k; w → v; z → s; x → ks; y → i; ph, th, kh lose their h), doubled letters become one, hyphens and other signs part words.
 */

const most = 512
/** The folded letters; 0 parts words. */
export const letters = new Uint16Array(most * 2 + 8)
/** Where each word begins and ends. */
export const wordFrom = new Uint16Array(most + 8)
export const wordTo = new Uint16Array(most + 8)

const table = foldTable()

function foldTable(): Uint16Array {
  const fold = new Uint16Array(0x250)
  for (let code = 0; code < fold.length; code++) {
    const letter = String.fromCharCode(code).toLowerCase().normalize('NFD').charAt(0)
    if (/[a-z0-9]/.test(letter)) fold[code] = letter.charCodeAt(0)
    else if (/\p{L}/u.test(letter)) fold[code] = letter.charCodeAt(0)
  }
  const same = { c: 'k', q: 'k', w: 'v', z: 's', y: 'i', ø: 'o', æ: 'a', ß: 's', ł: 'l', đ: 'd', ð: 'd', þ: 't' }
  for (let code = 0; code < fold.length; code++) {
    const other = same[String.fromCharCode(fold[code]!) as keyof typeof same]
    if (other) fold[code] = other.charCodeAt(0)
  }
  return fold
}

const [x, k, s, h, n, e, p, t] = [...'xkshnept'].map((letter) => letter.charCodeAt(0)) as [
  number, number, number, number, number, number, number, number,
] // biome-ignore format: one a letter

const isDigit = (code: number) => code >= 48 && code <= 57

/** Folds into `letters` and the bounds of its words; answers the number of words. What is beyond 512 letters is left out. */
export function fold(text: string): number {
  const end = Math.min(text.length, most)
  let at = 0
  let words = 0
  let begun = -1
  let last = 0
  for (let i = 0; i <= end; i++) {
    const code = i < end ? text.charCodeAt(i) : 32
    if (code === 39) continue // O'Brien is one word
    const letter = code < 0x250 ? table[code]! : code >= 0x2000 && code < 0x2e80 ? 0 : code
    if (letter === 0) {
      if (begun >= 0) {
        at = close(begun, at)
        wordFrom[words] = begun
        wordTo[words++] = at
        letters[at++] = 0
        begun = -1
      }
      last = 0
      continue
    }
    if (begun < 0) begun = at
    if (letter === last && !isDigit(letter)) continue
    if (letter === h && (last === p || last === t || last === k)) continue
    if (letter === x) {
      if (last !== k) letters[at++] = k
      letters[at++] = s
      last = s
      continue
    }
    letters[at++] = letter
    last = letter
  }
  return words
}

/** Virtasen is a form of Virtanen. */
function close(from: number, to: number): number {
  if (to - from >= 6 && letters[to - 3] === s && letters[to - 2] === e && letters[to - 1] === n) letters[to - 3] = n
  return to
}

/** Letters and digits as they stand, without signs between, into `letters`; answers how many. For numbers, codes and addresses of e-mail. */
export function bare(text: string, from = 0, to = text.length): number {
  let at = 0
  for (let i = from; i < to && at < most; i++) {
    const code = text.charCodeAt(i)
    if (isDigit(code) || (code >= 97 && code <= 122) || code > 127) letters[at++] = code
    else if (code >= 65 && code <= 90) letters[at++] = code + 32
  }
  return at
}
