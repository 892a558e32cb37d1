/**
 * Change once, everywhere (MISSION U2): systems that are connected hear of every change of a customer, each in its own way, and people see
 * which has it and which not. A delivery is written with the change and settled with the receipt.
 */
export { jobs } from './jobs.ts'
export { startSending } from './loop.ts'
export { measures } from './measures.ts'
export { problems } from './problems.ts'
export { forgetEverywhere, propagate, tellChanged } from './propagate.ts'
export { routes } from './routes.ts'
export { sendDue } from './send.ts'
export { type LateSystem, lateSystems, watch } from './watch.ts'
