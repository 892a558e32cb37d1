import { readFileSync } from 'node:fs'

/** How a running command is asked to end. */
export interface Stop {
  readonly signal: AbortSignal
  /** The signal of the system that asked, if one did. */
  readonly by: NodeJS.Signals | undefined
  /** Why it cannot go on, if that is so. */
  readonly cause: unknown
  because(error: unknown): void
  forget(): void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** npm passes on the Ctrl-C that the terminal has already sent: two this close together are one. */
const sameMs = 1000

/** The first signal asks for an orderly end; one more, later, ends at once (a built-in server then stops by itself). */
export function stopOnSignals(): Stop {
  const controller = new AbortController()
  let by: NodeJS.Signals | undefined
  let cause: unknown
  let first = 0
  const heard = (name: NodeJS.Signals) => {
    if (by !== undefined && performance.now() - first > sameMs) process.exit(130)
    if (by !== undefined) return
    by = name
    first = performance.now()
    controller.abort()
  }
  for (const name of signals) process.on(name, heard)
  return {
    signal: controller.signal,
    get by() {
      return by
    },
    get cause() {
      return cause
    },
    because: (error) => {
      cause ??= error
      controller.abort()
    },
    forget: () => {
      for (const name of signals) process.off(name, heard)
    },
  }
}

/** Waits until asked to stop, or until the npm that started us was killed, which leaves nobody to ask. */
export async function untilAsked(signal: AbortSignal, underNpm: boolean): Promise<void> {
  const above = ancestors()
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (underNpm && ancestors() !== above) done()
    }, 1000)
    const done = () => {
      clearInterval(timer)
      resolve()
    }
    if (signal.aborted) done()
    else signal.addEventListener('abort', done, { once: true })
  })
}

/** The shell that npm ran us in, and npm itself where the system tells; they change when either dies. */
function ancestors(): string {
  const parent = process.ppid
  try {
    const [, parentOfParent] = readFileSync(`/proc/${parent}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return `${parent} ${parentOfParent}`
  } catch {
    return String(parent)
  }
}
