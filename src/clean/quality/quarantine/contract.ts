import { type Static, Type } from 'typebox'
import { recordKinds } from '#src/terms/index.ts'
import { InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
const count = Type.Integer({ minimum: 0 })
const cell = Type.String({ maxLength: 20_000 })
const columnName = Type.String({ minLength: 1, maxLength: 200 })

export const repairStates = ['waiting', 'mended', 'dropped'] as const

/** Which rows: all parts that are given must hold. */
export const filterParts = {
  source: Type.Optional(UuidSchema),
  import: Type.Optional(UuidSchema),
  /** Rows of files with the same columns, read alike. */
  layout: Type.Optional(UuidSchema),
  /** What keeps the row out (its first fatal fault), and the field that it is in. */
  code: Type.Optional(Type.String({ maxLength: 50 })),
  field: Type.Optional(Type.String({ maxLength: 200 })),
  /** Only rows in which nothing is wrong any more. */
  ready: Type.Optional(Type.Boolean()),
}
export const RepairFilter = Type.Object(filterParts, strict)
export type RepairFilter = Static<typeof RepairFilter>

/** What can be done at once to all rows with the same fault in the same column. */
export const operations = ['replace', 'trim', 'swap', 'move', 'empty', 'dateOrder', 'prefix'] as const
export type OperationName = (typeof operations)[number]
export const dateOrders = ['dmy', 'mdy', 'ymd'] as const
const operation = {
  operation: oneOf(operations),
  /** `swap` and `move`: the other column. */
  to: Type.Optional(columnName),
  /** `dateOrder`: how the dates are really written. */
  order: Type.Optional(oneOf(dateOrders)),
  /** `prefix`: of the country, such as `+46`. */
  prefix: Type.Optional(Type.String({ pattern: '^\\+[1-9][0-9]{0,3}$' })),
}
export const Operation = Type.Object(operation, strict)
export type Operation = Static<typeof Operation>

const Source = Type.Object({ id: UuidSchema, name: Type.String() }, strict)

/** GET /api/v1/repairs/summary */
export const RepairSummary = Type.Object(
  {
    waiting: count,
    /** Of those: nothing is wrong any more, they can be taken in. */
    ready: count,
    mended: count,
    dropped: count,
    sources: Type.Array(Type.Object({ source: Source, waiting: count }, strict)),
    /** Each row in one cause: its first fatal fault. By source and layout, most rows first. */
    causes: Type.Array(
      Type.Object(
        {
          layout: UuidSchema,
          source: Source,
          kind: oneOf(recordKinds),
          /** File or endpoint. */
          name: Type.String(),
          /** '' = nothing is wrong any more. */
          code: Type.String(),
          field: Type.String(),
          rows: count,
          /** The act that mends most of the first rows looked at. */
          act: nullable(Type.Object({ column: Type.String(), ...operation, mends: count, tried: count }, strict)),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type RepairSummary = Static<typeof RepairSummary>
export type RepairCause = RepairSummary['causes'][number]

export const RepairFault = Type.Object(
  {
    field: Type.String(),
    code: Type.String(),
    written: Type.String(),
    /** Keeps the row out; otherwise the value is left out. */
    fatal: Type.Boolean(),
    /** Position of the cell; null where it is in none (something is missing, or the whole row). */
    at: nullable(Type.Integer()),
  },
  strict,
)
export type RepairFault = Static<typeof RepairFault>

export const RepairRow = Type.Object(
  {
    id: UuidSchema,
    layout: UuidSchema,
    source: Source,
    import: nullable(UuidSchema),
    /** Line of the file; 0 where it came in no file. */
    line: Type.Integer(),
    toldAt: InstantSchema,
    /** How often the source has told it. */
    times: count,
    state: oneOf(repairStates),
    /** As mended so far. */
    cells: Type.Array(Type.String()),
    /** Positions of cells that differ from what was written. */
    changed: Type.Array(Type.Integer()),
    /** What was written in those, in the same order. */
    written: Type.Array(Type.String()),
    faults: Type.Array(RepairFault),
    /** What each cell becomes as it is now; null: nothing of it is kept by itself. */
    becomes: Type.Array(nullable(Type.String())),
    /** `mended`: what became of it; `dropped`: why. */
    outcome: nullable(Type.String()),
    reason: nullable(Type.String()),
    customer: nullable(Type.Object({ id: UuidSchema, name: Type.String() }, strict)),
    /** Address and phone of a person under non-disclosure are not for this reader. */
    hidden: Type.Boolean(),
  },
  strict,
)
export type RepairRow = Static<typeof RepairRow>

export const RepairLayout = Type.Object(
  {
    id: UuidSchema,
    source: Source,
    kind: oneOf(recordKinds),
    name: Type.String(),
    columns: Type.Array(
      Type.Object({ header: Type.String(), field: Type.String(), label: Type.Optional(Type.String()) }, strict),
    ),
  },
  strict,
)
export type RepairLayout = Static<typeof RepairLayout>

/** GET /api/v1/repairs: in the order in which they were told. */
export const RepairList = Type.Object(
  { layouts: Type.Array(RepairLayout), rows: Type.Array(RepairRow), next: nullable(Type.String()) },
  strict,
)
export type RepairList = Static<typeof RepairList>

/** PATCH /api/v1/repairs/:id: cells by the name of their column. Kept as a draft and checked at once. */
export const RepairChange = Type.Object({ cells: Type.Record(Type.String({ maxLength: 200 }), cell) }, strict)
export type RepairChange = Static<typeof RepairChange>
export const RepairChecked = Type.Object(
  {
    row: RepairRow,
    enters: Type.Boolean(),
    /** Other waiting rows of the same columns with the text that the changed cell had. */
    alike: count,
  },
  strict,
)
export type RepairChecked = Static<typeof RepairChecked>

const ids = Type.Array(UuidSchema, { minItems: 1, maxItems: 2_000 })
/** `ids` or `filter`: one of them. */
export const RepairChoice = Type.Object({ ids: Type.Optional(ids), filter: Type.Optional(RepairFilter) }, strict)
export type RepairChoice = Static<typeof RepairChoice>

/** POST /api/v1/repairs/replay */
export const RepairOutcome = Type.Object(
  {
    id: UuidSchema,
    /** `entered`, `faulty` (still waits), `older` (something newer is known: closed without effect), `ignored` (it tells of a deletion), `gone` (waits no more). */
    outcome: oneOf(['entered', 'faulty', 'older', 'ignored', 'gone']),
    /** How it entered. */
    bucket: nullable(Type.String()),
    customer: nullable(Type.Object({ id: UuidSchema, name: Type.String() }, strict)),
    faults: Type.Array(RepairFault),
  },
  strict,
)
export type RepairOutcome = Static<typeof RepairOutcome>
export const RepairRun = Type.Object(
  {
    id: UuidSchema,
    state: oneOf(['queued', 'running', 'finished', 'cancelled', 'failed']),
    total: count,
    done: count,
    outcomes: Type.Record(Type.String(), Type.Integer()),
    finishedAt: nullable(InstantSchema),
  },
  strict,
)
export type RepairRun = Static<typeof RepairRun>
/** Up to 500 rows at once with the outcome of each; more as a run to be followed. */
export const RepairReplayed = Type.Object(
  { counts: Type.Record(Type.String(), Type.Integer()), rows: Type.Array(RepairOutcome), run: nullable(RepairRun) },
  strict,
)
export type RepairReplayed = Static<typeof RepairReplayed>

/** POST /api/v1/repairs/fix-alike: rows with the fault of `like` in the same column; `replace` takes those with the text `from` there. */
export const RepairAlike = Type.Object(
  {
    like: UuidSchema,
    column: columnName,
    ...operation,
    from: Type.Optional(cell),
    text: Type.Optional(cell),
    /** Only says what it would do. */
    preview: Type.Optional(Type.Boolean()),
  },
  strict,
)
export type RepairAlike = Static<typeof RepairAlike>
export const RepairAlikeDone = Type.Object(
  {
    /** Rows alike, of those changed, and of those such that nothing is wrong any more. */
    rows: count,
    changed: count,
    mended: count,
    examples: Type.Array(
      Type.Object(
        {
          id: UuidSchema,
          line: Type.Integer(),
          before: Type.Array(Type.String()),
          after: Type.Array(Type.String()),
          enters: Type.Boolean(),
        },
        strict,
      ),
    ),
    /** For undoing it; null when it was a preview or changed nothing. */
    act: nullable(UuidSchema),
  },
  strict,
)
export type RepairAlikeDone = Static<typeof RepairAlikeDone>

/** POST /api/v1/repairs/drop */
export const RepairDrop = Type.Object(
  {
    ids: Type.Optional(ids),
    filter: Type.Optional(RepairFilter),
    reason: Type.Optional(Type.String({ maxLength: 500 })),
  },
  strict,
)
export type RepairDrop = Static<typeof RepairDrop>
export const RepairDropped = Type.Object({ rows: count, act: nullable(UuidSchema) }, strict)
/** POST /api/v1/repairs/restore: dropped rows wait again. POST /api/v1/repairs/undo: takes one act on many rows back. */
export const RepairRestored = Type.Object({ rows: count }, strict)
export const RepairUndo = Type.Object({ act: UuidSchema }, strict)
