import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import type { Refusal } from '#src/platform/refusal.ts'
import { detectFormat } from './detect.ts'
import { openFile } from './read.ts'

const data = new URL('../../../../../shared/data/', import.meta.url)
const skip = existsSync(data) ? false : 'the shared data files are not here'

/** File → encoding, delimiter, columns, rows (and rows with surplus cells). */
const files: [path: string, encoding: string, delimiter: string, width: number, rows: number, ragged?: number][] = [
  ['import-samples/addressbook_all.csv', 'utf-8', ',', 61, 1],
  ['import-samples/addressbook_gmail.csv', 'utf-8', ',', 81, 1],
  ['import-samples/kitsas_asiakkaat_esimerkki.csv', 'utf-8', ',', 4, 3],
  ['import-samples/listmonk_subscribers.csv', 'utf-8', ',', 3, 100],
  ['import-samples/mautic_emails.csv', 'utf-8', ',', 17, 2],
  ['import-samples/mautic_leads.csv', 'utf-8', ',', 16, 54],
  ['import-samples/mautic_page_hits.csv', 'utf-8', ',', 11, 130],
  ['import-samples/salesforce_accounts.csv', 'windows-1252', ',', 38, 423],
  ['import-samples/salesforce_opportunities.csv', 'utf-8', ',', 31, 38],
  ['messy-csv/csvkit/bad.csv', 'utf-8', ',', 3, 3, 1],
  ['messy-csv/csvkit/blanks.csv', 'utf-8', ',', 6, 1],
  ['messy-csv/csvkit/mac_newlines.csv', 'utf-8', ',', 3, 2],
  ['messy-csv/csvkit/no_header_row.csv', 'utf-8', ',', 3, 1],
  ['messy-csv/csvkit/null_byte.csv', 'utf-8', ',', 3, 1],
  ['messy-csv/csvkit/optional_quote_characters.csv', 'utf-8', ',', 3, 1],
  ['messy-csv/csvkit/test_empty_columns_short_row.csv', 'utf-8', ',', 3, 1],
  ['messy-csv/csvkit/test_header_newline.csv', 'utf-8', ',', 3, 1],
  ['messy-csv/csvkit/test_latin1.csv', 'windows-1252', ',', 3, 2],
  ['messy-csv/csvkit/test_locale.csv', 'utf-8', ',', 3, 1],
  ['messy-csv/csvkit/test_skip_lines.csv', 'utf-8', ',', 3, 1],
  ['messy-csv/csvkit/test_utf16_big.csv', 'utf-16be', ',', 3, 2],
  ['messy-csv/csvkit/test_utf8_bom.csv', 'utf-8', ',', 3, 2],
  ['messy-csv/frictionless/table-with-accents.csv', 'windows-1252', ';', 8, 638],
  ['messy-csv/messytables/begrotingsanalyse-2011.csv', 'utf-8', ',', 20, 39],
  ['messy-csv/messytables/excel_pasting.csv', 'utf-8', ',', 9, 17],
  ['messy-csv/messytables/long.csv', 'utf-8', '', 1, 4000],
  ['messy-csv/messytables/mixedGLB.csv', 'utf-8', ',', 19, 133],
  ['messy-csv/messytables/null.csv', 'utf-8', ',', 4, 10],
  ['messy-csv/messytables/simple.psv', 'utf-8', '|', 6, 28],
  ['messy-csv/messytables/simple.ssv', 'utf-8', ';', 3, 6],
  ['messy-csv/messytables/skip_initials.csv', 'utf-8', ',', 2, 2],
  ['messy-csv/messytables/spanish_chars.csv', 'windows-1252', ',', 8, 116],
  ['messy-csv/messytables/utf-16le_encoded.csv', 'utf-16le', ',', 19, 327],
  ['messy-csv/messytables/utf8bom.csv', 'utf-8', ',', 2, 0],
  ['commerce-olist-20k/olist_customers_dataset.csv.gz', 'utf-8', ',', 5, 20000],
  ['commerce-olist-20k/olist_order_items_dataset.csv.gz', 'utf-8', ',', 7, 22618],
  ['commerce-olist-20k/olist_order_payments_dataset.csv.gz', 'utf-8', ',', 5, 20873],
  ['commerce-olist-20k/olist_order_reviews_dataset.csv.gz', 'utf-8', ',', 7, 19986],
  ['commerce-olist-20k/olist_orders_dataset.csv.gz', 'utf-8', ',', 8, 20000],
  ['commerce-olist-20k/olist_products_dataset.csv.gz', 'utf-8', ',', 9, 11318],
  ['commerce-olist-20k/olist_sellers_dataset.csv.gz', 'utf-8', ',', 4, 2096],
  ['commerce-olist-20k/product_category_name_translation.csv', 'utf-8', ',', 2, 71],
  ['transactions-cdnow/CDNOW_master.txt.gz', 'utf-8', '', 4, 69659],
  ['transactions-cdnow/CDNOW_sample.txt', 'utf-8', '', 5, 6919],
  ['transactions-cdnow/cdnow_customers_summary.csv', 'utf-8', ',', 4, 2357],
  ['transactions-online-retail/online_retail_until_2011-09-09.csv.gz', 'utf-8', ',', 8, 334054],
  ['leads-olist-funnel/olist_closed_deals_dataset.csv', 'utf-8', ',', 14, 842],
  ['leads-olist-funnel/olist_marketing_qualified_leads_dataset.csv', 'utf-8', ',', 4, 8000],
  ['identity-senzing-truthset/customers.jsonl', 'utf-8', '', 7, 120],
  ['fi-reference/people_names.txt', 'utf-8', '\t', 4, 34935],
  ['fi-reference/postnumbers_2020.txt', 'utf-8', '\t', 19, 3026],
  ['identity-orgs/chicago_sites_true_ids.csv', 'utf-8', ',', 7, 3337],
]
for (const [path, encoding, delimiter, width, rows, ragged = 0] of files)
  test(`reads ${path}`, { skip }, async () => {
    const file = new URL(path, data).pathname
    const format = await detectFormat(file)
    assert.deepEqual([format.encoding, format.delimiter, format.width], [encoding, delimiter, width])
    let seen = 0
    let surplus = 0
    for await (const batch of openFile(file, format)) {
      seen += batch.length
      for (const row of batch) {
        assert.ok(!row.unreadable && row.cells.length >= width)
        if (row.ragged) surplus++
      }
    }
    assert.deepEqual([seen, surplus], [rows, ragged])
  })

