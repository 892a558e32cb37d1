import type { Actor } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { type Role, roles, type Verb, verbs } from '#src/terms/index.ts'

/**
 * Who may do what: one line per verb, one column per role. `a` administrator, `m` manager, `s` sales, `k` marketing (K1), `p` service (palvelu),
 * `d` data steward, `v` viewer. Fields have verbs of their own: without `customer.contact` e-mails, phones and street addresses are left out of
 * answers and cannot be searched; without `customer.protected` the address of a person under non-disclosure is left out even for those who
 * see other addresses; without `value.read` sums of money and scores are left out. Everybody sees the list of the day and segments (with the fields
 * that they see); whoever works with customers attends to lines, whoever chooses customers writes segments of their own; how many lines are dealt is the
 * manager's, shared segments the manager's and marketing's, and models, margins and products that are never suggested (`insights.manage`) the manager's.
 */
const table: Record<Verb, string> = {
  'today.read': 'a m s k p d v',
  'today.attend': 'a m s k p d',
  'today.manage': 'a m',
  'customer.read': 'a m s k p d v',
  'customer.search': 'a m s k p d v',
  'customer.create': 'a m s p d',
  'customer.edit': 'a m s p d',
  'customer.contact': 'a m s k p d',
  'customer.protected': 'a m p',
  'customer.merge': 'a m d',
  'customer.archive': 'a m d',
  'customer.delete': 'a d',
  'customer.bulk': 'a m d',
  'customer.erase': 'a d',
  'timeline.read': 'a m s k p d v',
  'note.write': 'a m s k p d',
  'purchase.read': 'a m s k p d v',
  'value.read': 'a m s k p d v',
  'insights.manage': 'a m',
  'history.read': 'a m p d',
  'history.verify': 'a m d',
  'import.read': 'a m d',
  'import.run': 'a m d',
  'import.rollback': 'a d',
  'source.read': 'a m s k p d',
  'source.manage': 'a d',
  'quality.read': 'a m d',
  'quality.repair': 'a d',
  'duplicates.manage': 'a d',
  'system.read': 'a m d',
  'system.run': 'a m d',
  'system.manage': 'a',
  'change.read': 'a',
  'record.read': 'a m d',
  'record.write': 'a d',
  'segment.read': 'a m s k p d v',
  'segment.write': 'a m s k d',
  'segment.manage': 'a m k',
  'export.run': 'a m k d',
  'access.read': 'a m d',
  'job.read': 'a m d',
  'user.read': 'a m',
  'user.manage': 'a',
  'token.manage': 'a m d',
  'settings.manage': 'a',
  'metrics.read': 'a',
}
const letter: Record<Role, string> = {
  administrator: 'a',
  manager: 'm',
  sales: 's',
  marketing: 'k',
  service: 'p',
  steward: 'd',
  viewer: 'v',
}

const byRole = new Map<Role, ReadonlySet<Verb>>(
  roles.map((role) => [role, new Set(verbs.filter((verb) => table[verb].split(' ').includes(letter[role])))]),
)

/** Everything a role may do. */
export function verbsOf(role: Role): ReadonlySet<Verb> {
  return byRole.get(role)!
}

/** Whether the actor may do it. For leaving out fields; to guard a verb use `authorize`. */
export function may(actor: Actor, verb: Verb): boolean {
  return actor.verbs.has(verb)
}

/** Every verb of every slice calls this first. Throws 401 `sign_in_needed` for nobody, 403 `not_allowed` otherwise. */
export function authorize(actor: Actor, verb: Verb): void {
  if (actor.verbs.has(verb)) return
  if (actor.kind === 'anonymous') {
    throw new Refusal(401, 'sign_in_needed', 'Nobody is signed in.', 'Sign in and try again.')
  }
  throw new Refusal(
    403,
    'not_allowed',
    'Your role does not allow this.',
    'Ask an administrator for the right to do it.',
    { verb },
  )
}

/** The program itself: cron, jobs and commands on the machine. */
export const systemActor: Actor = {
  kind: 'system',
  id: '00000000-0000-7000-8000-000000000000',
  name: 'Kauppias',
  role: 'administrator',
  verbs: new Set(verbs),
  language: 'en',
}
/** Nobody has signed in. */
export const anonymous: Actor = { ...systemActor, kind: 'anonymous', name: '', role: 'viewer', verbs: new Set() }
