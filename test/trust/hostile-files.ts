import { gzipSync } from 'node:zlib'
import { corpus } from './hostile.ts'

const header = ['asiakasnumero', 'nimi', 'sähköposti', 'puhelin', 'katuosoite', 'postitoimipaikka', 'lisätiedot']

/** Each text of the corpus in every column of a row of its own. */
const rows: readonly (readonly string[])[] = corpus.map(({ text }, i) => [
  `H${i + 1}`,
  `Hätä ${text}`,
  text,
  text,
  text,
  text,
  text,
])
/** How many data lines each file has. */
export const lineCount = rows.length

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
const delimited = (delimiter: string, all: readonly (readonly string[])[]) =>
  [header, ...all].map((row) => row.map(quoted).join(delimiter)).join('\n')
const csv = delimited(';', rows)
/** Other customers, so that the file is not the same delivery again. */
const others = (prefix: string) => rows.map(([id, ...rest]) => [`${prefix}${id}`, ...rest])

/** The corpus as a file of each format that the intake reads. */
export const hostileFiles: Readonly<Record<string, Buffer>> = {
  'semicolons.csv': Buffer.from(csv),
  'commas.csv': Buffer.from(delimited(',', others('C'))),
  'tabs.tsv': Buffer.from(delimited('\t', others('T'))),
  'utf16.csv': Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from(delimited(';', others('U')), 'utf16le')]),
  'lines.ndjson': Buffer.from(
    others('N')
      .map((row) => JSON.stringify(Object.fromEntries(header.map((name, i) => [name, row[i]]))))
      .join('\n'),
  ),
  'packed.csv.gz': gzipSync(delimited(';', others('G'))),
}

/** Names that a browser or an attacker may send with a file. */
export const fileNames: readonly string[] = corpus.map(({ text }) => text.slice(0, 300))
