/** Connected systems as tests need them: connect, change customers, tell what is due, see where it is. */
import assert from 'node:assert/strict'
import { sendDue } from '#src/clean/propagation/index.ts'
import type { CustomerDeliveries, SystemLine, SystemMade } from '#src/clean/propagation/contract.ts'
import type { TestApp } from './app.ts'

export async function systemsOf(app: TestApp) {
  const administrator = await app.as('administrator')
  const pass = (seconds: number) => app.clock.set(new Date(app.clock.now().getTime() + seconds * 1000).toISOString())
  /** Tells every system what is due until nothing is. */
  async function settle(...ids: string[]): Promise<void> {
    for (const id of ids) while ((await sendDue(app.context(), id)) > 0);
  }
  async function connect(draft: object): Promise<SystemMade> {
    const answer = await administrator.post('/api/v1/systems', { begin: 'changes', ...draft })
    assert.equal(answer.status, 201, answer.text)
    return answer.body as unknown as SystemMade
  }
  const disconnect = async (id: string) =>
    assert.equal((await administrator.delete(`/api/v1/systems/${id}`)).status, 204)
  async function person(name: string, email: string): Promise<string> {
    const { status, body, text } = await administrator.post('/api/v1/customers', {
      kind: 'person',
      name,
      email,
      saidByCustomer: true,
    })
    assert.equal(status, 201, text)
    return String(body.id)
  }
  async function edit(id: string, change: object): Promise<void> {
    const { version } = (await administrator.get(`/api/v1/customers/${id}`)).body.identity as { version: number }
    const answer = await administrator.patch(`/api/v1/customers/${id}`, change, { 'if-match': `"${version}"` })
    assert.equal(answer.status, 200, answer.text)
  }
  const recordsOf = async (id: string) =>
    Number((await administrator.get(`/api/v1/customers/${id}/touched`)).body.records)
  const deliveriesOf = async (id: string) =>
    (await administrator.get(`/api/v1/customers/${id}/deliveries`)).body as unknown as CustomerDeliveries
  const stateOf = async (id: string, system: string) =>
    (await deliveriesOf(id)).systems.find((one) => one.id === system)!
  const lineOf = async (system: string) =>
    ((await administrator.get('/api/v1/systems')).body.systems as SystemLine[]).find(({ id }) => id === system)!

  return { administrator, pass, settle, connect, disconnect, person, edit, recordsOf, deliveriesOf, stateOf, lineOf }
}
