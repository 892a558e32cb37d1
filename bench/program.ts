import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { root } from './options.ts'

/** Memory of the program's own processes: the database server's are not counted. */
export interface Memory {
  /** Resident now, all processes together, in MB. */
  now: number
  /** The highest that was seen, all together, in MB. */
  peak: number
  /** The highest of each process, in MB. */
  each: number[]
}

/** A started command of the program. */
export interface Running {
  child: ChildProcess
  /** Lines of standard output so far. */
  lines: string[]
  memory(): Memory
  /** Waits for the end; throws when it failed. */
  end(): Promise<void>
  stop(): Promise<void>
}

const node = process.execPath

/** Runs `kauppias …` as people do, on the given database. */
export function kauppias(args: readonly string[], env: Readonly<Record<string, string>>): Running {
  return run(['--max-semi-space-size=4', '--max-old-space-size=400', `${root}src/main.ts`, ...args], env)
}

/** Runs a script with Node, in the project's folder, and watches its memory. */
export function run(args: readonly string[], env: Readonly<Record<string, string>>): Running {
  const child = spawn(node, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  const peaks = new Map<number, number>()
  let peak = 0
  const look = (): number => {
    const sizes = child.pid === undefined ? [] : processesUnder(child.pid).map((pid) => residentOf(pid, peaks))
    const sum = sizes.reduce((a, b) => a + b, 0)
    peak = Math.max(peak, sum)
    return sum
  }
  const watch = setInterval(look, 100)
  const ended = once(child, 'close').finally(() => clearInterval(watch))
  return {
    child,
    lines,
    memory: () => ({ now: look(), peak, each: [...peaks.values()] }),
    end: async () => {
      const [code, signal] = await ended
      if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code ?? signal}`)
    },
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** The process and its descendants, as Linux tells; elsewhere only the process itself can be named. */
function processesUnder(pid: number): number[] {
  const tasks = `/proc/${pid}/task`
  if (!existsSync(tasks)) return [pid]
  try {
    const children = readdirSync(tasks).flatMap((task) => readFileSync(`${tasks}/${task}/children`, 'utf8').split(' '))
    return [pid, ...children.filter(Boolean).flatMap((child) => processesUnder(Number(child)))]
  } catch {
    return [] // it ended while we looked
  }
}

function residentOf(pid: number, peaks: Map<number, number>): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    if (/^Name:\s*postgres/m.test(status)) return 0
    const mb = (field: string) => Number(new RegExp(`^${field}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024
    peaks.set(pid, Math.max(mb('VmHWM'), peaks.get(pid) ?? 0))
    return mb('VmRSS')
  } catch {
    return 0
  }
}

/** Waits until a started program has printed a line that fits; throws when it ends before. */
export async function lineOf(running: Running, wanted: RegExp): Promise<string> {
  for (;;) {
    const line = running.lines.find((one) => wanted.test(one))
    if (line !== undefined) return line
    if (running.child.exitCode !== null) throw new Error(`ended before saying ${wanted}: ${running.lines.join('\n')}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
