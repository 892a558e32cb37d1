import type { Condition } from '#src/know/segments/index.ts'
import { fieldsOf } from '#src/know/segments/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Question, Way } from './contract.ts'

/** A request that was answered, as the log hears of it. */
export interface Answered {
  readonly params: unknown
  readonly body: unknown
  readonly answer: unknown
}
/** What of people an answer held. */
export interface Sight {
  readonly way: Way
  /** The one person that was looked at. */
  readonly person?: Uuid
  /** Another one beside them. */
  readonly other?: Uuid
  /** Those among many; only the protected ones are logged singly. */
  readonly people: readonly Uuid[]
  readonly rows: number
  readonly question: Question
  readonly exportId?: Uuid
}

interface Person {
  readonly id: Uuid
}
interface Held {
  readonly identity?: Person
  readonly [part: string]: unknown
}
const paramsOf = ({ params }: Answered) => params as { id: Uuid }
const heldBy = ({ answer }: Answered) => (answer ?? {}) as Held
const rowsIn = (held: Held, part: string) => (held[part] ?? []) as readonly Record<string, unknown>[]

/** Somebody looked at one person, whom the address names. */
const one =
  (way: Way, idOf: (answered: Answered) => Uuid = (answered) => paramsOf(answered).id) =>
  (answered: Answered): Sight => ({ way, person: idOf(answered), people: [], rows: 1, question: {} })

/** Somebody looked at the rows of one or more parts of the answer. `idOf` finds whom a row is about. */
const many =
  (
    way: Way,
    parts: readonly string[],
    idOf: (row: Record<string, unknown>) => unknown = (row) => row.id,
    question: (answered: Answered) => Question = () => ({}),
  ) =>
  (answered: Answered): Sight => {
    const rows = parts.flatMap((part) => rowsIn(heldBy(answered), part))
    const people = rows.map(idOf).filter((id): id is Uuid => typeof id === 'string')
    return { way, people, rows: rows.length, question: question(answered) }
  }

const customerOf = (row: Record<string, unknown>) => (row.customer as Person | null | undefined)?.id
const nobody = () => undefined
/** The other of two that are looked at side by side. */
const theirs = (answered: Answered) => {
  const other = heldBy(answered).theirs as Person | undefined
  return other ? { other: other.id } : {}
}
const ofImport = (answered: Answered): Question => ({ import: paramsOf(answered).id })

const ofSegment = (answered: Answered): Question => ({ segment: paramsOf(answered).id })

const listed = (list: string) =>
  many(
    'list',
    ['rows'],
    (row) => row.customerId,
    ({ body }) => {
      const { columns = [], conditions } = body as { columns?: string[]; conditions?: Condition }
      return { list, columns: [...columns], ...(conditions ? { fields: [...new Set(fieldsOf(conditions))] } : {}) }
    },
  )

/** Rows that each hold several customers. */
const members =
  (part: string) =>
  (answered: Answered): Sight => {
    const rows = rowsIn(heldBy(answered), part)
    const people = rows.flatMap((row) => (row.customers as readonly Person[]).map((person) => person.id))
    return { way: 'duplicates', people, rows: rows.length, question: {} }
  }

