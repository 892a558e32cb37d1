import { Type } from 'typebox'
import { type Route, route } from '#src/platform/http/index.ts'
import {
  type ApiKind,
  apiKinds,
  batchOf,
  bodyOf,
  RecordAnswer,
  RecordAnswers,
  type RecordBatch,
  type RecordBody,
  RecordPlace,
  RecordSource,
  StoredRecord,
} from './contract.ts'
import { put, putMany, read, remove } from './records.ts'

const segment = (kind: ApiKind) => (kind === 'feedback' ? kind : `${kind}s`)

const routesOf = (kind: ApiKind): Route[] => [
  route({
    method: 'PUT',
    path: `/api/v1/records/${segment(kind)}/:externalId`,
    summary: `Tell one ${kind} as its source knows it now; the same again changes nothing`,
    verb: 'record.write',
    params: RecordPlace,
    query: RecordSource,
    body: bodyOf(kind),
    responses: { 200: RecordAnswer },
    handle: ({ context, params, query, body }) => put(context, kind, { ...params, ...query }, body as RecordBody),
  }),
  route({
    method: 'POST',
    path: `/api/v1/records/${segment(kind)}`,
    summary: 'The same for up to a thousand; what cannot enter waits to be repaired',
    verb: 'record.write',
    body: batchOf(kind),
    bodyLimit: 8 * 1024 * 1024,
    responses: { 200: RecordAnswers },
    handle: async ({ context, body }) => ({ records: await putMany(context, kind, body as RecordBatch) }),
  }),
  route({
    method: 'GET',
    path: `/api/v1/records/${segment(kind)}/:externalId`,
    summary: `What is known of one ${kind} by the id of its source, and whose it is`,
    verb: 'record.read',
    params: RecordPlace,
    query: RecordSource,
    responses: { 200: StoredRecord },
    handle: ({ context, params, query }) => read(context, kind, { ...params, ...query }),
  }),
  route({
    method: 'DELETE',
    path: `/api/v1/records/${segment(kind)}/:externalId`,
    summary: 'Take back everything that the source told in this record',
    verb: 'record.write',
    params: RecordPlace,
    query: RecordSource,
    responses: { 204: Type.Null() },
    handle: async ({ context, params, query }) => {
      await remove(context, kind, { ...params, ...query })
      return undefined
    },
  }),
]

export const routes: Route[] = apiKinds.flatMap(routesOf)
