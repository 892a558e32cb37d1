import { type Static, Type } from 'typebox'
import { buckets, recordKinds } from '#src/terms/index.ts'
import { InstantSchema, nullable, UuidSchema, oneOf } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
const Bucket = oneOf(buckets)
const Kind = oneOf(recordKinds)

/** Lines per bucket; buckets without lines are absent. */
const count = Type.Optional(Type.Integer())
export const Counts = Type.Object(
  {
    new: count,
    updated: count,
    unchanged: count,
    duplicate: count,
    unassigned: count,
    waiting: count,
    quarantined: count,
    ignored: count,
  } satisfies Record<(typeof buckets)[number], unknown>,
  strict,
)

/** What one file was found to be. `sample` = the first rows as they will be read. */
export const ImportFile = Type.Object(
  {
    fileNo: Type.Integer(),
    name: Type.String(),
    bytes: Type.Integer(),
    kind: nullable(Kind),
    /** Code of the reason why the whole file is left out, null when it is taken in. */
    ignoreBecause: nullable(Type.String()),
    encoding: Type.String(),
    delimiter: nullable(Type.String()),
    header: Type.Boolean(),
    columns: Type.Array(
      Type.Object(
        {
          header: Type.String(),
          /** Field of the kind, `attribute` or `ignore`. */
          field: Type.String(),
          label: Type.Optional(Type.String()),
          dateOrder: Type.Optional(Type.String()),
          decimal: Type.Optional(Type.String()),
        },
        strict,
      ),
    ),
    sample: Type.Array(Type.Array(Type.String())),
    notes: Type.Array(Type.String()),
    doneLines: Type.Integer(),
    lines: nullable(Type.Integer()),
    counts: Counts,
  },
  strict,
)
export type ImportFile = Static<typeof ImportFile>

export const ImportState = oneOf(['planned', 'queued', 'running', 'finished', 'failed', 'cancelled'])
export const Import = Type.Object(
  {
    id: UuidSchema,
    source: Type.Object({ id: UuidSchema, name: Type.String() }, strict),
    state: ImportState,
    dryRun: Type.Boolean(),
    currency: Type.String(),
    startedBy: nullable(Type.String()),
    createdAt: InstantSchema,
    startedAt: nullable(InstantSchema),
    finishedAt: nullable(InstantSchema),
    /** `reading` the files or counting the `figures`; null when nothing runs. */
    phase: nullable(Type.String()),
    doneLines: Type.Integer(),
    counts: Counts,
    /** Fault code -> how many values were left out of rows that otherwise entered. */
    faults: Type.Record(Type.String(), Type.Integer()),
    /** What the buckets cannot say: `duplicateLines` = exact copies of an earlier line, in whatever bucket. */
    flags: Type.Record(Type.String(), Type.Integer()),
    problem: nullable(
      Type.Object({ code: Type.String(), because: Type.String(), next: Type.Optional(Type.String()) }, strict),
    ),
    files: Type.Array(ImportFile),
  },
  strict,
)
export type Import = Static<typeof Import>

/** GET /api/v1/imports: newest first, without samples. */
export const ImportList = Type.Object({ imports: Type.Array(Import), next: nullable(Type.String()) }, strict)
export type ImportList = Static<typeof ImportList>

/** POST /api/v1/imports is multipart: field `source` (name), optional `currency`, then the files. Answers 201 with the plan. */
/** PATCH /api/v1/imports/:id/files/:fileNo while planned. */
export const ImportFileChange = Type.Object({ kind: nullable(Kind) }, strict)
/** POST /api/v1/imports/:id/run */
export const ImportRun = Type.Object({ dryRun: Type.Optional(Type.Boolean()) }, strict)

/** GET /api/v1/imports/:id/lines?bucket=…&after=… */
export const ImportLine = Type.Object(
  {
    fileNo: Type.Integer(),
    line: Type.Integer(),
    cells: Type.Array(Type.String()),
    faults: Type.Array(
      Type.Object({ field: Type.String(), code: Type.String(), written: Type.String(), fatal: Type.Boolean() }, strict),
    ),
    /** The customer that the line belongs to now, if any. */
    customer: nullable(Type.Object({ id: UuidSchema, name: Type.String() }, strict)),
  },
  strict,
)
export type ImportLine = Static<typeof ImportLine>
export const ImportLines = Type.Object(
  { bucket: Bucket, lines: Type.Array(ImportLine), next: nullable(Type.String()) },
  strict,
)
export type ImportLines = Static<typeof ImportLines>
