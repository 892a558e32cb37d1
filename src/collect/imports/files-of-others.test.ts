import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite, test } from 'node:test'
import '#src/pipeline.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { ports } from '#src/collect/intake/index.ts'
import { leastConfidence } from './mapping/plan.ts'
import { profileFile } from './mapping/profile.ts'
import { suggestMapping } from './mapping/suggest.ts'
import { PreviewReader } from './preview/rows.ts'
import { detectFormat } from './reading/detect.ts'
import { columnNames, type Format } from './reading/format.ts'
import { openFile } from './reading/read.ts'

const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))
const skip = existsSync(data) ? false : 'the shared data files are not here'
const gate = { timeZone: 'Europe/Helsinki', currency: 'EUR', country: 'FI', now: new Date('2026-11-23T08:00:00Z') }

interface Seen {
  format?: Format
  /** Kind, why it is left out, or the code of the refusal; "?" = a person is asked. */
  verdict: string
  lines: number
  outcomes: Record<string, number>
  text: string
}

/** Everything that is decided of a file before it is written. */
async function seen(path: string): Promise<Seen> {
  try {
    const format = await detectFormat(path)
    const found = suggestMapping(basename(path), format, await profileFile(path, format))
    const mapping = 'mapping' in found ? found.mapping : null
    const asked = 'mapping' in found && found.confidence < leastConfidence ? '?' : ''
    const verdict = mapping ? `${mapping.kind}${asked}` : 'ignore' in found ? found.ignore : 'kind_unknown?'
    const reader = new PreviewReader(mapping, columnNames(format), ports().gate, gate)
    const outcomes: Record<string, number> = {}
    const texts = [...columnNames(format)]
    let lines = 0
    for await (const rows of openFile(path, format))
      for (const row of rows) {
        lines++
        const { outcome } = reader.read(row, row.line)
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
        if (texts.length < 20_000) texts.push(...row.cells)
      }
    return { format, verdict, lines, outcomes, text: texts.join('\n') }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    assert.ok(error.next !== undefined, `${path}: a refusal says what to do next`)
    return { verdict: error.code, lines: 0, outcomes: {}, text: '' }
  }
}

const filesIn = (folder: string): string[] =>
  readdirSync(join(data, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()

/** UTF-8 read as one byte per letter (`Ã©`), letters lost (`\ufffd`), or controls that no text has. */
const mojibake = /Ã[\u0080-\u00bf]|Â[\u0080-\u00bf]|â€|\ufffd/

/** What must come of the files whose names or contents lead astray. */
const tricky: Record<
  string,
  Partial<{ verdict: string; lines: number; encoding: string; names: string[]; holds: string }>
> = {
  'apple.vcf': { verdict: 'customer', lines: 1, holds: 'Wallisellen-Zürich' },
  'addressbook_all.csv': { verdict: 'customer', lines: 1 },
  'addressbook_gmail.csv': { verdict: 'customer', lines: 1 },
  'kitsas_asiakkaat_esimerkki.csv': { verdict: 'customer', lines: 3 },
  'listmonk_subscribers.csv': { verdict: 'customer', lines: 100 },
  'mautic_leads.csv': { verdict: 'customer', lines: 54 },
  'mautic_emails.csv': { verdict: 'ignored_templates', lines: 2 },
  'mautic_page_hits.csv': { verdict: 'ignored_web_log', lines: 130 },
  'salesforce_accounts.csv': {
    verdict: 'customer',
    lines: 423,
    encoding: 'windows-1252',
    holds: 'Crédito Inmobiliario Terras',
  },
  'salesforce_opportunities.csv': { verdict: 'interaction', lines: 38 },
  'dummy.xls': { verdict: 'file_is_xls' },
  'libreoffice.xlsx': { verdict: 'file_empty' },
  'simple.xlsx': { lines: 6, names: ['date', 'temperature', 'place'] },
  'mac_newlines.csv': { lines: 2 },
  'no_header_row.csv': { verdict: 'kind_unknown?', lines: 1 },
  'test_header_newline.csv': { lines: 1 },
  'test_latin1.csv': { encoding: 'windows-1252', lines: 2, holds: '©' },
  'test_utf16_big.csv': { encoding: 'utf-16be', lines: 2, holds: 'ʤ' },
  'test_utf8_bom.csv': { encoding: 'utf-8', lines: 2, holds: 'ʤ' },
  'utf-16le_encoded.csv': { encoding: 'utf-16le', lines: 327 },
  'table-with-accents.csv': { encoding: 'windows-1252', lines: 638 },
  'spanish_chars.csv': { encoding: 'windows-1252', lines: 116 },
  'utf8bom.csv': { verdict: 'ignored_no_rows', lines: 0 },
}

suite('files that other programs wrote', () => {
  for (const folder of ['import-samples', 'messy-csv'])
    test(`${folder}: the right table or a clear refusal, never wrong letters`, { skip }, async (t) => {
      const missing = new Set(
        folder === 'import-samples' ? Object.keys(tricky).slice(0, 10) : Object.keys(tricky).slice(10),
      )
      for (const path of filesIn(join(folder))) {
        const name = basename(path)
        const { format, verdict, lines, outcomes, text } = await seen(path)
        const form = format
          ? `${format.kind} ${format.encoding} ${JSON.stringify(format.delimiter)} header ${format.header?.line ?? '–'}`
          : 'refused'
        const became = Object.entries(outcomes).map(([outcome, count]) => `${outcome} ${count}`)
        t.diagnostic(`${name} → ${form} → ${verdict} → ${lines} lines: ${became.join(', ') || '–'}`)
        assert.doesNotMatch(text, mojibake, name)
        assert.equal(
          Object.values(outcomes).reduce((sum, count) => sum + count, 0),
          lines,
          name,
        )
        const wanted = tricky[name]
        missing.delete(name)
        if (wanted?.verdict !== undefined) assert.equal(verdict, wanted.verdict, name)
        if (wanted?.lines !== undefined) assert.equal(lines, wanted.lines, name)
        if (wanted?.encoding !== undefined) assert.equal(format?.encoding, wanted.encoding, name)
        if (wanted?.names !== undefined) assert.deepEqual(format?.header?.names, wanted.names, name)
        if (wanted?.holds !== undefined) assert.ok(text.includes(wanted.holds), `${name} holds ${wanted.holds}`)
      }
      assert.deepEqual([...missing], [])
    })
})
