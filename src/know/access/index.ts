/** Who looked at whom: noted off the path of requests, read by those who watch over it. */
export { jobs } from './jobs.ts'
export { type AccessLog, accessLog } from './log.ts'
export { routes } from './routes.ts'
export { lookLess, looksNaming } from './queries/erase.ts'
