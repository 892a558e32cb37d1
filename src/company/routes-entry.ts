import { Type } from 'typebox'
import { byId, type Route, route } from '#src/platform/http/index.ts'
import { CodeGiven, Enrolment, PasswordGiven, RecoveryCodes, SecondFactor, SecondFactorPolicy } from './contract.ts'
import * as factor from './second-factor.ts'

/** The second factor: one's own, others', and who must have it. */
export const entryRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/me/second-factor',
    summary: 'Whether you sign in with a code too, and how many recovery codes are left',
    verb: 'self',
    responses: { 200: SecondFactor },
    handle: ({ context }) => factor.secondFactor(context),
  }),
  route({
    method: 'POST',
    path: '/api/v1/me/second-factor',
    summary: 'Begin to set up codes: a new secret for the app',
    verb: 'self',
    idempotency: 'none', // tries are counted also when they fail
    body: PasswordGiven,
    responses: { 201: Enrolment },
    handle: ({ context, body }) => factor.beginEnrolment(context, body.password),
  }),
  route({
    method: 'POST',
    path: '/api/v1/me/second-factor/confirm',
    summary: 'Turn codes on with the first one; the answer has the recovery codes',
    verb: 'self',
    idempotency: 'none', // tries are counted also when they fail
    body: CodeGiven,
    responses: { 200: RecoveryCodes },
    handle: ({ context, body }) => factor.confirmEnrolment(context, body.code),
  }),
  route({
    method: 'POST',
    path: '/api/v1/me/second-factor/recovery-codes',
    summary: 'New recovery codes; the old ones end',
    verb: 'self',
    idempotency: 'none', // tries are counted also when they fail
    body: PasswordGiven,
    responses: { 201: RecoveryCodes },
    handle: ({ context, body }) => factor.renewCodes(context, body.password),
  }),
  route({
    method: 'POST',
    path: '/api/v1/me/second-factor/off',
    summary: 'Turn codes off',
    verb: 'self',
    idempotency: 'none',
    body: PasswordGiven,
    responses: { 204: Type.Null() },
    handle: async ({ context, body }) => {
      await factor.turnOff(context, body.password)
      return undefined
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/users/:id/second-factor',
    summary: 'Take away the codes of somebody whose telephone is lost; all their sessions end',
    verb: 'user.manage',
    params: byId,
    responses: { 204: Type.Null() },
    handle: async ({ context, params }) => {
      await factor.resetFor(context, params.id)
      return undefined
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/settings/second-factor',
    summary: 'The roles that must sign in with a code',
    verb: 'settings.manage',
    responses: { 200: SecondFactorPolicy },
    handle: ({ context }) => factor.policy(context),
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/settings/second-factor',
    summary: 'Decide which roles must sign in with a code',
    verb: 'settings.manage',
    body: SecondFactorPolicy,
    responses: { 200: SecondFactorPolicy },
    handle: ({ context, body }) => factor.setPolicy(context, body),
  }),
]
