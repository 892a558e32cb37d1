import { type Static, Type } from 'typebox'
import { factGroups, factKinds, factUses, qualityMeasures } from '#src/terms/index.ts'
import { DaySchema, InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
export const MeasureName = oneOf(qualityMeasures)

/**
 * Why there is no number. Not applicable: `noRows` (the source tells no such rows), `nothingWritten` (no value to judge), `notMeasurable` (the
 * property means nothing for this fact). Not known: `notMeasured` (yet), `nothingToCompare`, `noEvidence`.
 */
export const noNumber = [
  'noRows',
  'nothingWritten',
  'notMeasurable',
  'notMeasured',
  'nothingToCompare',
  'noEvidence',
] as const
export type NoNumber = (typeof noNumber)[number]

/** A property as a ratio of counted rows. `n` and `of` stand only in a measured one: what is not known is not zero. */
export const Ratio = Type.Object(
  {
    state: oneOf(['measured', 'notKnown', 'notApplicable']),
    n: nullable(Type.Integer()),
    of: nullable(Type.Integer()),
    why: nullable(oneOf(noNumber)),
  },
  strict,
)
export type Ratio = Static<typeof Ratio>

export const Measuring = nullable(
  Type.Object(
    {
      state: oneOf(['waiting', 'running', 'done', 'failed']),
      step: nullable(Type.String()),
      done: Type.Integer(),
      total: Type.Integer(),
      askedAt: InstantSchema,
    },
    strict,
  ),
)

const Cell = Type.Object(
  {
    kind: oneOf(factKinds),
    ratio: Ratio,
    /** Share at the end of each of the last weeks, oldest first; null where it was not known. */
    trend: Type.Array(nullable(Type.Number())),
  },
  strict,
)
export type Cell = Static<typeof Cell>
const MapLine = Type.Object(
  {
    id: UuidSchema,
    /** Null: all customers, whatever their sources. */
    name: nullable(Type.String()),
    trust: nullable(Type.Integer()),
    imports: Type.Integer(),
    lastImport: nullable(InstantSchema),
    /** Length of history: of the earliest and the latest row. */
    first: nullable(DaySchema),
    last: nullable(DaySchema),
    measuredAt: nullable(InstantSchema),
    cells: Type.Array(Cell),
  },
  strict,
)
export type MapLine = Static<typeof MapLine>

/** GET /api/v1/sources/inventory?measure=completeness */
export const Inventory = Type.Object(
  {
    measure: MeasureName,
    groups: Type.Array(
      Type.Object({ group: oneOf(Object.keys(factGroups)), kinds: Type.Array(oneOf(factKinds)) }, strict),
    ),
    /** The first line is about all customers. */
    lines: Type.Array(MapLine),
    measuring: Measuring,
  },
  strict,
)
export type Inventory = Static<typeof Inventory>

export const proposals = ['end', 'onlyShown', 'alwaysEmpty'] as const
const Measured = Type.Object(
  {
    measure: MeasureName,
    ratio: Ratio,
    /** The same a week ago or at the nearest earlier measuring; null when there was none. */
    before: nullable(Ratio),
  },
  strict,
)
const FactLine = Type.Object(
  {
    /** Name of the fact, or `attribute:HEADER` for a source's own column. */
    fact: Type.String(),
    kind: oneOf(factKinds),
    /** The header of a source's own column. */
    attribute: nullable(Type.String()),
    measures: Type.Array(Measured),
    /** Values confirmed within 30 days, a year, three years, and before; null where values do not age. */
    ages: nullable(Type.Array(Type.Integer())),
    first: nullable(DaySchema),
    last: nullable(DaySchema),
    trend: Type.Array(nullable(Type.Number())),
    uses: Type.Array(Type.Object({ by: oneOf(factUses), shown: Type.Boolean() }, strict)),
    /** Headers of the columns that the saved mappings of the source read it from. */
    columns: Type.Array(Type.String()),
    /** `end`: collected, and nothing uses it. `onlyShown`: people can see it, nothing works by it. `alwaysEmpty`: a column that holds nothing. */
    proposal: nullable(oneOf(proposals)),
  },
  strict,
)
export type FactLine = Static<typeof FactLine>

/** GET /api/v1/sources/:id/inventory; the id 0…0 is all customers together. */
export const SourceInventory = Type.Object(
  {
    id: UuidSchema,
    name: nullable(Type.String()),
    trust: nullable(Type.Integer()),
    createdAt: nullable(InstantSchema),
    imports: Type.Integer(),
    lastImport: nullable(InstantSchema),
    measuredAt: nullable(InstantSchema),
    /** Its last imports, newest first. */
    deliveries: Type.Array(
      Type.Object(
        {
          id: UuidSchema,
          at: InstantSchema,
          state: Type.String(),
          files: Type.Array(Type.String()),
          lines: Type.Integer(),
          quarantined: Type.Integer(),
        },
        strict,
      ),
    ),
    facts: Type.Array(FactLine),
    measuring: Measuring,
  },
  strict,
)
export type SourceInventory = Static<typeof SourceInventory>

export const sides = ['passes', 'fails', 'unchecked'] as const
/** GET /api/v1/sources/:id/rows?fact=email&measure=uniqueness&side=fails: the rows behind a number as they are now. */
export const Rows = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          id: UuidSchema,
          customer: Type.Object({ id: UuidSchema, name: Type.String() }, strict),
          at: nullable(InstantSchema),
          /** The value or the thing, where the reader may see it. */
          shown: nullable(Type.String()),
          /** What was written and left out at the import, with its reason. */
          leftOut: Type.Array(Type.Object({ code: Type.String(), written: Type.String() }, strict)),
        },
        strict,
      ),
    ),
    /** Where to go on. A page may be short or empty and still have a next one: each looks through a bounded stretch. */
    next: nullable(Type.String()),
  },
  strict,
)
export type Rows = Static<typeof Rows>

