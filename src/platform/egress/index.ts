/** The one way out of the program: to hosts that the configuration or those it trusts have named, and nowhere else. */
export { mayName, Unreached } from './guard.ts'
export { post } from './post.ts'
export { type Place, putFile, StrangeHost, tryFolder } from './sftp.ts'

const slowestMs = 10_000

export interface WayOut {
  /** Asks; throws a TypeError for a host that was not named. Redirects are never followed. */
  ask(url: string, init?: RequestInit): Promise<Response>
  /** Names one more host by an address at it; plain HTTP counts only where the first one was plain. */
  allow(url: string): void
}

/** A way out to the host of `first` and those named later. */
export function wayOut(first: string): WayOut {
  const { protocol, origin } = new URL(first)
  const origins = new Set([origin])
  return {
    allow: (url) => {
      if (!URL.canParse(url)) return
      const named = new URL(url)
      if (named.protocol === 'https:' || named.protocol === protocol) origins.add(named.origin)
    },
    ask: async (url, init = {}) => {
      const to = new URL(url)
      if (!origins.has(to.origin) || to.username !== '') throw new TypeError('this host was not named')
      const late = AbortSignal.timeout(slowestMs)
      const signal = init.signal ? AbortSignal.any([init.signal, late]) : late
      return fetch(to, { ...init, redirect: 'manual', signal })
    },
  }
}
