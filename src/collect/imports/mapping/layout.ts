import { createHash } from 'node:crypto'
import type { Format } from '../reading/format.ts'

/** Fingerprint of a file's columns: the same as long as a saved mapping still fits (names, their order, how many). */
export function layoutOf(format: Format): string {
  const names = format.header?.names.map((name) => name.normalize('NFC').trim().toLowerCase())
  const shape = JSON.stringify([format.kind, format.width, names ?? null])
  return createHash('sha256').update(shape).digest('hex').slice(0, 32)
}
