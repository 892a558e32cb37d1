import { Type } from 'typebox'
import { type Route, route, shape } from '#src/platform/http/index.ts'
import { apply, ask, found, leave } from './cleanup.ts'
import { CleanApplied, CleanApply, CleanAsk, CleanField, CleanLeave, CleanSearch } from './contract.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/cleanup',
    summary: 'Values of a field that are probably one value written in several ways',
    verb: 'customer.bulk',
    query: shape({ field: CleanField }),
    responses: { 200: CleanSearch },
    handle: ({ context, query }) => found(context, query.field),
  }),
  route({
    method: 'POST',
    path: '/api/v1/cleanup/searches',
    summary: 'Look through the values of a field now',
    verb: 'customer.bulk',
    body: CleanAsk,
    responses: { 202: CleanSearch },
    handle: ({ context, body }) => ask(context, body.field),
  }),
  route({
    method: 'POST',
    path: '/api/v1/cleanup',
    summary:
      'Give everybody who has one of these values the right one; can be taken back as a change of many customers',
    verb: 'customer.bulk',
    body: CleanApply,
    responses: { 200: CleanApplied },
    handle: ({ context, body }) => apply(context, body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/cleanup/left',
    summary: 'Remember that values are different things, or forget it',
    verb: 'customer.bulk',
    body: CleanLeave,
    responses: { 204: Type.Null() },
    handle: async ({ context, body }) => {
      await leave(context, body)
      return undefined
    },
  }),
]
