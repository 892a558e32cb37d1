/** `npm run dev`: the server starts again on every change of the source, and Vite serves the web app, passing /api on to it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '#src/platform/config.ts'
import { openServer } from '#src/platform/db/server/index.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const config = readConfig(process.env)
const apiPort = config.port === 0 ? 8081 : config.port + 1

const children: ChildProcess[] = []
let ending = false

/** Vite's page is where the person works: links must lead there. */
function start(args: readonly string[], env: Record<string, string>): void {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  child.on('exit', (code) => {
    if (!ending) end(code ?? 1)
  })
  children.push(child)
}

function end(code: number): void {
  ending = true
  process.exitCode = code
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM')
  void server?.close()
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0))

// Held here too, the built-in database goes on while the program starts again.
const server = config.databaseUrl ? undefined : await openServer({ folder: join(config.dataDir, 'postgres') })
start(['--watch-path=src', '--watch-preserve-output', join('src', 'main.ts'), 'start'], {
  PORT: String(apiPort),
  KAUPPIAS_URL: config.publicUrl,
})
start(
  [
    join('node_modules', 'vite', 'bin', 'vite.js'),
    '-c',
    join('web', 'vite.config.ts'),
    '--port',
    String(config.port),
    '--strictPort',
  ],
  {
    KAUPPIAS_API: `http://127.0.0.1:${apiPort}`,
  },
)