/** Every route whose answer holds something of people, and what of it. A route stands here or in `unseen`: the route matrix asserts it. */
export const sights: Readonly<Record<string, (answered: Answered) => Sight>> = {
  // an id merged away answers with the one that stayed
  'GET /api/v1/customers/:id': one('page', (answered) => heldBy(answered).identity?.id ?? paramsOf(answered).id),
  'GET /api/v1/customers/:id/values': one('values'),
  'GET /api/v1/customers/:id/history': one('history'),
  'GET /api/v1/customers/:id/timeline': one('timeline'),
  'GET /api/v1/customers/:id/purchases/:purchaseId': one('purchase'),
  'GET /api/v1/customers/:id/deviations': one('page'),
  'GET /api/v1/customers/:id/forecast': one('page'),
  'GET /api/v1/customers/:id/suggestions': one('page'),
  'GET /api/v1/insights/best': many('list', ['future', 'past']),
  'GET /api/v1/deviations': many('list', ['deviations'], (row) => row.customerId),
  'GET /api/v1/customers/:id/touched': one('removal'),
  'GET /api/v1/customers/:id/merges': one('merging'),
  'GET /api/v1/customers/:id/records': one('merging'),
  'GET /api/v1/customers/:id/merge-preview': (answered) => ({
    ...one('merging')(answered),
    ...theirs(answered),
  }),
  'GET /api/v1/customers/:id/erasure': one('removal'),
  'GET /api/v1/customers/:id/deliveries': one('systems'),
  'GET /api/v1/systems/:id/deliveries': many('systems', ['rows'], (row) => row.customerId),
  'GET /v1/changes': many('feed', ['changes'], customerOf),
  'GET /api/v1/customers': many('customers', ['customers']),
  'GET /api/v1/search': many('search', ['hits']),
  'POST /api/v1/customers/alike': many('alike', ['customers']),
  'POST /api/v1/lists/customers': listed('customers'),
  'POST /api/v1/lists/purchases': listed('purchases'),
  'POST /api/v1/lists/interactions': listed('interactions'),
  'GET /api/v1/exports/:id/file': (answered) => ({
    way: 'export',
    people: [], // details of people under non-disclosure leave in no file
    rows: 0, // know.export counts them when the file has been taken to its end
    question: {},
    exportId: paramsOf(answered).id,
  }),
  'GET /api/v1/imports/:id/files/:fileNo/preview': many('importRows', ['rows', 'faulty'], nobody, ofImport),
  'GET /api/v1/imports/:id/lines': many('importRows', ['lines'], customerOf, ofImport),
  'GET /api/v1/imports/:id/effects': many('importRows', ['rows'], customerOf, ofImport),
  'GET /api/v1/repairs': many('repairs', ['rows'], customerOf),
  'GET /api/v1/repairs/file': many('repairs', []),
  'PATCH /api/v1/repairs/:id': () => ({ way: 'repairs', people: [], rows: 1, question: {} }),
  'POST /api/v1/repairs/fix-alike': many('repairs', ['examples'], nobody),
  'POST /api/v1/repairs/replay': many('repairs', ['rows'], customerOf),
  'POST /api/v1/hooks/:id/suggest': () => ({ way: 'sourceRows', people: [], rows: 1, question: {} }),
  'GET /api/v1/sources/:id/rows': many('sourceRows', ['rows'], customerOf, (answered) => ({
    source: paramsOf(answered).id,
  })),
  ...Object.fromEntries(
    ['products', 'customers', 'purchases', 'invoices', 'payments', 'interactions', 'feedback'].map((kind) => [
      `GET /api/v1/records/${kind}/:externalId`,
      (answered: Answered): Sight => {
        const owner = heldBy(answered).customerId as Uuid | null | undefined
        return { way: 'record', ...(owner ? { person: owner } : {}), people: [], rows: 1, question: {} }
      },
    ]),
  ),
  'GET /api/v1/duplicates': members('groups'),
  'GET /api/v1/duplicates/sample': members('pairs'),
  'GET /api/v1/duplicates/decisions': members('decisions'),
  'GET /api/v1/duplicates/:id': many('duplicates', ['members'], customerOf),
  'GET /api/v1/customers/:id/duplicates': many('duplicates', ['customers']),
  'GET /api/v1/quality/causes': (answered) => {
    const { rows } = heldBy(answered).redirtied as { rows: { customer: Person }[] }
    return { way: 'sourceRows', people: rows.map(({ customer }) => customer.id), rows: rows.length, question: {} }
  },
  'POST /api/v1/segments/count': many(
    'segment',
    ['sample'],
    (row) => row.id,
    ({ body }) => ({ fields: fieldsOf((body as { condition: Condition }).condition) }),
  ),
  'GET /api/v1/segments/:id/members': many('segment', ['members'], (row) => row.id, ofSegment),
  'GET /api/v1/segments/:id/changes': many('segment', ['changes'], customerOf, ofSegment),
  'POST /api/v1/segments/file': many('segment', ['examples'], nobody),
  'GET /api/v1/customers/:id/segments': one('page'),
  'GET /api/v1/today': many('today', ['top', 'heard']),
  'GET /api/v1/attention': many('today', ['lines', 'done'], (row) => customerOf(row) ?? row.id),
  'GET /api/v1/customers/:id/attention': one('today'),
}

