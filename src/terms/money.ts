/** ISO 4217 code. */
export type Currency = string
/** Whole minor units (cents) as a string: JSON numbers lose digits above 2^53. */
export type Minor = string

/** How many decimals a currency's minor unit has (ISO 4217; the exceptions that occur in trade). */
export function decimalsOf(currency: Currency): number {
  if (['JPY', 'KRW', 'ISK', 'HUF', 'CLP', 'VND'].includes(currency)) return currency === 'HUF' ? 2 : 0
  return ['BHD', 'KWD', 'OMR', 'TND', 'JOD'].includes(currency) ? 3 : 2
}
