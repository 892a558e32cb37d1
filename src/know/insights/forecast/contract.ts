import { type Static, Type } from 'typebox'
import { DaySchema, InstantSchema, MoneySchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'
import { runShape } from '../runs/contract.ts'

const strict = { additionalProperties: false }

/** By the chance of no purchase within the horizon: below ½, from ½, from .8 (who has come again), from .95 (analytics §2). */
export const forecastStates = ['active', 'cooling', 'lapsing', 'lost'] as const
export type ForecastState = (typeof forecastStates)[number]

/** What one should know before believing a figure; dictionary keys `insights.warning.<code>`. Figures are plain digits and ISO days. */
export const Warning = Type.Object({ code: Type.String(), figures: Type.Record(Type.String(), Type.String()) }, strict)
export type Warning = Static<typeof Warning>

/** The model that a figure comes from. */
export const ModelBrief = Type.Object(
  {
    version: Type.Integer(),
    madeAt: InstantSchema,
    /** The data window: first purchase day of all, and the day it ends. */
    from: nullable(DaySchema),
    asOf: DaySchema,
    /** Customers with purchases that it was fitted to. */
    customers: Type.Integer(),
    /** `nbd`: nobody is seen to leave. */
    model: oneOf(['bgnbd', 'mbgnbd', 'nbd']),
    /** How "no purchase" is told: by the purchase model alone, or together with a regression on the company's own last period. */
    lapse: oneOf(['model', 'both']),
    horizonDays: Type.Integer(),
    /** Share of sales; null where the company has not said: then value is sales. */
    margin: nullable(Type.Number()),
    /** Of money in a year; null where the company has not said: then nothing is discounted. */
    discount: nullable(Type.Number()),
    warnings: Type.Array(Warning),
  },
  strict,
)
export type ModelBrief = Static<typeof ModelBrief>

/** What is expected of one customer. Days are calendar days of the company's zone. */
export const Forecast = Type.Object(
  {
    /** Of the model that the row was made with. */
    version: Type.Integer(),
    asOf: DaySchema,
    state: oneOf(forecastStates),
    /** Null: active for longer than that. */
    stateSince: nullable(DaySchema),
    /** Chance of still being a customer at all. */
    alive: Type.Number(),
    /** Chance of a purchase within `horizonDays` of the model. */
    buys: Type.Number(),
    /** Purchase days expected in the next 12 months. */
    purchases: Type.Number(),
    /** Expected per purchase day, in the customer's largest currency. */
    spend: nullable(MoneySchema),
    /** Of the next 12 months. */
    value: nullable(MoneySchema),
    /** By then the next purchase is more likely than not; null: not within three years. */
    nextPurchase: nullable(DaySchema),
    /** What it was made of. */
    why: Type.Object(
      {
        purchaseDays: Type.Integer(),
        first: DaySchema,
        last: DaySchema,
        sinceDays: Type.Integer(),
        /** Own mean interval in days, from the second purchase day on. */
        intervalDays: nullable(Type.Integer()),
        /** What all purchase days brought on average, net. */
        perPurchase: nullable(MoneySchema),
      },
      strict,
    ),
    /** What one would say without a model: the sums so far. */
    past: Type.Object({ net: nullable(MoneySchema), perYear: nullable(MoneySchema) }, strict),
    /** Place among the hundred best by forecast and by spend so far, at the last making. */
    rank: Type.Object({ future: nullable(Type.Integer()), past: nullable(Type.Integer()) }, strict),
  },
  strict,
)
export type Forecast = Static<typeof Forecast>

/** GET /api/v1/customers/:id/forecast */
export const CustomerForecast = Type.Object(
  {
    forecast: nullable(Forecast),
    /** Why there is none. */
    none: nullable(oneOf(['noPurchases', 'noModel'])),
    model: nullable(ModelBrief),
  },
  strict,
)
export type CustomerForecast = Static<typeof CustomerForecast>

export const forecastSteps = ['read', 'fit', 'test', 'predict', 'count'] as const
export const ForecastRun = runShape(forecastSteps)
export type ForecastRun = Static<typeof ForecastRun>

/** What the company says of its own economy. Null: not known, and nothing is assumed in its place. */
export const Terms = Type.Object(
  {
    /** Share of sales, 0..1. */
    margin: nullable(Type.Number({ minimum: 0, maximum: 1 })),
    /** Of money in a year, 0..1. */
    discount: nullable(Type.Number({ minimum: 0, maximum: 1 })),
    /** Minor units of the company's currency: of one new customer, and of keeping one customer for a year. */
    acquisition: nullable(Type.Integer({ minimum: 0, maximum: 1e12 })),
    keeping: nullable(Type.Integer({ minimum: 0, maximum: 1e12 })),
    /** Days that "no purchase" is about; null: twice the mean interval between purchases. */
    horizonDays: nullable(Type.Integer({ minimum: 7, maximum: 730 })),
  },
  strict,
)
export type Terms = Static<typeof Terms>

/** How well "no purchase" was told on the company's own past: what was known up to `from`, against what happened from then to `to`. */
export const LapseTest = Type.Object(
  {
    from: DaySchema,
    to: DaySchema,
    customers: Type.Integer(),
    /** Share who bought nothing. */
    lapsed: Type.Number(),
    ways: Type.Array(
      Type.Object(
        { way: oneOf(['model', 'both', 'daysSince']), auc: Type.Number(), brier: nullable(Type.Number()) },
        strict,
      ),
    ),
  },
  strict,
)
export type LapseTest = Static<typeof LapseTest>

const Model = Type.Object(
  {
    ...ModelBrief.properties,
    /** Unique histories that the customers fall into. */
    unique: Type.Integer(),
    logLikelihood: Type.Number(),
    parameters: Type.Record(Type.String(), Type.Number()),
    /** Why the first model could not be used; null when it could. */
    degenerate: nullable(Type.String()),
    /** Of the model of spend, one per currency; `degenerate` as above. */
    spend: Type.Array(
      Type.Object(
        {
          currency: Type.String(),
          customers: Type.Integer(),
          mean: MoneySchema,
          /** Between how often and how much one buys. */
          correlation: nullable(Type.Number()),
          degenerate: nullable(Type.String()),
        },
        strict,
      ),
    ),
    lapseTest: nullable(LapseTest),
    meanIntervalDays: nullable(Type.Integer()),
  },
  strict,
)
export type Model = Static<typeof Model>

/** Expected value of all customers in the next 12 months, and what moved it in 28 days. */
export const Equity = Type.Object(
  {
    day: DaySchema,
    /** Of the model. */
    version: Type.Integer(),
    customers: Type.Integer(),
    value: MoneySchema,
    /** What one would say without a model: the sales that they have brought in a year so far. */
    pastYear: nullable(MoneySchema),
    /** By the same model, 28 days before; null before there is such a day in the data. */
    before: nullable(MoneySchema),
    change: nullable(
      Type.Object({ new: MoneySchema, lapsed: MoneySchema, frequency: MoneySchema, spend: MoneySchema }, strict),
    ),
    /** The last 90 makings, oldest first. */
    trend: Type.Array(Type.Object({ day: DaySchema, minor: Type.String() }, strict)),
  },
  strict,
)
export type Equity = Static<typeof Equity>

/** Retention economics from the company's own figures. What is not known is null, never a ratio of others. */
export const Economics = Type.Object(
  {
    /** First purchases within the last 365 days, and what one new customer is expected to bring in 12 months. */
    newCustomers: Type.Integer(),
    newValue: nullable(MoneySchema),
    /** Of those who bought in the year before last, the share who bought in the last; `customers` were looked at. */
    retention: nullable(Type.Object({ customers: Type.Integer(), stayed: Type.Integer() }, strict)),
    /** Mean expected value in 12 months of a customer who is not lost, and how many there are. */
    customers: Type.Integer(),
    value: nullable(MoneySchema),
    /** What a new customer brings in 12 months less what it costs; what a kept one brings less what keeping costs. */
    newNet: nullable(MoneySchema),
    keptNet: nullable(MoneySchema),
    /** Months until a new customer has brought what it cost; null: not known, or not within three years. */
    paybackMonths: nullable(Type.Integer()),
    /** Of the model. */
    version: Type.Integer(),
  },
  strict,
)
export type Economics = Static<typeof Economics>

/** GET /api/v1/insights */
export const Insights = Type.Object(
  {
    model: nullable(Model),
    run: nullable(ForecastRun),
    /** Purchase days there must be before anything is forecast. */
    needs: Type.Integer(),
    /** The day of the counts: of the last making that came to its end. */
    countedOn: nullable(DaySchema),
    /** Archived customers left out. */
    states: Type.Array(Type.Object({ state: oneOf(forecastStates), customers: Type.Integer() }, strict)),
    /** One per currency, largest first. */
    equity: Type.Array(Equity),
    economics: nullable(Economics),
    terms: Terms,
    currency: Type.String(),
    manages: Type.Boolean(),
  },
  strict,
)
export type Insights = Static<typeof Insights>

const Ranked = Type.Object(
  {
    id: UuidSchema,
    name: Type.String(),
    value: nullable(MoneySchema),
    net: nullable(MoneySchema),
    state: oneOf(forecastStates),
    futureRank: nullable(Type.Integer()),
    pastRank: nullable(Type.Integer()),
  },
  strict,
)
/** GET /api/v1/insights/best */
export const Best = Type.Object(
  {
    currency: Type.String(),
    currencies: Type.Array(Type.String()),
    /** Archived customers are left out. */
    future: Type.Array(Ranked),
    past: Type.Array(Ranked),
    /** How many of the best tenth by forecast are in the best tenth by spend so far. */
    overlap: nullable(Type.Object({ both: Type.Integer(), tenth: Type.Integer() }, strict)),
  },
  strict,
)
export type Best = Static<typeof Best>
