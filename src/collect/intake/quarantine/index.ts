/** Rows that wait for repair (Korjattavat), by whatever entrance they came. */
export {
  askToStop,
  type Drafted,
  forgetTold,
  insertRun,
  keepDrafts,
  type LayoutRow,
  layoutLike,
  layoutsOf,
  quarantineCounts,
  repairRun,
  rowsOfAct,
  type RunRow,
  type Settled,
  setRun,
  settleDropped,
  settleMended,
  waitAgain,
} from './queries.ts'
export {
  causeOf,
  cellsFromJson,
  cellsToJson,
  type Layout,
  type MendedBefore,
  type Place,
  quarantine,
  type Told,
} from './quarantine.ts'
export {
  guarded,
  isOwnHeader,
  ownHeaders,
  rowColumnOf,
  unguarded,
  withOwnColumns,
  withoutOwnCells,
} from './returned.ts'
