import { languagesAreComplete, noAnyNoEval, oneWayOut, sizesAreHuman, timeAndChanceArePorts } from './code.ts'
import { firstReadingIsShort, migrationsNameTheirSlice, noDrawers, nothingOfThisMachine } from './house.ts'
import {
  everyImportResolves,
  importsFollowTheFlow,
  noCycles,
  slicesMeetAtTheDoor,
  webSeesContracts,
} from './imports.ts'
import {
  type Manifest,
  migrationsKeepToTheirSlice,
  sqlIsFitForMany,
  sqlIsWrittenOut,
  sqlStandsInQueries,
  tablesHaveOneOwner,
} from './sql.ts'
import type { Finding, Tree } from './tree.ts'

/** What the rules measure a tree by: the order of slices and who owns which table. */
export interface Law {
  flow: readonly string[]
  tables: Manifest
}
type Rule = (tree: Tree, law: Law) => Finding[]

export const rules = {
  'every import resolves': everyImportResolves,
  'imports follow the flow': (tree, { flow }) => importsFollowTheFlow(tree, flow),
  'slices meet at the door': (tree, { flow }) => slicesMeetAtTheDoor(tree, flow),
  'the web sees contracts and terms': webSeesContracts,
  'no import cycles': noCycles,
  'SQL stands in queries': sqlStandsInQueries,
  'SQL is written out': sqlIsWrittenOut,
  'SQL is fit for many servers': (tree, { tables }) => sqlIsFitForMany(tree, tables),
  'a table has one owner': (tree, { flow, tables }) => tablesHaveOneOwner(tree, flow, tables),
  'files and functions are of human size': sizesAreHuman,
  'time and chance are ports': timeAndChanceArePorts,
  'no any, no code made of text': noAnyNoEval,
  'one way out': oneWayOut,
  'every text exists in every language': languagesAreComplete,
  'no drawers': noDrawers,
  'nothing of this machine': nothingOfThisMachine,
  'the first reading is short': firstReadingIsShort,
  'migrations name their slice': (tree, { flow }) => migrationsNameTheirSlice(tree, flow),
  'migrations keep to their slice': (tree, { tables }) => migrationsKeepToTheirSlice(tree, tables),
} as const satisfies Record<string, Rule>
