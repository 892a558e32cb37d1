import { type Static, type TProperties, Type } from 'typebox'

export { oneOf } from '#src/terms/schemas.ts'

/** An object with exactly these properties: an unknown one in a request is refused, in a response it is never sent. */
export const shape = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })

/** Text a person writes: bounded, at least one character that is not a space. */
export const text = (maxLength: number, minLength = 1) =>
  Type.String({ minLength, maxLength, ...(minLength > 0 ? { pattern: '\\S' } : {}) })

/** Identifier in a path: `{ id }`. */
export const byId = shape({ id: Type.String({ format: 'uuid' }) })

export const Problem = shape({
  type: Type.String({ description: 'urn:kauppias:problem:CODE' }),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String({ description: 'Stable; programs decide by this' }),
  detail: Type.String({ description: 'What is wrong, in the language of the one who asked' }),
  next: Type.Optional(Type.String({ description: 'What to do about it' })),
  errors: Type.Optional(
    Type.Array(shape({ path: Type.String({ description: 'JSON pointer, e.g. /email' }), detail: Type.String() })),
  ),
  details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  instance: Type.Optional(Type.String({ description: 'Id of the request, for whoever looks into the log' })),
})
export type Problem = Static<typeof Problem>
