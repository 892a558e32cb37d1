import { Type } from 'typebox'
import type { Db } from '../db/index.ts'
import { type Migration, missingMigrations, readMigrations } from '../db/migrate.ts'
import { type Route, route } from './route.ts'
import { oneOf, shape } from './schemas.ts'

const Health = shape({
  status: oneOf(['ok', 'migrating', 'database_unavailable']),
  database: Type.Boolean(),
  migrations: oneOf(['current', 'missing', 'unknown']),
  version: Type.String(),
})

/** For monitors: whether the process lives, and whether it can do its work. Open to all, tells nothing of the company. */
export function healthRoutes(version: string): Route[] {
  const expected = readMigrations()
  return [
    route({
      method: 'GET',
      path: '/api/v1/live',
      summary: 'The process answers',
      verb: 'public',
      responses: { 200: shape({ status: oneOf(['ok']) }) },
      handle: async () => ({ status: 'ok' as const }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/health',
      summary: 'The process, its database and its schema are ready; 503 otherwise',
      verb: 'public',
      responses: { 200: Health, 503: Health },
      handle: async ({ context, reply }) => {
        const health = await look(context.db, version, expected)
        if (health.status !== 'ok') reply.code(503)
        return health
      },
    }),
  ]
}

async function look(db: Db, version: string, expected: Migration[]) {
  try {
    const missing = (await missingMigrations(db, expected)).length > 0
    const status = missing ? ('migrating' as const) : ('ok' as const)
    return { status, database: true, migrations: missing ? ('missing' as const) : ('current' as const), version }
  } catch {
    return { status: 'database_unavailable' as const, database: false, migrations: 'unknown' as const, version }
  }
}
