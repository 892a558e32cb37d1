/** The memory of every matter: one timeline per customer, on which every slice writes (MISSION U3). */
export { apply, log, type NewEntry, unlog } from './entries.ts'
export { type Matter, type MatterKind, matterKinds, noteOpen } from './matters.ts'
export { retract } from './retract.ts'
export { problems } from './problems.ts'
export { routes } from './routes.ts'
export { newestEntries } from './timeline.ts'
export { uses } from './uses.ts'
export { eraseTimeline } from './queries/erase.ts'
