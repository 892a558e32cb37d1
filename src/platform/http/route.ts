import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Verb } from '#src/terms/index.ts'
import type { Context } from '../context.ts'
import type { PageAnswer, page } from './page.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
/** `public`: anybody, signed in or not; `self`: anybody signed in, about themselves; otherwise the verb the role must have. */
export type Access = Verb | 'public' | 'self'

/** A response that is a file to be downloaded, never shown. */
export interface FileAnswer {
  readonly file: Readable | Buffer | string
  /** Name offered to the one who saves it. */
  readonly name: string
  /** Media type, e.g. `text/csv; charset=utf-8`. */
  readonly type: string
}
/** Put in the place of a response schema: the handler returns a `FileAnswer`. */
export const file = Symbol('file')

/** A response for programs that is neither JSON nor a file: a stream of events, a text of numbers. Its type is never HTML. */
export interface PlainAnswer {
  readonly body: Readable | string
  readonly type: `text/${'plain' | 'event-stream'}; ${string}`
}
/** Put in the place of a response schema: the handler returns a `PlainAnswer`. */
export const plain = Symbol('plain')

export type Responses = Readonly<Record<number, TSchema | typeof file | typeof plain | typeof page>>
type Success = 200 | 201 | 202 | 203 | 204
type StaticOf<S, None> = S extends TSchema ? Static<S> : None
type AnswerOf<S> = S extends typeof file
  ? FileAnswer
  : S extends typeof plain
    ? PlainAnswer
    : S extends typeof page
      ? PageAnswer
      : S extends TSchema
        ? Static<S>
        : never
type Answer<R extends Responses> = {
  [K in keyof R]: K extends 204 ? undefined : K extends Success ? AnswerOf<R[K]> : never
}[keyof R]

/** What a handler gets. `params`, `query` and `body` have passed their schemas. */
export interface Call<P = unknown, Q = unknown, B = unknown> {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly context: Context
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

interface Facts {
  readonly method: Method
  /** Full path with parameters as `:name`, e.g. `/api/v1/customers/:id`. */
  readonly path: string
  /** One line for the API page. */
  readonly summary: string
  readonly verb: Access
  /**
   * `files`: the body is multipart and the handler reads `request.parts()`; its fields are not checked by a schema.
   * `anything`: programs and pages of other sites send what they are used to. The body comes as its bytes, whatever type it is said to be;
   * sessions and tokens are not looked at, every origin may ask, and only failures are noted in the log.
   */
  readonly accepts?: 'json' | 'files' | 'anything'
  /** Largest body in bytes (default 1 MiB; for `files` the whole upload). */
  readonly bodyLimit?: number
  /**
   * How a POST treats `Idempotency-Key`. `replay` (default): it runs inside one transaction with the record of its answer.
   * `once`: the same, but the answer holds a secret and is not kept. `none`: the key is ignored (sign-in, uploads, work outside the database).
   */
  readonly idempotency?: 'replay' | 'once' | 'none'
}

/** A route as the table holds it: types erased, schemas kept. */
export interface Route extends Facts {
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  readonly responses: Responses
  readonly handle: (call: Call) => Promise<unknown>
}

/**
 * Declares one route: the schemas give validation, types, serialisation and the OpenAPI document; the verb says who may call it.
 * The handler returns the body of the first status in `responses` (or sets another of them with `reply.code`); refusals are thrown.
 */
export function route<
  const R extends Responses,
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
>(
  spec: Facts & {
    readonly params?: P
    readonly query?: Q
    readonly body?: B
    readonly responses: R
    readonly handle: (
      call: Call<StaticOf<P, undefined>, StaticOf<Q, undefined>, StaticOf<B, undefined>>,
    ) => Promise<Answer<R>>
  },
): Route {
  return spec as unknown as Route
}
