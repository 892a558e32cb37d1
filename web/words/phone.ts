/** +358405551234 → 040 555 1234: as it is dialled here; numbers of other countries keep their country. */
export function shownPhone(e164: string): string {
  const own = /^\+358(\d{5,12})$/.exec(e164)?.[1]
  if (!own) return e164
  // mobiles 040…050 and the areas 013…019 have two digits after the zero, the other areas one
  const area = /^(4|50|1)/.test(own) ? 2 : 1
  const rest = own.slice(area)
  return `0${own.slice(0, area)} ${rest.slice(0, 3)} ${rest.slice(3)}`.trim()
}

/** What a telephone dials; undefined for what is no number. */
export const dialled = (value: string): string | undefined =>
  /^\+?[\d\s-]+$/.test(value) ? `tel:${value.replace(/[\s-]/g, '')}` : undefined
