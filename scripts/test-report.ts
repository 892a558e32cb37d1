import { relative, resolve } from 'node:path'
import type { run } from 'node:test'
import { inspect } from 'node:util'

/** What ran, over several runs. */
export interface Tally {
  tests: number
  passed: number
  todo: number
  files: number
  readonly failed: string[]
  /** Names of skipped tests by the reason they gave. */
  readonly skipped: Map<string, string[]>
  /** What failed, and passed when its file ran once more. */
  readonly unsteady: string[]
}

export function newTally(): Tally {
  return { tests: 0, passed: 0, todo: 0, files: 0, failed: [], skipped: new Map(), unsteady: [] }
}

interface Result {
  readonly name: string
  readonly nesting: number
  readonly file?: string
  readonly skip?: string | boolean
  readonly todo?: string | boolean
  readonly details: { readonly type?: string; readonly error?: Error & { failureType?: string } }
}
/** A file's tests so far, and what it wrote. */
interface FileState {
  tests: number
  passed: number
  todo: number
  skipped: { reason: string; name: string }[]
  failed: string[]
  failures: string[]
  wrote: string
}
const longestText = 20_000

export interface Reporting {
  /** Which server, where there are several. */
  where: string
  write: (text: string) => void
  stopping: AbortSignal
  /** Failed files are told and answered, not counted: they run once more. */
  spares: boolean
}

/**
 * Reads one run's events: a line per file as it ends, failures in full, all counted into `tally`.
 * @returns the files that were spared, and what failed in each
 */
export async function report(
  events: ReturnType<typeof run>,
  paths: readonly string[],
  tally: Tally,
  { where, write, stopping, spares }: Reporting,
): Promise<Map<string, readonly string[]>> {
  const files = new Map<string, FileState>()
  const ended = new Set<string>()
  const spared = new Map<string, readonly string[]>()
  const stateOf = (file = '?') => {
    const state = files.get(file) ?? { tests: 0, passed: 0, todo: 0, skipped: [], failed: [], failures: [], wrote: '' }
    files.set(file, state)
    return state
  }
  const end = (file: string, state: FileState, ms: number) => {
    close(file, state, where)
    write(lineOf(file, state, ms, where))
    if (spares && state.failed.length > 0) spared.set(file, state.failed)
    else add(state, tally)
  }
  for await (const { type, data } of events) {
    if (stopping.aborted) continue // what is told now failed because it was stopped
    if (type === 'test:pass' || type === 'test:fail') count(data as Result, stateOf((data as Result).file), where)
    else if (type === 'test:stdout' || type === 'test:stderr') {
      const state = stateOf(data.file)
      if (state.wrote.length < longestText) state.wrote += data.message
    } else if (type === 'test:summary' && data.file !== undefined) {
      const state = stateOf(data.file)
      files.delete(data.file)
      ended.add(data.file)
      if (!data.success) unseen(data.file, state, where)
      end(data.file, state, data.duration_ms)
    }
  }
  const silent = stopping.aborted ? [] : paths.map((path) => resolve(path)).filter((path) => !ended.has(path))
  for (const file of silent) end(file, stateOf(file), 0) // it broke off, or holds no test
  return spared
}

function count({ name, file, details, skip, todo }: Result, state: FileState, where: string): void {
  const { type, error } = details
  const isFile = file !== undefined && resolve(name) === file // the process of the file, not a test in it
  if (error !== undefined && error.failureType !== 'subtestsFailed') {
    state.failures.push(`${isFile ? 'the file as a whole' : name}\n${indent(told(error.cause ?? error))}`)
    if (todo === undefined) state.failed.push(label(file, where, isFile ? '' : name))
  }
  if (isFile || type === 'suite') return
  state.tests++
  if (skip !== undefined) {
    const reason = typeof skip === 'string' && skip !== '' ? skip : 'no reason given'
    state.skipped.push({ reason, name: label(file, where, name) })
  } else if (todo !== undefined) state.todo++
  else if (error === undefined) state.passed++
}

function add({ tests, passed, todo, skipped, failed }: FileState, tally: Tally): void {
  tally.files++
  tally.tests += tests
  tally.passed += passed
  tally.todo += todo
  tally.failed.push(...failed)
  for (const { reason, name } of skipped) tally.skipped.set(reason, [...(tally.skipped.get(reason) ?? []), name])
}

/** A file in which nothing ran is a fault: it would be green for ever. */
function close(file: string, state: FileState, where: string): void {
  if (state.tests > 0 || state.failures.length > 0) return
  state.failures.push('no test ran in this file')
  state.failed.push(label(file, where, 'no test ran in this file'))
}

/** A test is told to be of the file that makes it: what fails in a helper's would pass unseen. */
function unseen(file: string, state: FileState, where: string): void {
  if (state.failures.length > 0) return
  state.failures.push('a test that another file makes for it failed: make it in this one')
  state.failed.push(label(file, where, 'a test that another file makes for it'))
}

function lineOf(file: string, { tests, failures, wrote }: FileState, ms: number, where: string): string {
  const head = `${failures.length === 0 ? 'ok  ' : 'FAIL'} ${label(file, where, '')}  ${tests} in ${(ms / 1000).toFixed(1)} s\n`
  if (failures.length === 0) return head
  return `${head}${failures.map((text) => `  ✖ ${text}\n`).join('')}${wrote === '' ? '' : `  It wrote:\n${indent(wrote)}\n`}`
}

/** The closing lines: counts, what was skipped and why, and every failure by name. */
export function summary(tally: Tally, ms: number, interrupted: boolean): string {
  const skipped = [...tally.skipped.values()].reduce((sum, names) => sum + names.length, 0)
  const lines = [
    '',
    ...[...tally.skipped].map(
      ([reason, names]) => `Skipped ${names.length}: ${reason} (${names[0]}${names.length > 1 ? ', …' : ''})`,
    ),
    ...tally.unsteady.map((name) => `Unsteady, passed when run once more: ${name}`),
    ...tally.failed.map((name) => `Failed: ${name}`),
    ...(tally.tests === 0 ? ['No test ran: nothing was shown to work.'] : []),
    ...(interrupted ? ['Interrupted: not all tests ran.'] : []),
    `${tally.tests} tests in ${tally.files} files, ${tally.todo} to do; ${Math.round(ms / 1000)} s`,
    `${tally.passed} passed, ${tally.failed.length} failed, ${skipped} skipped`,
  ]
  return `${lines.join('\n')}\n`
}

function label(file: string | undefined, where: string, name: string): string {
  const path = file === undefined ? '?' : relative(process.cwd(), file)
  return `${path}${where === '' ? '' : ` [${where}]`}${name === '' ? '' : `: ${name}`}`
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, '    ')
}

/** The message and our own frames, causes too. */
function told(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error)
  const own = (error.stack ?? error.message).split('\n').filter((line) => !/^\s+at .*node:/.test(line))
  return `${own.join('\n')}${error.cause === undefined ? '' : `\ncaused by ${told(error.cause)}`}`
}
