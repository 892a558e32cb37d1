/** The field's words as types. Imports nothing; everyone may import it, the web too. */
export * from './facts.ts'
export * from './ids.ts'
export * from './money.ts'
export * from './records.ts'
export * from './roles.ts'
export * from './verbs.ts'
