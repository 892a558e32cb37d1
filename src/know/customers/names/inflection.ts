/**
 * From an inflected Finnish name to the names it may be a form of. Finnish cannot be taken apart without a dictionary ("Lahden" may be
 * of Lahti or of Lahde), but the dictionary is there: the names of the customers. So this makes every plausible base form and the
 * search keeps those that exist.
 */

const most = 20
const vowel = 'aeiouyåäö'

/** Case endings, after which the stem is in the weak grade (genitive, local cases) or the strong one (partitive, illative, essive). */
// biome-ignore format: a table
const endings = [
  'n', 'lla', 'llä', 'lle', 'lta', 'ltä', 'ssa', 'ssä', 'sta', 'stä', 'ksi', 't', 'a', 'ä', 'ta', 'tä', 'tta', 'ttä', 'seen', 'na', 'nä',
]

/** Plural and partitive endings of names in -nen: Virtaset, Virtasten, Virtasille, Virtasta. */
const nenForms =
  /s(?:e(?:n|t|lla|llä|lle|lta|ltä|ssa|ssä|sta|stä|ksi|na|nä|en)|ta|tä|ten|ia|iä|iin|i(?:lla|llä|lle|lta|ltä|ssa|ssä|sta|stä|ksi|na|nä))$/

/** Weak consonants before the last vowel and what they may be in the strong grade. */
// biome-ignore format: a table
const stronger: Record<string, readonly string[]> = {
  p: ['pp'], t: ['tt'], k: ['kk'], v: ['p', 'k'], d: ['t'], mm: ['mp'], nn: ['nt'], ll: ['lt'], rr: ['rt'],
  ng: ['nk'], lj: ['lk'], rj: ['rk'], hj: ['hk'], lv: ['lp'], rv: ['rp'], hd: ['ht'], l: ['lk'], r: ['rk'], h: ['hk'],
  lt: ['ltt'], rt: ['rtt'], nt: ['ntt'], lk: ['lkk'], rk: ['rkk'], nk: ['nkk'], mp: ['mpp'], lp: ['lpp'], rp: ['rpp'], hk: ['hkk'],
}
// biome-ignore format: a table
const weaker: Record<string, readonly string[]> = {
  pp: ['p'], tt: ['t'], kk: ['k'], p: ['v'], t: ['d'], k: [''], mp: ['mm'], nt: ['nn'], lt: ['ll'], rt: ['rr'],
  nk: ['ng'], lk: ['l'], rk: ['r'], lp: ['lv'], rp: ['rv'], ht: ['hd'], ltt: ['lt'], rtt: ['rt'], ntt: ['nt'],
  lkk: ['lk'], rkk: ['rk'], nkk: ['nk'],
}

/**
 * Base forms that a Finnish case form may come from, the likeliest first: "virtasen" → virtanen, "lahden" → lahti, "pekalle" → pekka.
 * Takes and gives tokens as `searchTokens` makes them; at most 20, without the token itself.
 */
export function inflectionCandidates(queryToken: string): string[] {
  const found = new Set<string>()
  if (queryToken.length < 3 || queryToken.length > 40) return []
  const nen = nenForms.exec(queryToken)
  if (nen !== null) found.add(`${queryToken.slice(0, nen.index)}nen`)
  for (const stem of stems(queryToken)) for (const base of bases(stem)) found.add(base)
  found.delete(queryToken)
  return [...found].filter((base) => base.length > 1).slice(0, most)
}

function* stems(token: string): Generator<string> {
  // Illative: the last vowel is doubled before n (Liisaan), or h stands between (Maahan).
  const illative = /^(.*([aeiouyåäö]))h?\2n$/.exec(token)
  const longest = endings.filter((ending) => token.endsWith(ending)).sort((a, b) => b.length - a.length)
  for (const ending of longest) {
    const stem = token.slice(0, -ending.length)
    if (stem.length > 1) yield stem
  }
  if (illative !== null && illative[1]!.length > 1) yield illative[1]!
}

function* bases(stem: string): Generator<string> {
  const last = stem.at(-1)!
  if (!vowel.includes(last)) {
    // A consonant stem before an ending of the partitive: Markus-ta.
    yield stem
    return
  }
  if (stem.endsWith('kse')) yield `${stem.slice(0, -3)}s`
  yield* regraded(stem, stronger)
  if (last === 'e') yield* eStem(stem.slice(0, -1))
  if (last === 'i' && !vowel.includes(stem.at(-2)!)) yield stem.slice(0, -1)
  if (/(?:aa|ää|ii|ee)$/.test(stem)) yield* regraded(`${stem.slice(0, -1)}s`, weaker)
}

/** Stems in -e come from names in -i (Lahti, Mäki, Vesi), -e (Laine, Helle), or a consonant (Sisar, Manner, Lyhyt). */
function* eStem(core: string): Generator<string> {
  yield* regraded(`${core}i`, stronger)
  if (core.endsWith('e')) {
    yield* regraded(core, weaker)
    yield* regraded(core.slice(0, -1), weaker)
  }
  if (core.endsWith('d')) yield `${core.slice(0, -1)}si`
  if (core.endsWith('im')) yield `${core.slice(0, -1)}n`
  yield core
  if (/[uy]$/.test(core)) yield `${core}t`
}

/** The word itself and with the consonants before its last vowel in the other grade. */
function* regraded(word: string, grades: Record<string, readonly string[]>): Generator<string> {
  yield word
  const m = /^(.*[aeiouyåäö])([^aeiouyåäö]*)([aeiouyåäö][^aeiouyåäö]?)$/.exec(word)
  if (m === null) return
  if (m[2] === '') {
    // k that has vanished between vowels: Joen → Joki, Mäen → Mäki.
    if (grades === stronger) yield `${m[1]}k${m[3]}`
    return
  }
  for (const other of grades[m[2]!] ?? []) yield `${m[1]}${other}${m[3]}`
}
