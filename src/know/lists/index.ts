/** Lists of everything: columns, conditions and order as asked, kept views, and files of what was chosen (MISSION U1). */
export type * from './contract.ts'
export { envOf } from './env.ts'
export { writeOut } from './exports.ts'
export { problems } from './problems.ts'
export { selected } from './queries/page.ts'
export { specs } from './queries/specs.ts'
export { routes } from './routes.ts'
