import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { resolve } from 'node:path'
import { getHeapStatistics } from 'node:v8'

/** A table as text of its own takes so many times its file in memory. */
const heapOfFile = 7
/** Compressed files are so much smaller. */
const unpacked = 8
const mb = 1 << 20

/**
 * The program's memory is kept small, as servers like it; a large table needs more. Runs the same command line again with as much as the files
 * need and answers its exit code; undefined where there is room already.
 */
export async function withRoom(
  cwd: string,
  files: readonly string[],
  signal: AbortSignal,
): Promise<number | undefined> {
  const sizes = await Promise.all(
    files.map(async (file) => {
      const size = (await stat(resolve(cwd, file)).catch(() => undefined))?.size ?? 0
      return /\.(gz|zip|xlsx)$/i.test(file) ? size * unpacked : size
    }),
  )
  const needed = sizes.reduce((sum, size) => sum + size, 0) * heapOfFile
  const limit = getHeapStatistics().heap_size_limit
  const most = totalmem() * 0.75
  if (needed < limit * 0.75 || limit >= most * 0.9) return undefined
  const roomy = Math.round(Math.min(most, Math.max(needed * 1.2, limit * 2)) / mb)
  const [script, ...args] = process.argv.slice(1)
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${roomy}`, '--max-semi-space-size=8', script!, ...args],
    {
      stdio: 'inherit',
    },
  )
  const stop = () => child.kill('SIGTERM')
  signal.addEventListener('abort', stop)
  const [code] = (await once(child, 'exit')) as [number | null]
  signal.removeEventListener('abort', stop)
  return code ?? 1
}
