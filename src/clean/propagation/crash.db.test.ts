import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { sql } from '#src/platform/db/index.ts'
import { testApp } from '#test/support/app.ts'
import { receiver } from '#test/support/receiver.ts'
import type { SystemMade } from './contract.ts'
import { sendDue } from './send.ts'

// DESIGN, invariant 7; trust.md §4.3: a worker killed at any point; nothing is lost, and what comes twice says so.

const dataDir = mkdtempSync(join(tmpdir(), 'kauppias-crash-'))
const app = await testApp(undefined, { dataDir })
after(() => rmSync(dataDir, { recursive: true, force: true }))
const administrator = await app.as('administrator')
/** Its rights last over the days that these tests let pass. */
const draft = {
  name: 'Koe',
  scopes: [
    'customer.read',
    'customer.contact',
    'customer.create',
    'customer.edit',
    'timeline.read',
    'value.read',
    'purchase.read',
  ],
  days: 730,
}
const program = app.client('', String((await administrator.post('/api/v1/tokens', draft)).body.secret))
const pass = (seconds: number) => app.clock.set(new Date(app.clock.now().getTime() + seconds * 1000).toISOString())

async function connectHook(name: string, url: string): Promise<string> {
  const wanted = { name, way: 'hook', url, allowPrivate: true, begin: 'changes' }
  const { status, body, text } = await administrator.post('/api/v1/systems', wanted)
  assert.equal(status, 201, text)
  return (body as unknown as SystemMade).id
}
async function person(name: string, email: string): Promise<string> {
  const { status, body, text } = await program.post('/api/v1/customers', { kind: 'person', name, email })
  assert.equal(status, 201, text)
  return String(body.id)
}
async function edit(id: string, change: object): Promise<void> {
  const { version } = (await program.get(`/api/v1/customers/${id}`)).body.identity as { version: number }
  const answer = await program.patch(`/api/v1/customers/${id}`, change, { 'if-match': `"${version}"` })
  assert.equal(answer.status, 200, answer.text)
}

test('a sender killed after it has sent and before it has written so: sent again under the same id', async (t) => {
  let sender: ChildProcess | undefined
  const shop = await receiver((n) => {
    if (n === 1) sender!.kill('SIGKILL')
    return n === 1 ? 0 : 200
  })
  t.after(shop.close)
  const system = await connectHook('Kauppa', shop.url)
  const id = await person('Liisa Virtanen', 'liisa@example.com')
  const script = fileURLToPath(new URL('../../../test/support/sender.ts', import.meta.url))
  sender = spawn(process.execPath, [script, app.db.url, dataDir, system, app.clock.now().toISOString()], {
    stdio: 'inherit',
  })
  const [, signal] = (await once(sender, 'exit')) as [number | null, string | null]
  assert.equal(signal, 'SIGKILL')
  assert.equal(await sendDue(app.context(), system), 0, 'whose lease runs is not touched')
  pass(61)
  assert.equal(await sendDue(app.context(), system), 1)
  assert.equal(shop.received.length, 2)
  const ids = shop.received.map(({ headers }) => headers['webhook-id'])
  assert.equal(ids[0], ids[1])
  assert.equal(shop.received[1]!.message.customer!.id, id)
  const { state } = await app.db.one(sql<{ state: string }>`
    select state from clean.delivery where customer_id = ${id} and system_id = ${system}`)
  assert.equal(state, 'acknowledged')
  await administrator.delete(`/api/v1/systems/${system}`)
})

test('whatever fails in whatever order: what was acknowledged last is how the customer is, and versions only grow', async (t) => {
  let plan: number[] = []
  const systems: { id: string; shop: Awaited<ReturnType<typeof receiver>> }[] = []
  for (const name of ['Yksi', 'Kaksi']) {
    const shop = await receiver(() => plan.shift() ?? 200)
    t.after(shop.close)
    systems.push({ id: await connectHook(name, shop.url), shop })
  }
  const settle = async () => {
    for (let i = 0; i < 40; i++) {
      let count = 0
      for (const { id } of systems) count += await sendDue(app.context(), id)
      pass(4000)
      if (count === 0 && plan.length === 0 && i > 1) return
    }
  }
  const step = fc.oneof(
    fc.record({
      do: fc.constant('edit' as const),
      email: fc.constantFrom('a', 'b', 'c'),
    }),
    fc.record({ do: fc.constant('send' as const), system: fc.constantFrom(0, 1) }),
    fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 10, 4000) }),
  )
  let number = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 10 }),
      fc.array(fc.constantFrom(200, 500, 503, 422, 200), { maxLength: 8 }),
      async (steps, answers) => {
        const mail = (one: string) => `${one}.${number}@example.com`
        const id = await person(`Asiakas ${++number}`, mail('alku'))
        plan = [...answers]
        let last = mail('alku')
        for (const one of steps) {
          if (one.do === 'edit' && mail(one.email) !== last) {
            last = mail(one.email)
            await edit(id, { email: last })
          } else if (one.do === 'send') await sendDue(app.context(), systems[one.system]!.id)
          else if (one.do === 'wait') pass(one.seconds)
        }
        await settle()
        for (const { shop } of systems) {
          const mine = shop.received.filter(({ message }) => message.customer!.id === id)
          assert.equal(mine.at(-1)!.message.customer!.fields.email, last)
          const versions = mine.map(({ message }) => message.customer!.version)
          assert.deepEqual(
            versions,
            versions.toSorted((a, b) => a - b),
          )
          const contents = Map.groupBy(mine, ({ headers }) => headers['webhook-id'])
          for (const same of contents.values())
            assert.equal(
              new Set(same.map(({ message }) => JSON.stringify(message.customer))).size,
              1,
              'one id, one content',
            )
        }
      },
    ),
    { numRuns: 15 },
  )
})
