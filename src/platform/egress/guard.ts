import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Why something outside was not reached or did not take what it was sent. Stable; the words stand in the web's dictionary. */
export class Unreached extends Error {
  override name = 'Unreached'
  readonly code: string
  /** It surely got nothing, or may have got it. */
  readonly surely: boolean
  constructor(code: string, surely = true) {
    super(code)
    this.code = code
    this.surely = surely
  }
}

/** Addresses within a house: the machine itself and its networks (RFC 1918, 4193, 6598). */
const inside = new BlockList()
for (const [net, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  inside.addSubnet(net, bits, 'ipv4')
inside.addAddress('::1', 'ipv6')
inside.addSubnet('fc00::', 7, 'ipv6')

/** Nobody's system is there: unspecified, link-local (where clouds keep their keys), multicast, reserved, and ways round into IPv4. */
const nowhere = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  nowhere.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  nowhere.addSubnet(net, bits, 'ipv6')

/** Whether the address may be connected to; `allowPrivate`: an administrator has said that the system is within the house. */
export function mayReach(address: string, allowPrivate: boolean): boolean {
  const family = isIP(address)
  if (family === 0) return false
  // ::ffff:127.0.0.1 and the like are judged as the IPv4 that they are
  const kind = family === 6 ? 'ipv6' : 'ipv4'
  if (nowhere.check(address, kind)) return false
  return allowPrivate || !inside.check(address, kind)
}

/** Whether a host may be named as a target: an address written as such is judged at once, a name each time it is looked up. */
export function mayName(host: string, allowPrivate: boolean): boolean {
  const bare = host.replace(/^\[|\]$/g, '')
  if (isIP(bare) > 0) return mayReach(bare, allowPrivate)
  return allowPrivate || !/^(localhost|.*\.localhost)$/i.test(bare)
}

/**
 * The addresses of a host, each of which may be connected to; connect to these and ask no more names (a second answer might be another
 * one). Throws `Unreached`: `dns`, or `private_address` when any of them is not allowed.
 */
export async function addressesOf(host: string, allowPrivate: boolean): Promise<{ address: string; family: number }[]> {
  const bare = host.replace(/^\[|\]$/g, '')
  const found =
    isIP(bare) > 0
      ? [{ address: bare, family: isIP(bare) }]
      : await lookup(bare, { all: true }).catch(() => {
          throw new Unreached('dns')
        })
  if (found.length === 0) throw new Unreached('dns')
  if (!found.every(({ address }) => mayReach(address, allowPrivate))) throw new Unreached('private_address')
  return found
}
