import type { Clock } from './ports/index.ts'

/** Values a log line may carry: ids, codes, counts. Never names, addresses, texts of people, query strings or bodies. */
type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>
/** Writes one line of JSON per event. `error` takes what was thrown and keeps only its kind and where it happened. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, error: unknown, fields?: LogFields): void
}

const longestLine = 4000
const longestField = 300

/** A log of JSON lines `{ at, level, event, … }` handed to `write`, each at most 4,000 characters and one line. */
export function jsonLog(write: (line: string) => void, clock: Clock): Log {
  const put = (level: string, event: string, fields: LogFields = {}) => {
    const kept = Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'string' && value.length > longestField ? `${value.slice(0, longestField)}…` : value,
    ])
    const line = JSON.stringify({ at: clock.now().toISOString(), level, event, ...Object.fromEntries(kept) })
    write(`${line.length > longestLine ? JSON.stringify({ at: clock.now().toISOString(), level, event }) : line}\n`)
  }
  return {
    info: (event, fields) => put('info', event, fields),
    warn: (event, fields) => put('warn', event, fields),
    error: (event, error, fields) => put('error', event, { ...fields, ...anatomy(error) }),
  }
}

/** Says nothing. For tests. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }

/**
 * What is safe to keep of something thrown: kind, code, constraint and our own frames. Messages of drivers and parsers quote data,
 * so quoted parts, long numbers and addresses are cut out.
 */
function anatomy(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error }
  const { code, constraint } = error as { code?: unknown; constraint?: unknown }
  const fromDriver = 'severity' in error || 'detail' in error
  return {
    error: error.name,
    code: typeof code === 'string' ? code : undefined,
    constraint: typeof constraint === 'string' ? constraint : undefined,
    message: fromDriver || error instanceof SyntaxError ? undefined : masked(error.message),
    where: frames(error.stack),
  }
}

function masked(message: string): string {
  return message
    .slice(0, longestField)
    .replace(/"[^"]*"?|'[^']*'?|`[^`]*`?/g, '…')
    .replace(/\S+@\S+|\+?\d[\d\s-]{4,}/g, '…')
}

function frames(stack: string | undefined): string | undefined {
  return stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line) && !line.includes('node:internal'))
    .slice(0, 6)
    .map((line) =>
      line
        .trim()
        .replace(/^at /, '')
        .replace(/\(?(?:file:\/\/)?\/\S*?\/((?:src|node_modules|test)\/)/, '($1'),
    )
    .join(' < ')
}
