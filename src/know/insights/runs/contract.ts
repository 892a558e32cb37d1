import { type Static, Type } from 'typebox'
import { InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

const states = ['waiting', 'running', 'done', 'failed', 'stopped'] as const

/** How a run of some long work stands. */
export const runShape = <Step extends string>(steps: readonly Step[]) =>
  Type.Object(
    {
      id: UuidSchema,
      state: oneOf(states),
      step: nullable(oneOf(steps)),
      done: Type.Integer(),
      total: Type.Integer(),
      stopping: Type.Boolean(),
      askedAt: InstantSchema,
      finishedAt: nullable(InstantSchema),
    },
    { additionalProperties: false },
  )
export type Run<Step extends string> = Static<ReturnType<typeof runShape<Step>>>
