import { domainToASCII } from 'node:url'
import type { Reading } from './reading.ts'
import { oneLine } from './text.ts'

/** `value` as written, `key` in lower case with the domain in ASCII: what matching and look-up compare. */
export interface Email {
  value: string
  key: string
}

const plain = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}$/
const local = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u
const host = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/

/**
 * Reads the first good e-mail address in a cell: `mailto:`, `Name <a@b.fi>`, several addresses, a trailing dot. Strict enough that a
 * name, a phone number or a sentence is never an address. Fault `email_invalid`.
 */
export function readEmail(written: string): Reading<Email> {
  if (written.length <= 64 && plain.test(written)) return { value: { value: written, key: written } }
  if (written.length > 1_000) return { fault: 'email_invalid' }
  const line = oneLine(written)
    .replace(/\s*[([]\s*at\s*[)\]]\s*/gi, '@')
    .replace(/\s*@\s*/g, '@')
  const angled = /<([^<>]*@[^<>]*)>/.exec(line)
  for (const piece of (angled?.[1] ?? line).split(/[\s,;|<>"()[\]]+|\/(?=[^@]*@)/)) {
    const email = piece.includes('@') ? address(piece) : undefined
    if (email !== undefined) return { value: email }
  }
  return { fault: 'email_invalid' }
}

function address(piece: string): Email | undefined {
  const value = piece.replace(/^(?:mailto:|e-?mail:|['‘’`:.])+/i, '').replace(/(?:\?.*|['‘’`:.!])+$/, '')
  const at = value.lastIndexOf('@')
  if (at < 1 || value.length > 254) return undefined
  const name = value.slice(0, at).normalize('NFKC').toLowerCase().normalize('NFC')
  const written = value.slice(at + 1)
  // A host of ASCII letters needs no IDN step, which would also accept IP addresses written as numbers.
  const domain = /^[\w.-]+$/.test(written) ? written.toLowerCase() : domainToASCII(written)
  if (name.length > 64 || !local.test(name) || domain.length > 253 || !host.test(domain)) return undefined
  return { value, key: `${name}@${domain}` }
}