/** PATCH /api/v1/sources/:id/trust: how far the source is believed, 0..100. */
export const TrustChange = Type.Object({ trust: Type.Integer({ minimum: 0, maximum: 100 }) }, strict)
export const TrustChanged = Type.Object({ id: UuidSchema, trust: Type.Integer() }, strict)

/** POST /api/v1/sources/measure */
export const MeasureAsk = Type.Object({ sourceId: Type.Optional(UuidSchema) }, strict)
export const MeasureAnswer = Type.Object({ measuring: Measuring }, strict)

const SourceRef = Type.Object({ id: UuidSchema, name: Type.String() }, strict)
/** GET /api/v1/quality: the steward's first screen. */
export const Quality = Type.Object(
  {
    measuredAt: nullable(InstantSchema),
    measuring: Measuring,
    sources: Type.Integer(),
    stopped: Type.Array(
      Type.Object(
        {
          id: UuidSchema,
          source: SourceRef,
          state: oneOf(['failed', 'held']),
          at: InstantSchema,
          files: Type.Array(Type.String()),
          lines: Type.Integer(),
          problem: nullable(Type.String()),
        },
        strict,
      ),
    ),
    /** Rows to repair by cause, most first; `total` counts rows, a row may have several causes. */
    repairs: Type.Object(
      {
        total: Type.Integer(),
        causes: Type.Array(Type.Object({ field: Type.String(), code: Type.String(), rows: Type.Integer() }, strict)),
      },
      strict,
    ),
    /** The day of the measuring that the changes are told from; null before there are measurings a week apart. */
    comparedWith: nullable(DaySchema),
    /** What changed by a percentage point or more since a week ago, largest first. */
    changes: Type.Array(
      Type.Object(
        { source: SourceRef, fact: Type.String(), measure: MeasureName, now: Ratio, before: Ratio, since: DaySchema },
        strict,
      ),
    ),
    /** Sources that have been silent for longer than their rhythm of deliveries makes likely. */
    silent: Type.Array(
      Type.Object(
        {
          source: SourceRef,
          last: DaySchema,
          sinceDays: Type.Integer(),
          rhythmDays: Type.Integer(),
          deliveries: Type.Integer(),
        },
        strict,
      ),
    ),
    /** Collected, and nothing uses it. */
    unused: Type.Array(
      Type.Object(
        { source: SourceRef, fact: Type.String(), filled: Type.Integer(), proposal: oneOf(proposals) },
        strict,
      ),
    ),
  },
  strict,
)
export type Quality = Static<typeof Quality>
