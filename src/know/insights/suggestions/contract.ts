import { type Static, Type } from 'typebox'
import { DaySchema, InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'
import { runShape } from '../runs/contract.ts'

const strict = { additionalProperties: false }

/** A product as a source calls it: its stock number, else what the line says. */
const Product = {
  sourceId: UuidSchema,
  code: Type.String({ minLength: 1, maxLength: 500 }),
}
export const ProductKey = Type.Object(Product, strict)
export type ProductKey = Static<typeof ProductKey>

/** One of the customer's own purchases that speaks for a product. */
const Reason = Type.Object({ name: Type.String(), purchaseId: UuidSchema, on: DaySchema }, strict)

const Shown = {
  ...Product,
  /** What the product is called; its code where nobody has told. */
  name: Type.String(),
  category: nullable(Type.String()),
  /** Null where nobody has told. */
  inStock: nullable(Type.Boolean()),
}

/** Whose favourites they are: of all customers, of the customer's city, or of the category bought most from. */
export const favouriteKinds = ['all', 'city', 'category'] as const

/** A product that the customer has not bought. */
export const FreshSuggestion = Type.Object(
  {
    ...Shown,
    /** Comparable within one list only. */
    score: Type.Number(),
    /** The two strongest of the customer's own purchases; empty for what is popular just now, and for favourites. */
    because: Type.Array(Reason, { maxItems: 2 }),
    /** Customers who bought it. */
    buyers: Type.Integer(),
  },
  strict,
)
export type FreshSuggestion = Static<typeof FreshSuggestion>

/** A product that the customer has bought and may need again. */
export const AgainSuggestion = Type.Object(
  {
    ...Shown,
    score: Type.Number(),
    /** Days on which the customer bought it, and the last of them with its purchase. */
    times: Type.Integer(),
    last: DaySchema,
    purchaseId: UuidSchema,
    sinceDays: Type.Integer(),
    /** Usual days between two purchases: the customer's own from the third on, else everybody's; null where nobody came again. */
    refillDays: nullable(Type.Integer()),
    own: Type.Boolean(),
  },
  strict,
)
export type AgainSuggestion = Static<typeof AgainSuggestion>

export const ModelBrief = Type.Object(
  { version: Type.Integer(), madeAt: InstantSchema, from: DaySchema, to: DaySchema, customers: Type.Integer() },
  strict,
)

/** GET /api/v1/customers/:id/suggestions */
export const Suggestions = Type.Object(
  {
    fresh: Type.Array(FreshSuggestion),
    again: Type.Array(AgainSuggestion),
    /** Nothing the customer bought says anything: whose favourites the new ones are, and of how many customers; null where they are the customer's own. */
    favourites: nullable(
      Type.Object({ of: oneOf(favouriteKinds), value: nullable(Type.String()), customers: Type.Integer() }, strict),
    ),
    /** Why there is nothing new. */
    none: nullable(oneOf(['noModel', 'archived'])),
    model: nullable(ModelBrief),
    /** Whether the reader may say "not for this customer", and "never". */
    excludes: Type.Boolean(),
    silences: Type.Boolean(),
  },
  strict,
)
export type Suggestions = Static<typeof Suggestions>

/** What was taken out of the lists, so that it can be put back. */
export const Excluded = Type.Object({ id: UuidSchema }, strict)
export type Excluded = Static<typeof Excluded>

export const suggestionSteps = ['read', 'fit', 'measure', 'write'] as const
export const SuggestionRun = runShape(suggestionSteps)
export type SuggestionRun = Static<typeof SuggestionRun>

const Way = Type.Object({ recall: Type.Number(), ndcg: Type.Number(), hitRate: Type.Number() }, strict)
/** How well lists met what was bought in the last part of the data, made from what came before it. */
export const Quality = Type.Object(
  {
    /** The last day that was known. */
    until: DaySchema,
    /** New products: customers looked at; Recall@20, nDCG@20 and hit rate@20 of ours, of neighbours and of what is bought most. */
    customers: Type.Integer(),
    ours: Way,
    neighbours: Way,
    popular: Way,
    /** Bought again: Recall@10 of ours and of ranking by own count; null where nobody bought anything again. */
    again: nullable(Type.Object({ customers: Type.Integer(), ours: Way, ownCount: Way }, strict)),
  },
  strict,
)
export type Quality = Static<typeof Quality>

/** GET /api/v1/suggestions/model */
export const SuggestionModel = Type.Object(
  {
    model: nullable(
      Type.Object(
        {
          ...ModelBrief.properties,
          products: Type.Integer(),
          pairs: Type.Integer(),
          /** Products that EASE covers; the others have neighbours. */
          covered: Type.Integer(),
          /** How much recent popularity is mixed in: 0 is none. */
          popularity: Type.Number(),
          quality: nullable(Quality),
        },
        strict,
      ),
    ),
    run: nullable(SuggestionRun),
    /** Products that are never suggested. */
    silenced: Type.Array(
      Type.Object({ ...Product, name: Type.String(), at: InstantSchema, by: nullable(Type.String()) }, strict),
    ),
    manages: Type.Boolean(),
  },
  strict,
)
export type SuggestionModel = Static<typeof SuggestionModel>
