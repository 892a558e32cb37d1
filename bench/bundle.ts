import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Attention, Today } from '#src/act/today/contract.ts'
import { Me } from '#src/company/contract.ts'
import { launchBrowser } from '#test/support/browser.ts'
import { sampleOf } from '#test/trust/sample.ts'
import { judge } from './bar.ts'
import { root } from './options.ts'

// All script that a browser fetches until the first screen of somebody signed in stands there.

const web = join(root, 'dist', 'web')
if (!existsSync(join(web, 'index.html'))) {
  console.error('The web app is not built: run "npm start" once, or vite build -c web/vite.config.ts.')
  process.exit(2)
}

const types: Record<string, string> = {
  js: 'text/javascript',
  css: 'text/css',
  html: 'text/html',
  svg: 'image/svg+xml',
}
const answers: Record<string, unknown> = {
  '/api/v1/me': sampleOf(Me, {
    language: 'fi',
    role: 'administrator',
    timeZone: 'Europe/Helsinki',
    currency: 'EUR',
    needed: false,
  }),
  '/api/v1/today': sampleOf(Today, {
    currency: 'EUR',
    minor: '12900',
    imports: [],
  }),
  '/api/v1/attention': sampleOf(Attention, {
    currency: 'EUR',
    minor: '12900',
    kind: 'slipping',
    code: 'notKnown',
    figures: {},
    months: Array.from({ length: 12 }, () => 1),
  }),
}

const browser = await launchBrowser()
try {
  const page = await (await browser.newContext({ locale: 'fi-FI' })).newPage()
  const scripts = new Map<string, number>()
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname.startsWith('/api/')) {
      return route.fulfill(pathname in answers ? { json: answers[pathname] } : { status: 404, json: {} })
    }
    const named = join(web, pathname)
    const path = existsSync(named) && statSync(named).isFile() ? named : join(web, 'index.html')
    const body = readFileSync(path)
    if (path.endsWith('.js')) scripts.set(pathname, gzipSync(body).length)
    return route.fulfill({ body, contentType: types[path.split('.').at(-1)!] ?? 'application/octet-stream' })
  })
  await page.goto('http://kauppias.example/', { waitUntil: 'networkidle' })
  await page.locator('main').first().waitFor({ timeout: 20_000 })
  for (const [name, bytes] of [...scripts].sort((a, b) => b[1] - a[1]))
    console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${name}`)
  const total = [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0)
  judge({ name: 'script of the first screen, gzipped', figure: total / 1000, most: 250, unit: ' kB' })
} finally {
  await browser.close()
}
