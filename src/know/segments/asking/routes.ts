import { type Route, route } from '#src/platform/http/index.ts'
import { ConditionFields } from '../contract.ts'
import { askable } from './asking.ts'

export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/conditions/fields',
    summary: 'What can be asked of customers and of what happened to them',
    verb: 'customer.read',
    responses: { 200: ConditionFields },
    handle: ({ context }) => askable(context),
  }),
]
