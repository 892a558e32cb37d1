/** Names as people search and sort them: search keys, Finnish inflection, alphabetical order. Pure. */
export { fold } from './fold.ts'
export { inflectionCandidates } from './inflection.ts'
export { searchTokens } from './search-tokens.ts'
export { sortKey } from './sort-key.ts'
