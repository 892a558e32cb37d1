import { join } from 'node:path'
import { Refusal } from '#src/platform/refusal.ts'
import type { Invocation } from './command.ts'
import { exit } from './exit.ts'
import { logFile } from './logfile.ts'
import { untilAsked } from './stop.ts'

/** Starts the program, says where it is, and stops it in order when asked to. */
export async function run(invocation: Invocation, parts: { serve: boolean; work: boolean }): Promise<number> {
  const { config, clock, random, output, signal, env } = invocation
  const db = await invocation.database()
  const { startApp } = await import('#src/app.ts')
  const log = logFile(join(config.dataDir, 'kauppias.log'), output.note, clock)
  const app = await startApp({ db, config, clock, random, log, ...parts }).catch((error: unknown) => {
    throw cannotListen(error, config) ?? error
  })
  output.value({ address: app.address, firstLink: app.firstLink ?? null })
  output.line(welcome(app, parts.serve, config.language))
  await untilAsked(signal, env.npm_lifecycle_event !== undefined)
  const late = setTimeout(() => process.exit(exit.fault), 10_000) // the built-in server ends with us in any case
  await app.stop()
  clearTimeout(late)
  return exit.done
}

function welcome(app: { address: string; firstLink?: string }, serve: boolean, language: 'fi' | 'en'): string {
  if (!serve) return language === 'fi' ? 'Kauppias tekee taustatöitä.' : 'Kauppias does background work.'
  const here = language === 'fi' ? `Kauppias palvelee osoitteessa ${app.address}` : `Kauppias serves at ${app.address}`
  if (app.firstLink === undefined) return here
  const first = language === 'fi' ? 'ensimmäinen pääkäyttäjä luodaan täällä' : 'make the first administrator at'
  return `${here} – ${first}: ${app.firstLink}`
}

function cannotListen(error: unknown, { port, host }: { port: number; host: string }): Refusal | undefined {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') {
    return new Refusal(
      503,
      'port_taken',
      `Port ${port} is used by another program (perhaps by this one, started already).`,
      `Stop that, or choose another port, e.g. PORT=${port + 1}.`,
    )
  }
  if (code === 'EACCES') {
    return new Refusal(503, 'port_denied', `Port ${port} may not be used by this account.`, 'Choose a port above 1024.')
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Refusal(503, 'host_unknown', `This machine has no address ${host}.`, 'Correct HOST.')
  }
  return undefined
}
