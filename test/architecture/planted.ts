import type { Law, rules } from './rules.ts'
import type { Tree } from './tree.ts'

const text = (...lines: string[]): string => `${lines.join('\n')}\n`
const many = (count: number, line: string): string => `${line}\n`.repeat(count)

/** A small tree that breaks nothing. Each violation below is planted into it alone. */
export const soundTree: Tree = new Map(
  Object.entries({
    'package.json': '{"dependencies":{"pg":"8"},"devDependencies":{"fast-check":"4"}}',
    'README.md': '# Small',
    'db/migrations/202601010000_intake_records.sql': 'create table collect.record (id uuid primary key);',
    'src/flow.ts': text("export const flow = ['terms', 'platform', 'collect/intake', 'know/customers', 'act/today']"),
    'src/tables.ts': text("import type { Slice } from './flow.ts'", 'export const tables: Slice[] = []'),
    'src/app.ts': text("import { today } from '#src/act/today/index.ts'", 'export const app = today'),
    'src/terms/index.ts': text('export type Uuid = string'),
    'src/platform/ports/index.ts': text('export const now = () => new Date()'),
    'src/platform/db/index.ts': text("import 'pg'", 'export const sql = String.raw', 'export type Db = string'),
    'src/collect/intake/queries.ts': text(
      "import { sql } from '#src/platform/db/index.ts'",
      'export const add = sql`insert into collect.record (id) values (1)`',
      "export const out = 'copy (select id from collect.record) to stdout'",
    ),
    'src/collect/intake/index.ts': text("export { add } from './queries.ts'"),
    'src/know/customers/contract.ts': text(
      "import type { Uuid } from '#src/terms/index.ts'",
      'export type Customer = { id: Uuid }',
    ),
    'src/know/customers/queries.ts': text(
      "import { sql } from '#src/platform/db/index.ts'",
      'export const all = sql`select c.id from know.customer c join collect.record r on r.id = c.id -- act.gesture`',
    ),
    'src/know/customers/customers.test.ts': text(
      "import 'fast-check'",
      "import './queries.ts'",
      "import '#src/app.ts'",
    ),
    'src/act/today/index.ts': text(
      "import type { Db } from '#src/platform/db/index.ts'",
      "import { add } from '#src/collect/intake/index.ts'",
      'export const today = (now: Date, db: Db) => [new Date(now), db, add]',
    ),
    'web/pages/customers.tsx': text(
      "import type { Customer } from '#src/know/customers/contract.ts'",
      "export const Page = (c: Customer) => <p title={c.id}>Don't</p>",
    ),
    'web/texts/fi.ts': text("export const fi = { yes: 'kyllä', more: { no: 'ei' } }"),
    'web/texts/en.ts': text("export const en = { yes: 'yes', more: { no: 'no' } }"),
    'bench/list.ts': text('export const started = new Date()'),
    'test/support/clock.ts': text('export const chance = Math.random()'),
  }),
)

const law: Law = {
  flow: ['terms', 'platform', 'collect/intake', 'clean/identity', 'know/customers', 'act/today'],
  tables: {
    'collect.record': { slice: 'collect/intake', class: 'own key' },
    'know.customer': { slice: 'know/customers', class: 'customer' },
    'know.timeline': { slice: 'know/customers', class: 'customer', moves: true },
    'act.gesture': { slice: 'act/today', class: 'customer', moves: true },
  },
}

interface Violation {
  rule: keyof typeof rules
  plant: Record<string, string>
  /** What one of the findings must say. */
  says: RegExp
}
const one = (rule: Violation['rule'], path: string, content: string, says: RegExp): Violation => ({
  rule,
  plant: { [path]: content },
  says,
})
const sql = "import { sql } from '#src/platform/db/index.ts'\n"

