import { type Static, Type } from 'typebox'
import { buckets, recordKinds } from '#src/terms/index.ts'
import { InstantSchema, nullable, UuidSchema, oneOf } from '#src/terms/schemas.ts'
import { Constant, Join, Key, MappingEdit, Split, ValueMap } from './mapping/contract.ts'
import { dateOrders } from './mapping/keys.ts'
import { encodings, forms } from './reading/format.ts'

export type { MappingFields } from './mapping/contract.ts'
export type { MappingEdit }
import { EffectCounts, ImportProblem, importStates, LetIn, Measured, RollbackState } from './rollback/contract.ts'

export * from './rollback/contract.ts'

const strict = { additionalProperties: false }
const Bucket = oneOf(buckets)
const Kind = oneOf(recordKinds)
const mappedBy = ['suggested', 'saved', 'carried', 'told'] as const

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

const share = Type.Number({ minimum: 0, maximum: 1 })
const FaultSeen = Type.Object(
  { field: Type.String(), code: Type.String(), written: Type.String(), fatal: Type.Boolean() },
  strict,
)

/** One cell of a preview: what is written, what it becomes (null: nothing, or left out), and the code of its fault. */
export const PreviewCell = Type.Object(
  { written: Type.String(), becomes: nullable(Type.String()), fault: nullable(Type.String()) },
  strict,
)
export const PreviewRow = Type.Object(
  {
    /** Number of the row; null for one from the middle of a long file, whose number is not known without reading all before it. */
    line: nullable(Type.Integer()),
    /** What would become of the row; whether it is new or known is told by the dry run. */
    outcome: oneOf(['enters', 'quarantined', 'ignored']),
    cells: Type.Array(PreviewCell),
    /** All faults of the row, those included that belong to no single cell (a missing date). */
    faults: Type.Array(FaultSeen),
  },
  strict,
)
export type PreviewRow = Static<typeof PreviewRow>
/** Rows as they would be read, and how many cells of each column are faulty among `lines` rows spread over the file. */
export const Preview = Type.Object(
  {
    columns: Type.Array(
      Type.Object(
        {
          at: Type.Integer(),
          header: Type.String(),
          /** Share of rows with something in the column, and of those the share with a fault. */
          filled: share,
          faulty: share,
          /** Fault code → cells of the sample. */
          codes: Type.Record(Type.String(), Type.Integer()),
        },
        strict,
      ),
    ),
    rows: Type.Array(PreviewRow),
    /** Rows of the sample with faults, a few of each kind. */
    faulty: Type.Array(PreviewRow),
    sample: Type.Object(
      {
        lines: Type.Integer(),
        /** The sample is the whole file. */
        whole: Type.Boolean(),
        quarantined: Type.Integer(),
        ignored: Type.Integer(),
        withFaults: Type.Integer(),
      },
      strict,
    ),
  },
  strict,
)
export type Preview = Static<typeof Preview>

