/** Who the customers are: the values in use, lists of them, and finding one by any scrap (MISSION U1, DESIGN "Experience"). */
export { apply } from './apply.ts'
export { identity, list, whoIs } from './customers.ts'
export { hits, namesOf } from './queries.ts'
export { problems } from './problems.ts'
export { routes } from './routes.ts'
export { type FoundHit, type Matched, searchIdentifiers, searchNames, shownHits } from './search.ts'
export { uses } from './uses.ts'
