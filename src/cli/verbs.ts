import type { Command } from './command.ts'

/** A verb as the overview shows it; its module is read only when it is used. */
export interface Verb {
  readonly name: string
  readonly summary: string
  load(): Promise<{ command: Command }>
}

export const verbs: readonly Verb[] = [
  { name: 'start', summary: 'serve pages and do background work', load: () => import('./verbs/start.ts') },
  { name: 'work', summary: 'do background work only', load: () => import('./verbs/work.ts') },
  {
    name: 'import',
    summary: 'bring in customers, purchases and more from files',
    load: () => import('./verbs/import.ts'),
  },
  { name: 'rollback', summary: 'take an import back whole', load: () => import('./verbs/rollback.ts') },
  { name: 'export', summary: 'write everything out in open formats', load: () => import('./verbs/export.ts') },
  {
    name: 'match',
    summary: 'find which rows of any files are of one customer',
    load: () => import('./verbs/match.ts'),
  },
  {
    name: 'insights',
    summary: 'foretell what the customers in a file of purchases will do',
    load: () => import('./verbs/insights.ts'),
  },
  {
    name: 'deviations',
    summary: 'find customers in a file whose behaviour has changed',
    load: () => import('./verbs/deviations.ts'),
  },
  {
    name: 'recommend',
    summary: 'suggest the next products and what to buy again, from any file of purchases',
    load: () => import('./verbs/recommend.ts'),
  },
  {
    name: 'lift',
    summary: 'measure in a file what a campaign changed against a control group',
    load: () => import('./verbs/lift.ts'),
  },
  { name: 'demo', summary: 'load a made-up company to try things with', load: () => import('./verbs/demo.ts') },
  { name: 'user add', summary: 'add a person of the staff', load: () => import('./verbs/user-add.ts') },
  {
    name: 'token create',
    summary: 'make a key for the programming interface',
    load: () => import('./verbs/token-create.ts'),
  },
  {
    name: 'audit verify',
    summary: 'check that nobody has tampered with the history',
    load: () => import('./verbs/audit-verify.ts'),
  },
  { name: 'audit seal', summary: 'seal the history now', load: () => import('./verbs/audit-seal.ts') },
  { name: 'migrate', summary: 'bring the database to this version', load: () => import('./verbs/migrate.ts') },
  {
    name: 'backup',
    summary: 'copy everything to a folder while the program runs, or check a copy',
    load: () => import('./verbs/backup.ts'),
  },
  { name: 'restore', summary: 'bring a backup back', load: () => import('./verbs/restore.ts') },
  { name: 'doctor', summary: 'tell what is wrong and what to do', load: () => import('./verbs/doctor.ts') },
]
