export { connect, type Db, type Tx } from './connection.ts'
export { insertMany, table } from './bulk.ts'
export { fresh, raw, type Statement, sql } from './sql.ts'