const imports: Violation[] = [
  one('every import resolves', 'src/act/today/a.ts', "import './gone.ts'\n", /"\.\/gone\.ts" is no file/),
  one('every import resolves', 'src/act/today/a.ts', "import '#src/gone.ts'\n", /"#src\/gone\.ts" is no file/),
  one('every import resolves', 'src/act/today/a.ts', "import 'left-pad'\n", /"left-pad" is no file/),
  one('every import resolves', 'src/act/today/a.ts', "import 'node:crypt'\n", /"node:crypt" is no file/),
  one('every import resolves', 'src/act/today/a.ts', "import 'fast-check'\n", /"fast-check" is no file/),
  one('every import resolves', 'src/act/today/a.ts', "await import('./gone.ts')\n", /"\.\/gone\.ts" is no file/),
  one('every import resolves', 'src/act/today/a.ts', 'await import(path)\n', /:1: computed import/),
  one('every import resolves', 'src/act/today/a.ts', 'const = 1\n', /does not parse/),
  one('imports follow the flow', 'src/collect/intake/a.ts', "import '#src/act/today/index.ts'\n", /stands before act/),
  one(
    'imports follow the flow',
    'src/collect/intake/a.ts',
    "import type { Customer } from '#src/know/customers/contract.ts'\n",
    /stands before know/,
  ),
  one(
    'imports follow the flow',
    'src/platform/a.ts',
    "export * from '#src/know/customers/contract.ts'\n",
    /platform stands before/,
  ),
  one('imports follow the flow', 'src/terms/a.ts', "import '#src/platform/db/index.ts'\n", /terms stands before/),
  one('imports follow the flow', 'src/act/today/a.ts', "import '#src/app.ts'\n", /nothing of root/),
  one('imports follow the flow', 'src/act/today/a.ts', "import '#test/support/clock.ts'\n", /nothing of test/),
  one('imports follow the flow', 'src/act/today/a.ts', "type T = import('#src/app.ts').T\n", /nothing of root/),
  one('imports follow the flow', 'src/act/later/a.ts', 'export {}\n', /stands in no slice/),
  one('imports follow the flow', 'src/flow.ts', "import '#src/terms/index.ts'\n", /the law imports nothing/),
  one(
    'slices meet at the door',
    'src/act/today/a.ts',
    "import '#src/know/customers/queries.ts'\n",
    /entered through its index/,
  ),
  one(
    'slices meet at the door',
    'src/act/today/a.ts',
    "import '../../know/customers/contract.ts'\n",
    /leaves its slice/,
  ),
  one(
    'slices meet at the door',
    'src/cli/a.ts',
    "import '#src/know/customers/queries.ts'\n",
    /entered through its index/,
  ),
  {
    rule: 'slices meet at the door',
    plant: {
      'src/act/today/a.ts': "import '#src/know/customers/deep/index.ts'\n",
      'src/know/customers/deep/index.ts': '',
    },
    says: /entered through its index/,
  },
  one(
    'the web sees contracts and terms',
    'web/a.ts',
    "import '#src/collect/intake/index.ts'\n",
    /contracts and terms only/,
  ),
  one(
    'the web sees contracts and terms',
    'web/a.ts',
    "import '#src/platform/ports/index.ts'\n",
    /contracts and terms only/,
  ),
  one(
    'the web sees contracts and terms',
    'web/a.ts',
    "import { Customer } from '#src/know/customers/contract.ts'\n",
    /types only/,
  ),
  {
    rule: 'no import cycles',
    plant: { 'src/act/today/a.ts': "import './b.ts'\n", 'src/act/today/b.ts': "import './a.ts'\n" },
    says: /a\.ts -> .*b\.ts -> .*a\.ts/,
  },
]

