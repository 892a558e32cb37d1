import type { Writable } from 'node:stream'
import { type Progress, progressOn } from './progress.ts'

/** Where a command speaks. Results go to standard output, everything else to standard error. */
export interface Output {
  /** Whether `--json` was asked: then results are one JSON value a line and `line` is silent. */
  readonly json: boolean
  /** A result for people. */
  line(text: string): void
  /** A result for scripts; silent without `--json`. */
  value(result: unknown): void
  /** What goes on, and what to do next. */
  note(text: string): void
  /** A bar in a terminal, now and then a line elsewhere. `total` in units, if known. */
  progress(label: string, total?: number): Progress
}

export interface Streams {
  readonly out: Writable
  readonly err: Writable & { isTTY?: boolean; columns?: number }
}

export function outputOn({ out, err }: Streams, json: boolean): Output {
  return {
    json,
    line: (text) => {
      if (!json) out.write(`${text}\n`)
    },
    value: (result) => {
      if (json) out.write(`${JSON.stringify(result)}\n`)
    },
    note: (text) => {
      err.write(`${text}\n`)
    },
    progress: (label, total) => progressOn(err, label, total),
  }
}
