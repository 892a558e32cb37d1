import { Type } from 'typebox'
import { byId, type Route, route, versionOf } from '#src/platform/http/index.ts'
import type { Condition } from '../contract.ts'
import {
  Changes,
  ChangesQuery,
  CountRequest,
  CustomerSegments,
  DeleteQuery,
  FilePicked,
  Members,
  mostBytes,
  Overlap,
  OverlapQuery,
  PageQuery,
  Picked,
  PicksChange,
  PicksDraft,
  Ready,
  ReadyAdd,
  Segment,
  SegmentChange,
  SegmentCount,
  SegmentDraft,
  SegmentList,
  SegmentUses,
  Sizes,
  SnapshotDraft,
} from './contract.ts'
import { count } from './count.ts'
import * as files from './files.ts'
import * as kept from './kept.ts'
import * as looking from './looking.ts'
import * as picks from './picks.ts'
import * as ready from './ready.ts'

const one = '/api/v1/segments/:id'

const keeping: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/segments',
    summary: 'Segments: shared ones and your own, with their sizes',
    verb: 'segment.read',
    responses: { 200: SegmentList },
    handle: ({ context }) => kept.list(context),
  }),
  route({
    method: 'POST',
    path: '/api/v1/segments',
    summary: 'Keep a segment: who fits a condition, from now on',
    verb: 'segment.write',
    body: SegmentDraft,
    responses: { 201: Segment },
    handle: ({ context, body }) => kept.keep(context, body as SegmentDraft),
  }),
  route({
    method: 'GET',
    path: one,
    summary: 'A segment',
    verb: 'segment.read',
    params: byId,
    responses: { 200: Segment },
    handle: ({ context, params }) => kept.read(context, params.id),
  }),
  route({
    method: 'PATCH',
    path: one,
    summary: 'Change, rename or share a segment (If-Match: version)',
    verb: 'segment.write',
    params: byId,
    body: SegmentChange,
    responses: { 200: Segment },
    handle: ({ context, params, body, request }) =>
      kept.change(context, params.id, versionOf(request), body as SegmentChange),
  }),
  route({
    method: 'DELETE',
    path: one,
    summary: 'Forget a segment (If-Match: version); one that is used has to be confirmed, or is refused',
    verb: 'segment.write',
    params: byId,
    query: DeleteQuery,
    responses: { 204: Type.Null() },
    handle: async ({ context, params, query, request }) => {
      await kept.forget(context, params.id, versionOf(request), query.confirmed === true)
      return undefined
    },
  }),
  route({
    method: 'GET',
    path: `${one}/uses`,
    summary: 'Who uses a segment: to be looked at before it is deleted',
    verb: 'segment.read',
    params: byId,
    responses: { 200: SegmentUses },
    handle: ({ context, params }) => kept.uses(context, params.id),
  }),
  route({
    method: 'POST',
    path: `${one}/rebuild`,
    summary: 'Make the members of a segment anew',
    verb: 'segment.write',
    params: byId,
    responses: { 202: Segment },
    handle: ({ context, params }) => kept.rebuild(context, params.id),
  }),
]

const looks: Route[] = [
  route({
    method: 'POST',
    path: '/api/v1/segments/count',
    summary: 'How many fit a condition, some of them, and what to think of',
    verb: 'segment.read',
    body: CountRequest,
    idempotency: 'none',
    responses: { 200: SegmentCount },
    handle: ({ context, body }) => count(context, (body as { condition: Condition }).condition),
  }),
  route({
    method: 'GET',
    path: `${one}/members`,
    summary: 'Who is in a segment',
    verb: 'segment.read',
    params: byId,
    query: PageQuery,
    responses: { 200: Members },
    handle: ({ context, params, query }) => looking.members(context, params.id, query),
  }),
  route({
    method: 'GET',
    path: `${one}/changes`,
    summary: 'Who has entered or left a segment since a day',
    verb: 'segment.read',
    params: byId,
    query: ChangesQuery,
    responses: { 200: Changes },
    handle: ({ context, params, query }) => looking.changes(context, params.id, query),
  }),
  route({
    method: 'GET',
    path: `${one}/sizes`,
    summary: 'The size of a segment over time',
    verb: 'segment.read',
    params: byId,
    responses: { 200: Sizes },
    handle: ({ context, params }) => looking.sizes(context, params.id),
  }),
  route({
    method: 'GET',
    path: `${one}/overlap`,
    summary: 'How many members a segment has in common with others',
    verb: 'segment.read',
    params: byId,
    query: OverlapQuery,
    responses: { 200: Overlap },
    handle: ({ context, params, query }) => looking.overlap(context, params.id, query.with),
  }),
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/segments',
    summary: 'The segments that a customer is in',
    verb: 'segment.read',
    params: byId,
    responses: { 200: CustomerSegments },
    handle: ({ context, params }) => looking.ofCustomer(context, params.id),
  }),
]

const lists: Route[] = [
  route({
    method: 'POST',
    path: `${one}/snapshot`,
    summary: 'Keep whoever is in a segment now as a list',
    verb: 'segment.write',
    params: byId,
    body: SnapshotDraft,
    responses: { 201: Segment },
    handle: ({ context, params, body }) => picks.snapshot(context, params.id, body.name),
  }),
  route({
    method: 'POST',
    path: '/api/v1/segments/lists',
    summary: 'Keep a list of customers',
    verb: 'segment.write',
    body: PicksDraft,
    responses: { 201: Picked },
    handle: ({ context, body }) => picks.pick(context, body),
  }),
  route({
    method: 'POST',
    path: `${one}/picks`,
    summary: 'Put customers on a list, or take them off it',
    verb: 'segment.write',
    params: byId,
    body: PicksChange,
    responses: { 200: Picked },
    handle: ({ context, params, body }) => picks.repick(context, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/segments/file',
    summary: 'Keep a list of the customers that a file names by e-mail, number, telephone or id',
    verb: 'segment.write',
    accepts: 'files',
    bodyLimit: mostBytes,
    idempotency: 'none',
    responses: { 201: FilePicked },
    handle: ({ context, request }) => files.fromFile(context, request),
  }),
  route({
    method: 'GET',
    path: '/api/v1/segments/ready',
    summary: 'Ready-made segments that can be added',
    verb: 'segment.read',
    responses: { 200: Ready },
    handle: ({ context }) => ready.offered(context),
  }),
  route({
    method: 'POST',
    path: '/api/v1/segments/ready',
    summary: 'Add a ready-made segment',
    verb: 'segment.write',
    body: ReadyAdd,
    responses: { 201: Segment },
    handle: ({ context, body }) => ready.add(context, body.code),
  }),
]

export const routes: Route[] = [...keeping, ...looks, ...lists]
