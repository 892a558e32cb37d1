/** The next best product and what to buy again (MISSION K3): links between products, and lists for one customer with their reasons. */
export { suggestionJobs } from './jobs.ts'
export { makeLinks } from './make.ts'
export { suggestionRoutes } from './routes.ts'
export { type Suggested, suggestionsFor, suggestionsForMany } from './suggestions.ts'
