import { type Static, Type } from 'typebox'
import { type Condition, ConditionSchema, fieldTypes, operators } from '#src/know/segments/contract.ts'
import { InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
export const listNames = ['customers', 'products', 'purchases', 'interactions'] as const
export type ListName = (typeof listNames)[number]

const FieldId = Type.String({ minLength: 1, maxLength: 120 })
const Columns = Type.Array(FieldId, { minItems: 1, maxItems: 80 })
export const Sort = Type.Object({ field: FieldId, direction: oneOf(['asc', 'desc']) }, strict)
export type Sort = Static<typeof Sort>

/** POST /api/v1/lists/LIST: one page. `after` is the `next` of the page before, of the same sort and conditions. */
export const ListRequest = Type.Object(
  {
    columns: Columns,
    conditions: Type.Optional(ConditionSchema),
    sort: Type.Optional(Sort),
    after: Type.Optional(Type.String({ maxLength: 2000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  strict,
)
export interface ListRequest {
  columns: readonly string[]
  conditions?: Condition
  sort?: Sort
  after?: string
  limit?: number
}
/**
 * A row with its cells in the order of the asked columns. Days are `YYYY-MM-DD`, instants ISO 8601, money `{ minor, currency }`; empty is null.
 * `customerId` is whom the row is about (null for products).
 */
export const ListRow = Type.Object(
  { id: UuidSchema, customerId: nullable(UuidSchema), cells: Type.Array(Type.Unknown()) },
  strict,
)
export type ListRow = Static<typeof ListRow>
export const ListPage = Type.Object({ rows: Type.Array(ListRow), next: nullable(Type.String()) }, strict)
export type ListPage = Static<typeof ListPage>

/** POST /api/v1/lists/LIST/count. `about`: counting took too long, and this is the database's estimate. */
export const CountRequest = Type.Object({ conditions: Type.Optional(ConditionSchema) }, strict)
export const Count = Type.Object({ count: Type.Integer(), about: Type.Boolean() }, strict)
export type Count = Static<typeof Count>

/** GET /api/v1/lists/LIST/fields: what this reader may see, ask and sort by. */
export const FieldInfo = Type.Object(
  {
    id: FieldId,
    type: oneOf(fieldTypes),
    operators: Type.Array(oneOf(operators)),
    sortable: Type.Boolean(),
    /** Can be asked, but is no column. */
    filterOnly: Type.Boolean(),
    /** The words of a choice. `label` where it is a name of the company's own; otherwise the reader's language says it. */
    choices: nullable(Type.Array(Type.Object({ value: Type.String(), label: nullable(Type.String()) }, strict))),
    /** Of money in one currency. */
    currency: nullable(Type.String()),
  },
  strict,
)
export type FieldInfo = Static<typeof FieldInfo>
export const FieldList = Type.Object(
  {
    fields: Type.Array(FieldInfo),
    /** The columns and the order to begin with. */
    columns: Type.Array(FieldId),
    sort: Sort,
  },
  strict,
)
export type FieldList = Static<typeof FieldList>

const ViewName = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })
/** A kept way to look at a list. */
export const View = Type.Object(
  {
    id: UuidSchema,
    list: oneOf(listNames),
    name: Type.String(),
    columns: Type.Array(FieldId),
    sort: nullable(Sort),
    /** A `Condition`, or null; also null where it asks for fields that the reader may not see. */
    conditions: Type.Unknown(),
    shared: Type.Boolean(),
    mine: Type.Boolean(),
    owner: Type.String(),
    version: Type.Integer(),
    /** Fields that it uses and the reader may not see. Not empty: the view shows less to this reader, or cannot be asked. */
    hidden: Type.Array(FieldId),
  },
  strict,
)
export type View = Omit<Static<typeof View>, 'conditions'> & { conditions: Condition | null }
export const ViewList = Type.Object({ views: Type.Array(View) }, strict)
export interface ViewList {
  views: View[]
}
const viewParts = {
  name: ViewName,
  columns: Columns,
  sort: Type.Optional(Sort),
  conditions: Type.Optional(ConditionSchema),
  shared: Type.Boolean(),
}
export const ViewDraft = Type.Object({ list: oneOf(listNames), ...viewParts }, strict)
/** PATCH /api/v1/views/:id with If-Match. All parts are told anew. */
export const ViewChange = Type.Object(viewParts, strict)
export interface ViewChange {
  name: string
  columns: readonly string[]
  sort?: Sort
  conditions?: Condition
  shared: boolean
}
export interface ViewDraft extends ViewChange {
  list: ListName
}

/** Rows that something is done to: all that fit the conditions without the exceptions, or those named. */
export interface Selection {
  readonly conditions?: Condition
  readonly only?: readonly string[]
  readonly except?: readonly string[]
}
const Ids = Type.Array(UuidSchema, { maxItems: 10_000 })
export const selectionParts = {
  conditions: Type.Optional(ConditionSchema),
  only: Type.Optional(Ids),
  except: Type.Optional(Ids),
}

export const exportFormats = ['csv', 'xlsx', 'ndjson'] as const
export type ExportFormat = (typeof exportFormats)[number]
/** Most rows of a workbook; beyond it CSV. */
export const workbookRows = 100_000

/**
 * POST /api/v1/exports, then GET /api/v1/exports/:id/file. Details of people under non-disclosure are left out for everybody.
 * `language` decides headers and, in CSV, the separator and the decimal sign: fi `;` and `,`, en `,` and `.`. A cell that a spreadsheet would run
 * as a formula has an apostrophe before it.
 */
export const ExportDraft = Type.Object(
  {
    list: oneOf(listNames),
    format: oneOf(exportFormats),
    columns: Columns,
    ...selectionParts,
    sort: Type.Optional(Sort),
    language: Type.Optional(oneOf(['fi', 'en'])),
  },
  strict,
)
export interface ExportDraft extends Selection {
  list: ListName
  format: ExportFormat
  columns: readonly string[]
  sort?: Sort
  language?: 'fi' | 'en'
}
/** Who exported what, when. `rows` is null until the file has been fetched whole. */
export const Export = Type.Object(
  {
    id: UuidSchema,
    list: oneOf(listNames),
    format: oneOf(exportFormats),
    columns: Type.Array(FieldId),
    /** A `Condition`, or null for everything (and where it asks for fields that the reader may not see). */
    conditions: Type.Unknown(),
    /** How many were picked by hand, or left out by hand; null where it was not so. */
    only: nullable(Type.Integer()),
    except: nullable(Type.Integer()),
    by: Type.String(),
    askedAt: InstantSchema,
    fetchedAt: nullable(InstantSchema),
    rows: nullable(Type.Integer()),
  },
  strict,
)
export type Export = Omit<Static<typeof Export>, 'conditions'> & { conditions: Condition | null }
export const ExportList = Type.Object({ exports: Type.Array(Export), next: nullable(Type.String()) }, strict)
export interface ExportList {
  exports: Export[]
  next: string | null
}
export const ExportCreated = Type.Object({ id: UuidSchema }, strict)
