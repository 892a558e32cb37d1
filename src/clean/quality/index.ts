/**
 * MISSION C3, "Never dirty clean data again": validation and normalisation at every entrance. This slice makes typed records of mapped
 * rows and says what is wrong with the values that it leaves out, without database or clock; `quarantine/` is where people mend what it refused.
 */
export { readRecord } from './gate.ts'
export { readDecimal } from './normalise/amounts.ts'
export { readDay } from './normalise/dates.ts'
export { readEmail } from './normalise/email.ts'
export { readAnyPhone } from './normalise/phone.ts'
export type { Gate } from './records/cells.ts'
export { jobs } from './quarantine/jobs.ts'
export { problems } from './quarantine/problems.ts'
export { routes } from './quarantine/routes.ts'

/** Stored with every normalised record: a record of an older version is read again from its raw payload. */
export const normaliserVersion = 1
