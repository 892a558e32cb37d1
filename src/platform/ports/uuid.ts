import { hash } from 'node:crypto'
import type { Uuid } from '#src/terms/index.ts'
import type { Clock, Random } from './index.ts'

const hex: string[] = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))

function format(b: Uint8Array): Uuid {
  let s = ''
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) s += '-'
    s += hex[b[i]!]
  }
  return s
}

/** Makes UUIDv7 (RFC 9562 §5.7) that grow strictly within a process: 48 bits of time, 12 bits of counter, 62 random bits. */
export function uuidMaker(clock: Clock, random: Random): () => Uuid {
  let last = 0
  let count = 0
  let pool: Buffer = Buffer.alloc(0)
  let used = 0
  return () => {
    const ms = clock.now().getTime()
    if (ms > last) {
      last = ms
      count = 0
    } else if (++count > 0xfff) {
      last++
      count = 0
    }
    if (used + 8 > pool.length) {
      pool = random.bytes(4096)
      used = 0
    }
    const b = new Uint8Array(16)
    b[0] = (last / 0x10000000000) & 255
    b[1] = (last / 0x100000000) & 255
    b[2] = (last >>> 24) & 255
    b[3] = (last >>> 16) & 255
    b[4] = (last >>> 8) & 255
    b[5] = last & 255
    b[6] = 0x70 | (count >>> 8)
    b[7] = count & 255
    for (let i = 8; i < 16; i++) b[i] = pool[used++]!
    b[8] = 0x80 | (b[8]! & 0x3f)
    return format(b)
  }
}

/** UUIDv8 (RFC 9562 §5.8) of a natural key: the same parts give the same id everywhere and always. */
export function uuidOf(...parts: string[]): Uuid {
  const b = hash('sha256', parts.join('\u0000'), 'buffer')
  b[6] = 0x80 | (b[6]! & 0x0f)
  b[8] = 0x80 | (b[8]! & 0x3f)
  return format(b)
}
