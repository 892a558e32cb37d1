import { openSync, renameSync, statSync, writeSync, closeSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeFolder } from '#src/platform/db/server/index.ts'
import { jsonLog, type Log } from '#src/platform/log.ts'
import type { Clock } from '#src/platform/ports/index.ts'

const limit = 10_000_000

/** A log in a file of at most twice 10 MB (`….1` is the older half). Errors are handed to `shout` too. */
export function logFile(path: string, shout: (line: string) => void, clock: Clock): Log {
  makeFolder(dirname(path))
  let file = openSync(path, 'a', 0o600)
  let size = statSync(path).size
  const quiet = jsonLog((line) => {
    if (size > limit) {
      closeSync(file)
      renameSync(path, `${path}.1`)
      file = openSync(path, 'a', 0o600)
      size = 0
    }
    size += Buffer.byteLength(line)
    writeSync(file, line)
  }, clock)
  const loud = jsonLog((line) => shout(line.trimEnd()), clock)
  return {
    info: quiet.info,
    warn: quiet.warn,
    error: (event, error, fields) => {
      quiet.error(event, error, fields)
      loud.error(event, error, fields)
    },
  }
}
