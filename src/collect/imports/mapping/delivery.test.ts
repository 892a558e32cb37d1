import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { test } from 'node:test'
import { detectFormat } from '../reading/detect.ts'
import { openFile } from '../reading/read.ts'
import { planDelivery } from './delivery.ts'
import { rowMapper } from './map-row.ts'
import { profileFile } from './profile.ts'
import type { FileFacts, Suggested } from './suggest.ts'

const data = new URL('../../../../../shared/data/', import.meta.url)
const skip = existsSync(data) ? false : 'the shared data files are not here'

async function plan(folder: string, only = /\.(csv|txt|jsonl)(\.gz)?$/): Promise<Map<string, Suggested>> {
  const files: FileFacts[] = []
  for (const name of (await readdir(new URL(folder, data))).filter((n) => only.test(n)).sort()) {
    const path = new URL(`${folder}/${name}`, data).pathname
    const format = await detectFormat(path)
    files.push({ name, format, profile: await profileFile(path, format) })
  }
  return new Map(planDelivery(files).map(({ name, suggested }) => [name, suggested]))
}
function told(suggestion: Suggested | undefined): string {
  assert.ok(suggestion)
  if ('ignore' in suggestion) return suggestion.ignore
  if ('unknown' in suggestion) return 'unknown'
  const { kind, key, columns, constants } = suggestion.mapping
  const meant = columns
    .filter((c) => c.field !== 'attribute' && c.field !== 'ignore')
    .map((c) => `${c.header}=${c.field}${c.label ? `[${c.label}]` : ''}`)
  return `${kind} by ${key}: ${[...meant, ...Object.entries(constants ?? {}).map(([f, v]) => `${f}:${v}`)].join(' ')}`
}

test('Olist: orders, lines, payments and reviews of customers with two ids, in one delivery', { skip }, async () => {
  const files = await plan('commerce-olist-20k')
  assert.deepEqual(
    [...files].map(([name, suggestion]) => `${name.replace(/^olist_|_dataset|\.csv.*$/g, '')} ${told(suggestion)}`),
    [
      'products product by sku: product_id=sku product_category_name=category',
      'customers customer by externalId: customer_id=externalId customer_unique_id=personId customer_zip_code_prefix=postcode customer_city=city customer_state=region',
      'orders purchase by orderNumber: order_id=orderNumber customer_id=customerRef order_status=status order_purchase_timestamp=at',
      'order_items purchaseLine by orderAndLine: order_id=orderNumber order_item_id=lineNumber product_id=sku price=unitPrice freight_value=freight quantity:1',
      'order_payments payment by orderAndSequence: order_id=orderNumber payment_sequential=sequence payment_type=method payment_value=amount',
      'order_reviews feedback by externalIdAndOrder: review_id=externalId order_id=orderNumber review_score=score review_comment_title=subject review_comment_message=text review_creation_date=at review_answer_timestamp=answeredAt',
      'sellers ignored_other_party',
      'product_category_name_translation ignored_lookup_table',
    ],
  )
})

test('Online Retail: each row one line of a purchase; ids that a spreadsheet made numbers', { skip }, async () => {
  const [[name, suggestion]] = [...(await plan('transactions-online-retail'))] as [[string, Suggested]]
  assert.equal(
    told(suggestion),
    'purchase by row: InvoiceNo=orderNumber StockCode=sku Description=description Quantity=quantity InvoiceDate=at UnitPrice=unitPrice CustomerID=customerRef Country=country',
  )
  assert.ok('mapping' in suggestion)
  const path = new URL(`transactions-online-retail/${name}`, data).pathname
  const map = rowMapper(suggestion.mapping)
  let unknown = 0
  let cancelled = 0
  for await (const batch of openFile(path, await detectFormat(path)))
    for (const { cells } of batch) {
      const { fields } = map(cells)
      if (!fields.customerRef) unknown++
      else assert.match(fields.customerRef[0]!.text, /^\d{5}$/)
      if (fields.orderNumber![0]!.text.startsWith('C')) cancelled++
    }
  assert.deepEqual([unknown, cancelled], [91_927, 6_031])
})

