import type { FastifyError } from 'fastify'
import type { Language } from '#src/terms/index.ts'
import { fill, type ProblemTexts } from '../i18n/index.ts'
import { otherRule, rules, titles } from '../i18n/problems.ts'
import { Refusal } from '../refusal.ts'
import type { Problem } from './schemas.ts'

/** What an error becomes on the wire (RFC 9457). Anything that is not a refusal says only its id. */
export interface ProblemAnswer {
  readonly problem: Problem
  readonly headers: Readonly<Record<string, string>>
  /** A bug: belongs in the log whole. */
  readonly unexpected: boolean
}

/** `instance` is the id of the request; `texts` the one list of codes. */
export function problemOf(error: unknown, language: Language, texts: ProblemTexts, instance: string): ProblemAnswer {
  const refusal = asRefusal(error) ?? new Refusal(500, 'internal_error', '', '')
  const { status, code, details = {} } = refusal
  const words = Object.hasOwn(texts, code) ? texts[code] : undefined
  const values = { ...details, instance }
  const [detail, next] = words?.[language] ?? [refusal.message, refusal.next]
  const { retryAfter, ...shown } = details
  const problem: Problem = {
    type: `urn:kauppias:problem:${code}`,
    title: (titles[status] ?? titles[500]!)[language],
    status,
    code,
    detail: fill(detail, values),
    ...(next === undefined ? {} : { next: fill(next, values) }),
    ...fieldsOf(error, language),
    ...(Object.keys(shown).length === 0 ? {} : { details: shown }),
    instance,
  }
  const wait = typeof retryAfter === 'number' ? retryAfter : status === 503 ? 2 : undefined
  return {
    problem,
    headers: wait === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(wait))) },
    unexpected: status >= 500 && status !== 503,
  }
}

/** Errors of the framework that the caller can mend, by status. */
const byStatus: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  403: 'not_found',
  404: 'not_found',
  413: 'too_large',
  414: 'bad_address',
  415: 'unsupported_media_type',
}
const byFrameworkCode: Readonly<Record<string, [number, string]>> = {
  FST_ERR_BAD_URL: [400, 'bad_address'],
  FST_ERR_MAX_PARAM_LENGTH: [414, 'bad_address'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'bad_json'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'bad_json'],
  FST_PARTS_LIMIT: [413, 'too_large'],
  FST_FILES_LIMIT: [413, 'too_large'],
  FST_FIELDS_LIMIT: [413, 'too_large'],
}

function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  const { statusCode, code, validation } = error as Partial<FastifyError>
  if (validation !== undefined) return new Refusal(400, 'invalid_request', '')
  const known = code === undefined ? undefined : byFrameworkCode[code]
  if (known !== undefined) return new Refusal(known[0], known[1], '')
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return undefined
  const name = byStatus[statusCode] ?? 'invalid_request'
  return new Refusal(name === 'not_found' ? 404 : name === 'invalid_request' ? 400 : statusCode, name, '')
}

/** The broken fields of a schema failure as JSON pointers with words. */
function fieldsOf(error: unknown, language: Language): Pick<Problem, 'errors'> {
  const { validation, validationContext } = error as Partial<FastifyError>
  if (validation === undefined) return {}
  const place = validationContext === undefined || validationContext === 'body' ? '' : `/${validationContext}`
  return {
    errors: validation.slice(0, 20).map((one) => {
      const missing = one.params.missingProperty ?? one.params.additionalProperty
      const path = `${place}${one.instancePath}${typeof missing === 'string' ? `/${pointer(missing)}` : ''}`
      return { path, detail: fill((rules[one.keyword] ?? otherRule)[language], one.params) }
    }),
  }
}

/** One step of a JSON pointer (RFC 6901), shortened: a key may be anything the caller made up. */
export function pointer(key: string): string {
  return key.slice(0, 100).toWellFormed().replace(/~/g, '~0').replace(/\//g, '~1')
}
