/** UUID as text. Customers, users and jobs have UUIDv7; source records have a UUIDv8 computed from their natural key. */
export type Uuid = string
/** Instant as ISO 8601 text in UTC, e.g. `2026-11-23T09:42:00.000Z`. */
export type Instant = string
/** Calendar day `YYYY-MM-DD` in the company's time zone. */
export type Day = string
/** Language of dealing with a person. */
export const languages = ['fi', 'en'] as const
export type Language = (typeof languages)[number]
