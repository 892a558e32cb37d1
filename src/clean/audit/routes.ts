import { type Route, route } from '#src/platform/http/index.ts'
import { askCheck, auditState } from './checks.ts'
import { AuditState, Check } from './contract.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'How far the history is sealed, and how the last check of it ended',
    verb: 'history.verify',
    responses: { 200: AuditState },
    handle: ({ context }) => auditState(context),
  }),
  route({
    method: 'POST',
    path: '/api/v1/audit/checks',
    summary: 'Check the whole history against its seals; a check that waits or goes on is answered instead',
    verb: 'history.verify',
    responses: { 202: Check },
    handle: ({ context }) => askCheck(context),
  }),
]
