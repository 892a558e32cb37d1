/** The matching engine: which records are of one customer. Pure; tables in, pairs and clusters out. */
export { keysVersion } from './blocking/index.ts'
export { membersOf } from './calibrate.ts'
export { type Column, type ColumnKind, columnKinds, type Table, valueMark } from './contract.ts'
export { type Matched, type MatchStep, matchTable } from './match.ts'
export { chanceOf, type Model, modelVersion, type Ready, RecordScorer, type Zone } from './model.ts'
export { normalise, partOrderOf } from './values.ts'
