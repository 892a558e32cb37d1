/** Customers that may be one: the queue in which people decide, the search through the whole base, and arriving customers (MISSION U1). */
export { watchArrivals } from './arrivals.ts'
export { jobs } from './jobs.ts'
export { problems } from './problems.ts'
export { routes } from './routes.ts'
