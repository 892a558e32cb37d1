import { type TEnum, Type } from 'typebox'

/** Schemas of the terms that several contracts share. */
export const UuidSchema = Type.String({ format: 'uuid' })
export const InstantSchema = Type.String({ format: 'date-time' })
export const DaySchema = Type.String({ format: 'date' })
/** Minor units with their currency, e.g. `{ minor: "12890", currency: "EUR" }` = 128.90 €. */
export const MoneySchema = Type.Object(
  { minor: Type.String(), currency: Type.String() },
  { additionalProperties: false },
)
export const nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) =>
  Type.Union([schema, Type.Null()])
/** One of a fixed set of words. */
export const oneOf = <V extends string>(values: readonly V[]): TEnum<V[]> => Type.Enum([...values]) as TEnum<V[]>
