/** Events as they happen: the de-facto API of shops, sites and programs; committed, acknowledged, applied within a second. */
export { applyNext } from './apply.ts'
export { eraseEvents } from './erase.ts'
export { jobs } from './jobs.ts'
export { type Applying, applyAll, type Queue, startApplying } from './loop.ts'
export { lockForMending, type MendedRow, takeMended } from './mended.ts'
export { problems } from './problems.ts'
export { routes } from './routes.ts'
