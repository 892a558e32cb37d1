import { authorize } from '#src/company/index.ts'
import { type Route, route } from '#src/platform/http/index.ts'
import { SourceList } from './contract.ts'
import { sources } from './queries.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/sources',
    summary: 'Sources that data come from, by name',
    verb: 'source.read',
    responses: { 200: SourceList },
    handle: async ({ context }) => {
      authorize(context.actor, 'source.read')
      const rows = await sources(context.db)
      return {
        sources: rows.map((row) => ({
          id: row.id,
          name: row.name,
          trust: row.trust,
          createdAt: row.created_at.toISOString(),
        })),
      }
    },
  }),
]
