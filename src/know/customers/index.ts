/** Who the customers are: the values in use, lists of them, and finding one by any scrap (MISSION U1, DESIGN "Experience"). */
export { apply } from './apply.ts'
export { identity, whoIs } from './customers.ts'
export { csvLine, exportColumns, exportCustomers } from './export.ts'
export { hits, namesOf } from './queries.ts'
export { problems } from './problems.ts'
export { routes } from './routes.ts'
export { type Matched, searchIdentifiers, searchNames } from './search.ts'