const data: Violation[] = [
  one('SQL stands in queries', 'src/act/today/a.ts', `${sql}sql\`select 1\`\n`, /:2: SQL belongs/),
  one('SQL stands in queries', 'src/act/today/a.ts', `${sql}export const f = sql\n`, /:1: sql is for queries/),
  one('SQL stands in queries', 'src/act/today/a.ts', "const t = 'delete from know.customer'\n", /:1: SQL belongs/),
  one(
    'SQL stands in queries',
    'src/act/today/a.ts',
    'const t = `\n  select id\n  from know.customer`\n',
    /:1: SQL belongs/,
  ),
  one('SQL stands in queries', 'src/act/today/a.ts', 'tx.client.query(text)\n', /tx\.client\.query outside/),
  one('SQL is written out', 'src/act/today/queries.ts', 'raw(order)\n', /raw\(\) of a text/),
  one('SQL is written out', 'src/act/today/queries.ts', `run(\`select 1 from \${name}\`)\n`, /woven in/),
  one(
    'a table has one owner',
    'src/act/today/queries.ts',
    `${sql}sql\`insert into know.customer (id) values (1)\`\n`,
    /act\/today writes know\.customer/,
  ),
  one(
    'a table has one owner',
    'src/act/today/queries.ts',
    `${sql}sql\`with x as (select 1) UPDATE know.customer c set name = ''\`\n`,
    /writes know\.customer/,
  ),
  one(
    'a table has one owner',
    'src/act/today/queries/late.ts',
    `${sql}sql\`delete from know.customer\`\n`,
    /writes know\.customer/,
  ),
  one(
    'a table has one owner',
    'src/act/today/queries.ts',
    "const t = 'copy know.customer (id) from stdin'\n",
    /writes know\.customer/,
  ),
  one(
    'a table has one owner',
    'src/act/today/queries.ts',
    'sql`merge into know.customer using x on true`\n',
    /writes know\.customer/,
  ),
  one('a table has one owner', 'src/act/today/queries.ts', 'sql`truncate know.customer`\n', /writes know\.customer/),
  one(
    'a table has one owner',
    'src/act/today/rows.ts',
    "const t = table('know.customer', {})\n",
    /writes know\.customer/,
  ),
  one(
    'a table has one owner',
    'src/know/customers/queries.ts',
    'sql`select 1 from know.customer, act.gesture`\n',
    /reads act\.gesture/,
  ),
  one(
    'a table has one owner',
    'src/know/customers/queries.ts',
    'sql`select 1 from know.custmer`\n',
    /know\.custmer stands in no line/,
  ),
  one(
    'a table has one owner',
    'src/clean/identity/mover.ts',
    'sql`insert into know.customer (id) values (1)`\n',
    /writes know\.customer/,
  ),
  one(
    'a table has one owner',
    'src/clean/identity/queries.ts',
    'sql`delete from know.timeline`\n',
    /writes know\.timeline/,
  ),
  one('SQL is fit for many servers', 'src/act/today/queries.ts', 'sql`select now()`\n', /now\( within SQL/),
  one('SQL is fit for many servers', 'src/act/today/queries.ts', 'sql`select current_date`\n', /current_date within/),
  one(
    'SQL is fit for many servers',
    'src/know/customers/queries.ts',
    'sql`update know.timeline set kind = 1, customer_id = 2 where id = 3`\n',
    /through the mover only/,
  ),
  one(
    'migrations keep to their slice',
    'db/migrations/202601010001_intake_more.sql',
    'create table if not exists know.customer (id uuid);',
    /know\.customer belongs to know\/customers/,
  ),
  one(
    'migrations keep to their slice',
    'db/migrations/202601010001_intake_more.sql',
    'create index on know.customer (id);',
    /know\.customer belongs/,
  ),
  one(
    'migrations keep to their slice',
    'db/migrations/202601010001_intake_more.sql',
    'create table collect.heap (id uuid);',
    /collect\.heap stands in no line/,
  ),
  one('migrations name their slice', 'db/migrations/202601010001_nobody_x.sql', '', /nobody is no slice/),
  one('migrations name their slice', 'db/migrations/1_intake.sql', '', /YYYYMMDDHHMM_slice_what/),
]

const today = 'src/act/today/a.ts'
const code: Violation[] = [
  one('files and functions are of human size', 'test/a.test.ts', many(401, '//'), /401 lines/),
  one(
    'files and functions are of human size',
    today,
    `export const f = () => {\n${many(60, '  f()')}}\n`,
    /:1: f has 62 lines/,
  ),
  one('time and chance are ports', today, 'const t = new Date()\n', /new Date\(\)/),
  one('time and chance are ports', today, 'const t = Date.now()\n', /Date\.now/),
  one('time and chance are ports', today, 'const t = Math.random()\n', /Math\.random/),
  one('time and chance are ports', 'src/platform/db/a.ts', 'const t = randomBytes(8)\n', /randomBytes/),
  one('time and chance are ports', today, 'const t = crypto.randomUUID()\n', /crypto\.randomUUID/),
  one('no any, no code made of text', 'test/a.ts', 'let x: any\n', /:1: any/),
  one('no any, no code made of text', 'web/a.tsx', 'const x = [] as Array<any>\n', /:1: any/),
  one('no any, no code made of text', today, "eval('1')\n", /eval makes/),
  one('no any, no code made of text', today, "new Function('return 1')\n", /Function makes/),
  one('no any, no code made of text', today, "import 'node:vm'\n", /node:vm makes/),
  one('one way out', today, 'await fetch(address)\n', /fetch leaves/),
  one('one way out', today, 'await globalThis.fetch(address)\n', /fetch leaves/),
  one('one way out', today, "import { request } from 'node:https'\n", /node:https opens/),
  one('one way out', 'web/pages/a.ts', 'navigator.sendBeacon(address)\n', /sendBeacon leaves/),
  one('one way out', 'web/pages/a.ts', 'new WebSocket(address)\n', /WebSocket leaves/),
  one(
    'every text exists in every language',
    'web/texts/fi.ts',
    "export const fi = { yes: 'k', more: { no: 'e', so: 'n' } }\n",
    /"more\.so" is missing in English/,
  ),
  one(
    'every text exists in every language',
    'web/texts/en.ts',
    "export const en = { yes: 'y', more: { no: 'n' }, x: '' }\n",
    /"x" is missing in Finnish/,
  ),
  one(
    'every text exists in every language',
    'web/words/en/today.ts',
    'export const t = {}\n',
    /fi\/today\.ts is missing/,
  ),
  one('every text exists in every language', 'src/act/today/fi.ts', 'export const fi = {}\n', /en\.ts is missing/),
  one(
    'every text exists in every language',
    'web/a.ts',
    "const t = { fi: { a: '' }, en: { b: '' } }\n",
    /"a" is missing in English/,
  ),
]

const house: Violation[] = [
  one('no drawers', 'src/platform/utils/text.ts', '', /name it after/),
  one('no drawers', 'web/helpers.ts', '', /name it after/),
  one('nothing of this machine', 'docs/a.md', 'see /home/matti/project', /one machine only/),
  one('nothing of this machine', 'scripts/a.ts', "const at = '/work/main'\n", /one machine only/),
  one('nothing of this machine', 'package-lock.json', '"resolved": "http://10.0.0.1/pg.tgz"', /one machine only/),
  one('nothing of this machine', '.npmrc', 'registry=http://registry.npmjs.org', /one machine only/),
  one('the first reading is short', 'README.md', many(101, 'word and word'), /303 words/),
  one('the first reading is short', 'STYLE.md', many(401, 'word word'), /802 words/),
]

export const planted = { law, violations: [...imports, ...data, ...code, ...house] }
