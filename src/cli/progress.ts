import type { Writable } from 'node:stream'

/** How far long work has come. */
export interface Progress {
  /** Tells how many units are done in all; `total` when it has become known. */
  at(done: number, total?: number): void
  /** Draws the last state and ends the line. */
  end(): void
}

const redrawMs = 100
const lineMs = 5000

type Screen = Writable & { isTTY?: boolean; columns?: number }

/** Draws on a terminal at most ten times a second; elsewhere writes a plain line every five seconds and at the end. */
export function progressOn(screen: Screen, label: string, total?: number, now = () => performance.now()): Progress {
  const live = screen.isTTY === true
  const begun = now()
  let drawn = begun
  let done = 0
  let wide = 0
  const draw = (last: boolean) => {
    drawn = now()
    const text = describe(label, done, total, drawn - begun, last)
    if (!live) screen.write(`${text}\n`)
    else {
      const line = `${bar(done, total)}${text}`.slice(0, (screen.columns ?? 80) - 1)
      screen.write(`\r${line.padEnd(wide)}${last ? '\n' : ''}`)
      wide = line.length
    }
  }
  return {
    at: (count, known = total) => {
      done = count
      total = known
      if (now() - drawn >= (live ? redrawMs : lineMs)) draw(false)
    },
    end: () => draw(true),
  }
}

/** `Reading: 120,000 of 1,000,000 rows, 45,000/s, 20 s left`, without a language of its own but spaces for thousands. */
function describe(label: string, done: number, total: number | undefined, ms: number, last: boolean): string {
  const rate = ms > 0 ? (done / ms) * 1000 : 0
  const left = total === undefined || rate === 0 || last ? undefined : (total - done) / rate
  return [
    `${label}: ${grouped(done)}${total === undefined ? '' : ` / ${grouped(total)}`}`,
    rate > 0 ? `${grouped(Math.round(rate))}/s` : '',
    left === undefined ? '' : `${duration(left)} left`,
    last ? duration(ms / 1000) : '',
  ]
    .filter((part) => part !== '')
    .join(', ')
}

function bar(done: number, total: number | undefined): string {
  if (total === undefined || total <= 0) return ''
  const full = Math.round(20 * Math.min(1, done / total))
  return `[${'█'.repeat(full)}${'·'.repeat(20 - full)}] `
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u00a0')
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
