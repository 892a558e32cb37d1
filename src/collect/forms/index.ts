/** Forms on web sites: what visitors write enters when they have confirmed it by mail, with the text that they consented to. */
export { jobs } from './jobs.ts'
export { problems } from './problems.ts'
export { forgetEntries as eraseEntries } from './queries.ts'
export { routes } from './routes.ts'
