import type { FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'

/** The version that a change is made to: `If-Match: "7"` → 7. Throws 428 `version_needed`. */
export function versionOf({ headers }: FastifyRequest): number {
  const version = /^"?(\d{1,9})"?$/.exec(headers['if-match'] ?? '')?.[1]
  if (version !== undefined) return Number(version)
  throw new Refusal(428, 'version_needed', 'The change does not say which version it changes.', 'Send If-Match.')
}
