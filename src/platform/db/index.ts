export { connect, type Db, type Tx } from './connection.ts'
export { insertMany, table } from './bulk.ts'
export { fresh, type Piece, raw, type Statement, sql } from './sql.ts'
