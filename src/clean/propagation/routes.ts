import { byId, type Route, route, versionOf } from '#src/platform/http/index.ts'
import {
  Counted,
  CustomerDeliveries,
  DeliveryList,
  DeliveryPath,
  DeliveryQuery,
  DoneLink,
  DoneLook,
  Feed,
  FeedQuery,
  NewSecret,
  System,
  SystemChange,
  SystemChoices,
  SystemDraft,
  SystemList,
  SystemMade,
  SystemState,
  Trial,
} from './contract.ts'
import { ofOne, ofSystem, resolve, retry } from './deliveries.ts'
import { look, sayDone } from './done.ts'
import { read as readFeed } from './feed.ts'
import {
  change,
  choices,
  connect,
  list,
  pause,
  read,
  remove,
  renewSecret,
  resume,
  retryAll,
  sendAll,
  trial,
} from './systems.ts'

const systems: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/systems',
    summary: 'Connected systems and how they are doing: what waits, since when, what failed',
    verb: 'system.read',
    responses: { 200: SystemList },
    handle: ({ context }) => list(context),
  }),
  route({
    method: 'GET',
    path: '/api/v1/systems/choices',
    summary: 'What the form of a new system offers: staff, sources, facts that only sources tell',
    verb: 'system.manage',
    responses: { 200: SystemChoices },
    handle: ({ context }) => choices(context),
  }),
  route({
    method: 'POST',
    path: '/api/v1/systems',
    summary: 'Connect a system; the key of its signature or its token is answered once',
    verb: 'system.manage',
    body: SystemDraft,
    responses: { 201: SystemMade },
    idempotency: 'once',
    handle: ({ context, body }) => connect(context, body),
  }),
  route({
    method: 'GET',
    path: '/api/v1/systems/:id',
    summary: 'One system: where it is, what it may see, how it is doing',
    verb: 'system.read',
    params: byId,
    responses: { 200: System },
    handle: ({ context, params }) => read(context, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/systems/:id',
    summary: 'Change a system; If-Match names the version',
    verb: 'system.manage',
    params: byId,
    body: SystemChange,
    responses: { 200: SystemMade },
    handle: ({ context, params, body, request }) => change(context, params.id, versionOf(request), body),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/systems/:id',
    summary: 'End the connection of a system',
    verb: 'system.manage',
    params: byId,
    responses: { 204: SystemState },
    handle: async ({ context, params }) => {
      await remove(context, params.id)
      return undefined
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/systems/:id/pause',
    summary: 'Send nothing until it is resumed; what changes meanwhile waits',
    verb: 'system.run',
    params: byId,
    responses: { 200: SystemState },
    handle: ({ context, params }) => pause(context, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/systems/:id/resume',
    summary: 'Send again, first what has waited',
    verb: 'system.run',
    params: byId,
    responses: { 200: SystemState },
    handle: ({ context, params }) => resume(context, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/systems/:id/trial',
    summary: 'Send a trial that is about nobody, and tell what came of it',
    verb: 'system.manage',
    params: byId,
    responses: { 200: Trial },
    idempotency: 'none',
    handle: ({ context, params }) => trial(context, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/systems/:id/secret',
    summary: 'A new key or token, answered once; the old one is dead at once',
    verb: 'system.manage',
    params: byId,
    responses: { 200: NewSecret },
    idempotency: 'once',
    handle: ({ context, params }) => renewSecret(context, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/systems/:id/send-all',
    summary: 'Put every customer into its queue',
    verb: 'system.manage',
    params: byId,
    responses: { 202: SystemState },
    handle: async ({ context, params }) => {
      await sendAll(context, params.id)
      return { id: params.id, version: 0 }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/systems/:id/retry',
    summary: 'Try at once all that has failed',
    verb: 'system.run',
    params: byId,
    responses: { 200: Counted },
    handle: ({ context, params }) => retryAll(context, params.id),
  }),
]

const deliveries: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/systems/:id/deliveries',
    summary: 'Which customers a system has or has not got, the oldest waiting first',
    verb: 'system.read',
    params: byId,
    query: DeliveryQuery,
    responses: { 200: DeliveryList },
    handle: ({ context, params, query }) => ofSystem(context, params.id, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/deliveries',
    summary: 'Where a customer’s changes are: each system with the time, the next try, and what contradicts',
    verb: 'customer.read',
    params: byId,
    responses: { 200: CustomerDeliveries },
    handle: ({ context, params }) => ofOne(context, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/:id/systems/:systemId/retry',
    summary: 'Try one delivery now',
    verb: 'system.run',
    params: DeliveryPath,
    responses: { 204: SystemState },
    handle: async ({ context, params }) => {
      await retry(context, params.id, params.systemId)
      return undefined
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/:id/systems/:systemId/done',
    summary: 'Say by hand that the system has it',
    verb: 'system.run',
    params: DeliveryPath,
    responses: { 204: SystemState },
    handle: async ({ context, params }) => {
      await resolve(context, params.id, params.systemId)
      return undefined
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/deliveries/look',
    summary: 'What the link of a mail is about; changes nothing',
    verb: 'public',
    body: DoneLink,
    responses: { 200: DoneLook },
    handle: ({ context, body }) => look(context, body.token),
  }),
  route({
    method: 'POST',
    path: '/api/v1/deliveries/done',
    summary: 'The one who holds the link of a mail says that the change has been typed in',
    verb: 'public',
    body: DoneLink,
    responses: { 200: DoneLook },
    handle: ({ context, body }) => sayDone(context, body.token),
  }),
  route({
    method: 'GET',
    path: '/v1/changes',
    summary:
      'The feed of a system that asks: changes after a place; asking from a place says that what is up to it has been taken',
    verb: 'change.read',
    query: FeedQuery,
    responses: { 200: Feed },
    handle: ({ context, query }) => readFeed(context, query),
  }),
]

export const routes: Route[] = [...systems, ...deliveries]
