/** Who was erased stays out, and nothing that was told of them stays in (GDPR Art. 17). */
export { erasedAmong, erasedRows, eraseRecords, mayReturn, type Scrubbed, tracesOf } from './erased.ts'
export { bringJournal, hashOf, journal, type JournalLine, madeKey, note, type Trace } from './keeping.ts'
export { isNamed, type Named, namedBy, textsOf, withoutNamed } from './named.ts'
export { keepErased, liftErased } from './queries.ts'
