import type { Words } from '../../words/fi/index.ts'
import type { Format } from '../../words/format.ts'

type SystemWords = Words['systems']

/** A moment as people say it: today the clock is enough. */
export function momentOf(format: Format, words: SystemWords, at: string): string {
  const today = format.day(new Date().toISOString()) === format.day(at)
  return today ? words.clock(format.time(at)) : format.moment(at)
}

/** What went wrong, in a sentence. */
export function errorOf(words: SystemWords, code: string): string {
  if (code.startsWith('http_')) return words.httpError(code.slice('http_'.length))
  return words.errors[code] ?? words.otherError
}

/** A field by its name on the screen; what only sources tell bears its own. */
export const fieldName = (words: SystemWords, field: string): string =>
  words.fields[field] ?? field.replace(/^attribute:/, '')
