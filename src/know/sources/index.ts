/**
 * The source inventory (MISSION C1, C3): what each source tells of who customers are, what they do, and when, where and why; how much of it
 * and how well, with numerator, denominator, trend and the rows behind; what uses it. And the data steward's first screen.
 */
export { jobs } from './jobs.ts'
export { measureSources } from './measure.ts'
export { problems } from './problems.ts'
export { routes } from './routes.ts'
export { declareUses } from './uses.ts'
export { erasePlaces } from './queries/erase.ts'