/** What one file was found to be. `sample` = the first rows as they will be read. */
export const ImportFile = Type.Object(
  {
    fileNo: Type.Integer(),
    name: Type.String(),
    bytes: Type.Integer(),
    kind: nullable(Kind),
    /** Code of the reason why the whole file is left out, null when it is taken in. */
    ignoreBecause: nullable(Type.String()),
    /** How the bytes become rows; `delimited` tables alone have delimiter and quote ('' = quotes mean nothing). */
    form: oneOf(forms),
    compressed: Type.Boolean(),
    encoding: Type.String(),
    delimiter: nullable(Type.String()),
    quote: nullable(Type.String()),
    header: Type.Boolean(),
    /** 1-based record where the names of the columns stand; null = the file names none. */
    headerLine: nullable(Type.Integer()),
    /** The line of the file on which row 1 stands: what is given as `line` counts the rows of data. */
    firstLine: Type.Integer(),
    /** Sheets of a workbook, and the one that is read. */
    sheet: nullable(Type.String()),
    sheets: Type.Array(Type.String()),
    /** The order of most date columns and the decimal sign of most number columns; null where there are none. */
    dateOrder: nullable(Type.String()),
    decimal: nullable(Type.String()),
    /** How sure the cutting into rows is, and the meaning of the rows, 0..1. */
    formatConfidence: share,
    confidence: share,
    /** A person must look (`lookBecause`: `confidence`, `kind_unknown`, `layout_changed`, `format`) before the import may run. */
    needsLook: Type.Boolean(),
    lookBecause: Type.Array(Type.String()),
    /** The source is known, but the columns differ from those of its last file of this kind. */
    layoutChange: nullable(
      Type.Object(
        {
          added: Type.Array(Type.String()),
          gone: Type.Array(Type.String()),
          renamed: Type.Array(Type.Object({ from: Type.String(), to: Type.String() }, strict)),
          reordered: Type.Boolean(),
        },
        strict,
      ),
    ),
    /** Where the mapping comes from: `suggested`, `saved` (same layout), `carried` (layout changed), `told` (by a person). */
    mappedBy: oneOf(mappedBy),
    /** `saved`: when that mapping was last used. */
    savedAt: nullable(InstantSchema),
    key: nullable(Key),
    joins: Type.Array(Join),
    constants: Type.Array(Constant),
    /** Of each list, a field without which the rows are of no use: what is missing still, as `a|b`. */
    missing: Type.Array(Type.String()),
    columns: Type.Array(
      Type.Object(
        {
          at: Type.Integer(),
          header: Type.String(),
          /** Field of the kind, `attribute` or `ignore`. */
          field: Type.String(),
          label: Type.Optional(Type.String()),
          dateOrder: Type.Optional(Type.String()),
          decimal: Type.Optional(Type.String()),
          nulls: Type.Optional(Type.Array(Type.String())),
          values: Type.Optional(ValueMap),
          split: Type.Optional(Split),
          /** How sure the suggestion is, 0..1; null once a person or a saved mapping has told it. */
          confidence: nullable(share),
        },
        strict,
      ),
    ),
    sample: Type.Array(Type.Array(Type.String())),
    /** In the answer to a change: what the rows look like now. */
    preview: Type.Optional(Preview),
    notes: Type.Array(Type.String()),
    doneLines: Type.Integer(),
    lines: nullable(Type.Integer()),
    counts: Counts,
  },
  strict,
)
export type ImportFile = Static<typeof ImportFile>

export const ImportState = oneOf(importStates)
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
    problem: nullable(ImportProblem),
    /** Present from the moment when somebody asked to take the import back. */
    rollback: nullable(RollbackState),
    effects: nullable(EffectCounts),
    gate: nullable(Measured),
    /** Who let it pass the limits of its source. */
    letIn: nullable(LetIn),
    files: Type.Array(ImportFile),
  },
  strict,
)
export type Import = Static<typeof Import>

/** GET /api/v1/imports: newest first, without samples. */
export const ImportList = Type.Object({ imports: Type.Array(Import), next: nullable(Type.String()) }, strict)
export type ImportList = Static<typeof ImportList>

/** POST /api/v1/imports is multipart: field `source` (name), optional `currency`, then the files. Answers 201 with the plan. */
/**
 * PATCH /api/v1/imports/:id/files/:fileNo while planned, or after a dry run. All optional; the answer is the import, that file with its `preview`.
 * A change of format looks at the file anew and suggests anew where the columns become others; `kind` suggests anew for that kind.
 * `kind`, `mapping` and `confirm` count as a person's look at the file.
 */
export const ImportFileChange = Type.Object(
  {
    /** null leaves the whole file out. */
    kind: Type.Optional(nullable(Kind)),
    encoding: Type.Optional(oneOf(encodings)),
    /** Between cells; '' = one column. */
    delimiter: Type.Optional(Type.String({ maxLength: 5 })),
    quote: Type.Optional(oneOf(['"', "'", ''])),
    /** 1-based record where the header stands (what stands above it is left out); null = no header. */
    header: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: 1_000 }))),
    sheet: Type.Optional(Type.String({ maxLength: 200 })),
    /** For all date columns, or all number columns. */
    dateOrder: Type.Optional(oneOf(dateOrders)),
    decimal: Type.Optional(oneOf([',', '.'])),
    mapping: Type.Optional(MappingEdit),
    confirm: Type.Optional(Type.Boolean()),
  },
  strict,
)
export type ImportFileChange = Static<typeof ImportFileChange>
/** POST /api/v1/imports/:id/run; `confirm` = a person has looked at the files that need it (409 `import_needs_look` otherwise). */
export const ImportRun = Type.Object(
  {
    dryRun: Type.Optional(Type.Boolean()),
    confirm: Type.Optional(Type.Boolean()),
    /** A held import passes the limits of its source. */
    letIn: Type.Optional(Type.Boolean()),
  },
  strict,
)

/** GET /api/v1/imports/:id/lines?bucket=…&after=… */
export const ImportLine = Type.Object(
  {
    fileNo: Type.Integer(),
    line: Type.Integer(),
    cells: Type.Array(Type.String()),
    faults: Type.Array(FaultSeen),
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
