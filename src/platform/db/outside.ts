import { Refusal } from '#src/platform/refusal.ts'
import type { Db } from './connection.ts'
import { serverVersion } from './queries.ts'

const oldest = 150_000

/** Throws a Refusal when the server cannot be reached, does not let us in, or is too old. Shows no password. */
export async function requireVersion(db: Db): Promise<void> {
  const found = await db.one(serverVersion).catch((error: unknown) => {
    throw unreachable(db.url, error)
  })
  if (found.number >= oldest) return
  throw new Refusal(
    503,
    'postgres_too_old',
    `The database is PostgreSQL ${found.text}; 15 is the oldest that works.`,
    'Upgrade it, or leave DATABASE_URL away to use the built-in one.',
  )
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'there is no such host',
  ETIMEDOUT: 'it does not answer',
  '28P01': 'the password or the name is wrong',
  '28000': 'it does not let this name in',
  '3D000': 'there is no such database',
  '53300': 'it has no free connection',
}

function unreachable(url: string, error: unknown): Refusal {
  const { host, pathname } = new URL(url)
  const cause = (error as { cause?: unknown }).cause ?? error
  const code = (cause as { code?: string }).code ?? ''
  return new Refusal(
    503,
    'database_unreachable',
    `The database ${host}${pathname} cannot be used: ${reasons[code] ?? (cause as Error).message}.`,
    'Check DATABASE_URL and that the server runs; "doctor" tells more.',
  )
}
