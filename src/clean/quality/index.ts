/**
 * MISSION C3, "Never dirty clean data again": validation and normalisation at every entrance. This slice makes typed records of mapped
 * rows and says what is wrong with the values that it leaves out. Pure: no database, no clock.
 */
export { readRecord } from './gate.ts'
export { type Email, readEmail } from './normalise/email.ts'
export { readName } from './normalise/name.ts'
export { type Phone, readPhone } from './normalise/phone.ts'
export type { Reading } from './normalise/reading.ts'
export { readReference } from './normalise/reference.ts'
export { manyLines, oneLine } from './normalise/text.ts'
export type { Gate } from './records/cells.ts'

/** Stored with every normalised record: a record of an older version is read again from its raw payload. */
export const normaliserVersion = 1
