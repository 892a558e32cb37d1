import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'

/** Asks the server as the page itself would, and returns what it answers. */
export async function ask(page: Page, method: string, path: string, body?: unknown): Promise<unknown> {
  const told = (await page.evaluate(`(async () => {
    const response = await fetch('/api/v1${path}', {
      method: '${method}',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: ${body === undefined ? 'undefined' : `JSON.stringify(${JSON.stringify(body)})`},
    })
    return JSON.stringify([response.status, await response.text()])
  })()`)) as string
  const [status, text] = JSON.parse(told) as [number, string]
  assert.ok(status < 300, `${method} ${path}: ${status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}
