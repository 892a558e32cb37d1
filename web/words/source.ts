import type { Words } from './fi/index.ts'

// The name under which the server keeps what staff write themselves (collect/intake).
const staffSource = 'Henkilöstö'

/** The name of a source; what staff write themselves goes by a word of the reader's language. */
export const sourceName = (source: string, words: Words): string =>
  source === staffSource ? words.terms.staff : source
