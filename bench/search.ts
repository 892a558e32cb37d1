import { sql } from '#src/platform/db/index.ts'
import { judge } from './bar.ts'
import { Chance } from '#src/cli/demo/chance.ts'
import { readOptions } from './options.ts'
import { onStage } from './stage.ts'

// What people type into the search: endings that a tenth of Finns share, two letters, whole names, ends of telephone numbers.

const endings = ['nen', 'lä', 'la', 'ainen', 'inen']
const letters = 'aeiouyäöhjklmnprstv'

interface Known {
  name: string
  phone: string | null
}

/** What is asked, in shares: 30 % common endings, 20 % two letters, 25 % whole names, 15 % telephone ends, 10 % beginnings. */
function questions(people: readonly Known[], count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const chance = new Chance(77, i)
    const { name, phone } = chance.of(people)
    const kind = chance.next()
    if (kind < 0.3) return chance.of(endings)
    if (kind < 0.5) return chance.of([...letters]) + chance.of([...letters])
    if (kind < 0.75) return name
    if (kind < 0.9 && phone !== null) return phone.slice(-4 - chance.below(4))
    return name.slice(0, 3 + chance.below(3))
  })
}

await onStage(readOptions(), async ({ db, ratio, askFloor }) => {
  const people = await db.rows(sql<Known>`select name, phone from know.customer order by md5(id::text) limit 2000`)
  const floorRows = await askFloor<{ email: string }[]>('/ids?n=5000')
  const figure = await ratio({
    path: '/api/v1/search?q={id}',
    floorPath: '/lookup?email={id}',
    ids: questions(people, 5000),
    floorIds: floorRows.map(({ email }) => email),
  })
  judge({ name: 'search mix, p95 against the floor’s look-up by e-mail', figure, most: 30, unit: ' ×' })
})
