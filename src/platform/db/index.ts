export { connect, type Db, type Tx } from './connection.ts'
export { insertMany, table } from './bulk.ts'
export { fresh, numbered, type Piece, raw, type Statement, sql } from './sql.ts'