/** Routes whose answers hold nothing of customers, each with why; a pattern stands for what is under it. */
export const unseen: readonly [route: RegExp, because: string][] = [
  [/ \/api\/v1\/(live|health|changes)$| \/metrics$/, 'the state of the program'],
  [/ \/api\/v1\/(setup|sign-in|sign-out|invitations|me|users|tokens|settings)(\/|$)/, 'the staff, not customers'],
  [/^(GET|POST) \/api\/v1\/lists\/\w+\/(fields|count)$/, 'names of fields, a number'],
  [/ \/api\/v1\/lists\/products$/, 'products'],
  [/ \/api\/v1\/(bulk-edits(\/|$)|lists\/customers\/edit$)/, 'counts; the changes are in the histories'],
  [/^POST \/v1\/(identify|track|page|screen|group|alias|batch|import|[itpsgab])$/, 'what programs tell themselves'],
  [/ \/v1\/projects\/:writeKey\/settings$/, 'what a browser needs to tell'],
  [/ \/api\/v1\/event-sources(\/:id\/keys(\/:key)?)?$/, 'sources and their keys'],
  [/^(PUT|POST|DELETE) \/api\/v1\/records\//, 'what became of records that the caller told'],
  [/ \/api\/v1\/deviations\/run$/, 'how far a run is'],
  [/ \/api\/v1\/insights(\/refit|\/stop|\/terms)?$/, 'models, sums over all customers, how far a making is'],
  [/ \/api\/v1\/suggestions(\/refit|\/stop|\/silenced)?$/, 'products, and how well their links are known'],
  [/ \/api\/v1\/customers\/:id\/suggestions\/excluded(\/:excludedId)?$/, 'a product that the caller told'],
  [/ \/api\/v1\/conditions\/fields$/, 'names of fields'],
  [/ \/api\/v1\/cleanup(\/searches|\/left)?$/, 'values with counts'],
  [/ \/api\/v1\/audit(\/checks)?$/, 'seals, counts and ids'],
  [/ \/api\/v1\/systems(\/choices|\/:id|\/:id\/(pause|resume|trial|secret|send-all|retry))?$/, 'systems and counts'],
  [/ \/api\/v1\/(deliveries\/(look|done)|customers\/:id\/systems\/:systemId\/(retry|done))$/, 'that a system has it'],
  [/ \/api\/v1\/hooks(\/:id(\/secret)?)?$/, 'how others call, and what became of their calls'],
  [/ \/api\/v1\/forms(\/:id)?$/, 'what forms ask, not what was answered'],
  [/ \/(v1\/(hooks|forms)\/:key|f\/(:key|confirm\/:token))$/, 'what visitors and programs tell themselves'],
  [
    / \/api\/v1\/segments(\/ready|\/lists|\/:id|\/:id\/(uses|rebuild|sizes|overlap|snapshot|picks))?$/,
    'questions, sizes and ids that the caller told',
  ],
  [/ \/api\/v1\/views(\/|$)/, 'questions, not their answers'],
  [/ \/api\/v1\/attention\/(settings|reset|more|make|:id\/.+)$/, 'numbers; what was done is on the line'],
  [/^(GET|POST) \/api\/v1\/exports$/, 'what was asked for, not the file'],
  [/ \/api\/v1\/(customers\/:id\/)?access$/, 'the staff that looked'],
  [/^POST \/api\/v1\/customers$/, 'the id of the one just written'],
  [/^POST \/api\/v1\/(customers\/:id\/(merge|split|apart)|merges\/:id\/undo)$/, 'ids; the change is in the histories'],
  [
    /^(PATCH|POST|DELETE) \/api\/v1\/customers\/:id(\/values\/\w+|\/history\/:entryId\/undo|\/archive|\/restore|\/erase)?$/,
    'an id; the change is in the history',
  ],
  [/^POST \/api\/v1\/customers\/:id\/timeline$/, 'the text just written'],
  [
    / \/api\/v1\/imports(\/fields|\/:id|\/:id\/(run|cancel|rollback)|\/:id\/files\/:fileNo)?$/,
    'files, columns and counts',
  ],
  [
    / \/api\/v1\/duplicates\/(state|search(\/stop)?|automatic|:id\/decide|decisions\/:id\/undo)$/,
    'counts and weights; what was decided is in the histories',
  ],
  [/ \/api\/v1\/repairs\/(summary|drop|restore|undo|runs\/:id(\/cancel)?)$/, 'counts of rows'],
  [
    / \/api\/v1\/(quality|sources(\/:id|\/:id\/(trust|chart|owner)|(\/:id)?\/inventory|\/measure)?)$/,
    'sources and ratios',
  ],
]
