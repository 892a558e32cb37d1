import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { testApp } from '#test/support/app.ts'

suite('metrics', () => {
  test('count answers by the pattern of the route, and name nobody', async (t) => {
    const app = await testApp(t)
    const administrator = await app.as('administrator')
    const { id } = (await administrator.get('/api/v1/me')).body
    await administrator.patch(`/api/v1/users/${id}`, { name: 'Aino Uusi' })
    const made = await administrator.post('/api/v1/tokens', { name: 'Valvonta', scopes: ['metrics.read'] })
    const monitor = app.client('', String(made.body.secret))
    const { status, text, headers } = await monitor.get('/metrics')
    assert.equal(status, 200)
    assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/)
    assert.match(
      text,
      /kauppias_http_request_seconds_count\{method="PATCH",route="\/api\/v1\/users\/:id",status="200"\} 1/,
    )
    assert.match(text, /kauppias_database_connections\{use="idle"\} \d/)
    assert.match(text, /kauppias_event_loop_lag_seconds\{quantile="0\.99"\}/)
    assert.match(text, /kauppias_backup_failed 0/)
    for (const secret of [String(id), 'Aino', '@', 'example']) assert.ok(!text.includes(secret), secret)
    assert.equal((await monitor.get('/metrics')).status, 200, 'may be read again')
    assert.equal((await monitor.get('/api/v1/customers')).status, 403)
  })

  test('are shut for strangers, unless programs on this machine may read them', async (t) => {
    const shut = await testApp(t)
    assert.equal((await shut.anonymous.get('/metrics')).status, 401)
    assert.equal((await (await shut.as('manager')).get('/metrics')).status, 403)
    const open = await testApp(t, { openMetrics: true })
    assert.equal((await open.anonymous.get('/metrics')).status, 200)
    assert.equal((await open.anonymous.get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status, 401)
    assert.equal((await open.anonymous.get('/api/v1/customers')).status, 401)
  })
})
