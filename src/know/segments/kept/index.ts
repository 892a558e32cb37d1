/** Segments that people keep: changing, sharing, counting, looking at them; lists of picked customers; ready-made ones. */
export { eraseFromSegments, eraseMemberships, retract } from './erase.ts'
export { check } from './kept.ts'
export { problems } from './problems.ts'
export { routes } from './routes.ts'
export { declareSegmentUses, type UsesOf } from './uses.ts'
