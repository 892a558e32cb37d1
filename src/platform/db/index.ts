export { connect, type Db, type Tx, type TxOptions } from './connection.ts'
export { deleteIn, insertMany, type Table, table } from './bulk.ts'
export { join, raw, type Statement, sql } from './sql.ts'
