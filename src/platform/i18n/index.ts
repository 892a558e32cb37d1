/** Languages on the server's side: what a problem says to a person. The web has its own strings. */
import { type Language, languages } from '#src/terms/index.ts'

/** `[what is wrong, what to do next]` in each language; `{name}` is filled from the refusal's details. */
type ProblemText = Readonly<Record<Language, readonly [detail: string, next?: string]>>
/** Every stable problem code of a slice with its words. */
export type ProblemTexts = Readonly<Record<string, ProblemText>>

/** Puts values in the place of `{name}`; what is not given stays out. */
export function fill(template: string, values: Readonly<Record<string, unknown>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  })
}

/** The best of our languages for an `Accept-Language` header (RFC 9110 §12.5.4), or `otherwise`. */
export function languageOf(header: string | undefined, otherwise: Language): Language {
  const wanted = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((part, order) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.find((p) => p.trim().startsWith('q='))
      const q = quality === undefined ? 1 : Number(quality.trim().slice(2))
      return { language: tag.split('-')[0], q: Number.isFinite(q) ? q : 0, order }
    })
    .filter((one) => one.q > 0)
    .sort((a, b) => b.q - a.q || a.order - b.order)
  for (const { language } of wanted) {
    const known = languages.find((l) => l === language)
    if (known !== undefined) return known
  }
  return otherwise
}
