import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { byId, type Route, route } from '#src/platform/http/index.ts'
import type { Static } from 'typebox'
import { SourceChange, SourceList } from './contract.ts'
import { limitsOf } from './limits.ts'
import { sources } from './queries.ts'
import { changeLimits } from './sources.ts'

async function list(context: Context): Promise<Static<typeof SourceList>> {
  authorize(context.actor, 'source.read')
  const rows = await sources(context.db)
  return {
    sources: rows.map((row) => ({
      id: row.id,
      name: row.name,
      trust: row.trust,
      createdAt: row.created_at.toISOString(),
      limits: limitsOf(row.limits),
    })),
  }
}

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/sources',
    summary: 'Sources that data come from, by name',
    verb: 'source.read',
    responses: { 200: SourceList },
    handle: ({ context }) => list(context),
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/sources/:id',
    summary: 'How bad a delivery of a source may be before it is held whole',
    verb: 'source.manage',
    params: byId,
    body: SourceChange,
    responses: { 200: SourceList },
    handle: async ({ context, params, body }) => {
      await changeLimits(context, params.id, body.limits)
      return list(context)
    },
  }),
]
