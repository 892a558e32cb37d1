import { argon2, timingSafeEqual } from 'node:crypto'
import type { Random } from '#src/platform/ports/index.ts'
import { Refusal } from '#src/platform/refusal.ts'

// OWASP's minimum for argon2id: 19 MiB, two passes, one lane
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }
const shortest = 12
/** Each hashing takes 19 MiB and a thread for some 30 ms: two at a time, and no endless line behind them. */
const atOnce = 2
const longestLine = 40

let running = 0
const line: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (line.length >= longestLine) throw new Refusal(503, 'busy', 'Too many sign-ins at once.')
    await new Promise<void>((resolve) => line.push(resolve))
  } else running++
  try {
    return await work()
  } finally {
    const next = line.shift()
    if (next === undefined) running--
    else next()
  }
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  const message = password.normalize('NFC')
  return inTurn(
    () =>
      new Promise((resolve, reject) => {
        argon2('argon2id', { message, nonce: salt, ...cost }, (error, key) =>
          error === null ? resolve(key) : reject(error),
        )
      }),
  )
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
const prefix = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$`
/** Compared with when there is nobody, so that an unknown address takes as long as a known one. */
const nobody = `${prefix}${base64(Buffer.alloc(16))}$${base64(Buffer.alloc(32))}`

/** argon2id in PHC format. Off the event loop. Throws 503 `busy` when too many wait. */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const salt = random.bytes(16)
  return `${prefix}${base64(salt)}$${base64(await derive(password, salt))}`
}

/** Whether the password is the one hashed. Without a hash it takes the same time and is false. */
export async function verifyPassword(password: string, hash: string | null | undefined): Promise<boolean> {
  const [, , , , salt = '', key = ''] = (hash ?? nobody).split('$')
  const expected = Buffer.from(key, 'base64')
  const derived = await derive(password, Buffer.from(salt, 'base64'))
  const same = expected.length === derived.length && timingSafeEqual(expected, derived)
  return same && hash !== null && hash !== undefined
}

/** Of the most used passwords those that are long enough to pass otherwise, as letters and digits only. */
const known = new Set([
  '123456789012',
  '1234567890123',
  '123456789123',
  '123123123123',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwerty123456',
  'qwerty12345678',
  'qwertyuiopasdf',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'salasana1234',
  'salasana12345',
  'salasanasalasana',
  'administrator',
  'administrator1',
  'letmeinletmein',
  'iloveyou1234',
  'welcome12345',
  'correcthorsebatterystaple',
])

/** Refuses (400 `password_too_weak`) what is short, common, or made of the person's own address or our name. */
export function mustBeStrong(password: string, about: readonly string[]): void {
  const plain = password.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  const own = ['kauppias', ...about.flatMap((word) => word.toLowerCase().split(/[@.\s]+/))].filter((w) => w.length > 3)
  const rest = own.reduce((left, word) => left.replaceAll(word, ''), plain)
  const weak =
    Array.from(password).length < shortest ||
    new Set(password).size < 5 ||
    known.has(plain) ||
    (rest !== plain && rest.length < 6)
  if (weak) {
    throw new Refusal(
      400,
      'password_too_weak',
      'This password is too easy to guess.',
      `Use at least ${shortest} characters, for example four words.`,
      { least: shortest },
    )
  }
}