for (const [path, code] of [
  ['messy-csv/csvkit/dummy.xls', 'file_is_xls'],
  ['messy-csv/messytables/libreoffice.xlsx', 'file_empty'],
] as const)
  test(`refuses ${path}`, { skip }, async () => {
    await assert.rejects(detectFormat(new URL(path, data).pathname), (error: Refusal) => error.code === code)
  })

test('reads workbooks and address cards', { skip }, async () => {
  const all = async (path: string) => {
    const file = new URL(path, data).pathname
    const format = await detectFormat(file)
    const rows: string[][] = []
    for await (const batch of openFile(file, format)) rows.push(...batch.map((row) => row.cells))
    return { format, rows }
  }
  const sheet = await all('messy-csv/messytables/simple.xlsx')
  assert.deepEqual(sheet.format.header?.names, ['date', 'temperature', 'place'])
  assert.deepEqual(sheet.rows.slice(0, 2), [
    ['2011-01-01', '1', 'Galway'],
    ['2011-01-02', '-1', 'Galway'],
  ])
  const card = await all('import-samples/apple.vcf')
  assert.deepEqual(card.rows[0]?.slice(1, 7), [
    'Apple Computer AG',
    'Apple Computer AG',
    'Birgistrasse 4a',
    '8304',
    'Wallisellen-Zürich',
    'Switzerland',
  ])
})
