import type { Reading } from './reading.ts'
import { oneLine } from './text.ts'

/** A web address with scheme and host; only http and https, so that no script can hide in a link. Fault `text_unreadable`. */
export function readUrl(written: string): Reading<string> {
  const line = oneLine(written)
  if (line.length > 2_000) return { fault: 'text_too_long' }
  const text = /^[a-z][a-z0-9+.-]*:/i.test(line) && !/^[\w.-]+:\d/.test(line) ? line : `https://${line}`
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || !url.hostname.includes('.') || url.username !== '') {
    return { fault: 'text_unreadable' }
  }
  const bare = url.pathname === '/' && url.search === '' && url.hash === ''
  return { value: bare ? url.origin : url.href }
}
