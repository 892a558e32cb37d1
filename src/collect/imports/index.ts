/** Files of any shape, from what they are to what became of each line (MISSION C1). */
export { importJob, jobs } from './jobs.ts'
export { parseMappingFile } from './mapping/mapping-file.ts'
export { type DeliveredFile, planImport } from './plan.ts'
export { type Counts, unfinished } from './queries.ts'
export { importReport, sumCounts } from './report.ts'
export { problems } from './problems.ts'
export { routes } from './routes.ts'
export { type Progress, type RunOptions, runImport } from './run.ts'
