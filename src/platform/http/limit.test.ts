import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkOf } from './limit.ts'

test('one address is one network: IPv4 whole, IPv6 by its first half', () => {
  const cases = [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ]
  for (const [address, network] of cases) assert.equal(networkOf(address!), network)
})