test('CDNOW: with a header sure, without one a guess that asks to be confirmed', { skip }, async () => {
  const files = await plan('transactions-cdnow')
  assert.equal(
    told(files.get('CDNOW_master.txt.gz')),
    'purchase by row: customer_id=customerRef date=at number_of_cds=quantity dollar_value=total currency:USD',
  )
  const sample = files.get('CDNOW_sample.txt')
  assert.equal(told(sample), 'purchase by row: Column 1=customerRef Column 3=at Column 4=quantity Column 5=total')
  assert.ok(sample && 'confidence' in sample && sample.confidence <= 0.5)
  assert.equal(told(files.get('cdnow_customers_summary.csv')), 'ignored_derived_figures')
})

test('Olist funnel: leads are customers, won deals what happened with them', { skip }, async () => {
  const files = await plan('leads-olist-funnel')
  assert.deepEqual([...files.values()].map(told), [
    'customer by externalId: mql_id=externalId first_contact_date=customerSince origin=leadSource',
    'interaction by row: mql_id=customerRef sr_id=handler won_date=at entryKind:deal',
  ])
})

test('Salesforce: accounts are organisations, opportunities their deals', { skip }, async () => {
  const files = await plan('import-samples', /^salesforce/)
  assert.deepEqual([...files.values()].map(told), [
    'customer by externalId: ID=externalId ISDELETED=deleted NAME=organisation BILLINGSTREET=street[billing] BILLINGCITY=city[billing] BILLINGSTATE=region[billing] BILLINGPOSTALCODE=postcode[billing] BILLINGCOUNTRY=country[billing] SHIPPINGSTREET=street[shipping] SHIPPINGCITY=city[shipping] SHIPPINGSTATE=region[shipping] SHIPPINGPOSTALCODE=postcode[shipping] SHIPPINGCOUNTRY=country[shipping] PHONE=phone FAX=phone[fax] WEBSITE=website DESCRIPTION=note CREATEDDATE=customerSince LASTMODIFIEDDATE=updatedAt customerKind:organisation',
    'interaction by externalId: ID=externalId ACCOUNTID=customerRef NAME=subject DESCRIPTION=text STAGENAME=status AMOUNT=amount CLOSEDATE=at OWNERID=handler entryKind:deal',
  ])
})

for (const [file, expected] of [
  [
    'kitsas_asiakkaat_esimerkki.csv',
    'customer by email: Nimi=name Lähiosoite=street Postiosoite=postcodeCity Sähköposti=email',
  ],
  ['listmonk_subscribers.csv', 'customer by email: email=email name=name'],
  [
    'mautic_leads.csv',
    'customer by emailAndName: title=title firstname=givenName lastname=familyName city=city address1=street state=region zipcode=postcode country=country email=email phone=phone company=organisation website=website',
  ],
  ['mautic_emails.csv', 'ignored_templates'],
  ['mautic_page_hits.csv', 'ignored_web_log'],
] as const)
  test(`suggests for ${file}`, { skip }, async () => {
    const [suggestion] = (await plan('import-samples', new RegExp(`^${file}$`))).values()
    assert.equal(told(suggestion), expected)
  })

test('address books: every e-mail, phone and address keeps its label', { skip }, async () => {
  const [all] = (await plan('import-samples', /^addressbook_all/)).values()
  assert.match(
    told(all),
    /Email Home=email\[home\] Email Work=email\[work\].*Home Fax=phone\[fax\].*Home Street=street\[home\].*Business Street=street\[work\] Work City=city\[work\]/,
  )
  const [gmail] = (await plan('import-samples', /^addressbook_gmail/)).values()
  assert.match(told(gmail), /E-mail 1 - Value=email E-mail 2 - Value=email\[2\].*Address 2 - Street=street\[2\]/)
  assert.match(told(gmail), /Organization 1 - Name=organisation/)
})

test('nothing in the messy files is taken for customers', { skip }, async () => {
  for (const folder of ['messy-csv/csvkit', 'messy-csv/messytables', 'messy-csv/frictionless'])
    for (const [name, suggestion] of await plan(folder, /\.([cps]sv)$/))
      assert.ok(!('mapping' in suggestion), `${folder}/${name} ${told(suggestion)}`)
})
