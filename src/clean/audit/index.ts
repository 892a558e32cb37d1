/** History that can be trusted (MISSION U4): seals what the history says, and finds whatever was changed, deleted, added or cut off since. */
export { anchor, anchorFile } from './anchor.ts'
export type { BadLink, Verdict } from './contract.ts'
export { forgetSealed } from './forget.ts'
export { jobs } from './jobs.ts'
export { routes } from './routes.ts'
export { sealHistory } from './seal.ts'
export { verifyHistory } from './verify.ts'
