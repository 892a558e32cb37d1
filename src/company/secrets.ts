import { createHash } from 'node:crypto'
import type { Random } from '#src/platform/ports/index.ts'

/** 256 random bits as text for whoever may hold it. */
export function newSecret(random: Random): string {
  return random.bytes(32).toString('base64url')
}

/** What we keep of a secret. It has full entropy, so a plain hash cannot be guessed back. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest()
}
