/**
 * The first page of the day, and on it the shopkeeper's list (MISSION A7): the people who deserve attention now, best first, each with the reason, the
 * evidence, a suggested action and its expected worth. Lines come from `sources/`, one file per kind: a slice that is built later stands before
 * this one in the flow, and adds a file there that asks its door (see `Source`).
 */
export { jobs } from './jobs.ts'
export { forgetAttention, markAttention, noteAttention, watchAttention } from './marking.ts'
export { problems } from './problems.ts'
export { makeList, renewMarked } from './renew.ts'
export { routes } from './routes.ts'
export { uses } from './uses.ts'
