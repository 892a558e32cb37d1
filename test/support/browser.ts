/** A real Chromium for tests, from an npm package: nothing to install beside it. `CHROMIUM_PATH` names another one. */
import { execFile } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Without the latter the browser looks for its maker's hosts at every start. */
const args = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
]

/** Starts the browser; the caller closes it. Throws with what to do when none can run: browser tests are never skipped. */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env.CHROMIUM_PATH
  try {
    if (own) return await chromium.launch({ executablePath: own, args })
    const folder = await unpacked()
    return await chromium.launch({
      executablePath: join(folder, 'chromium'),
      args,
      env: {
        ...process.env,
        HOME: folder,
        XDG_CONFIG_HOME: join(folder, 'home'),
        XDG_CACHE_HOME: join(folder, 'home'),
        FONTCONFIG_PATH: join(folder, 'fonts'),
        LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      },
    })
  } catch (error) {
    throw new Error(
      `The browser tests need a Chromium and ${own ? `CHROMIUM_PATH=${own}` : 'the one of @sparticuz/chromium'} did not start. ` +
        `Set CHROMIUM_PATH to a Chromium that runs here.\n${(error as Error).message}`,
      { cause: error },
    )
  }
}

/** The fonts that come with the browser, where they were unpacked: with none at all it ends at the first form field. */
const fontsConf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
`

/** Unpacks the browser once and moves it into place whole, so that two test processes may do it at the same time. */
async function unpacked(): Promise<string> {
  const source = join(root, 'node_modules', '@sparticuz', 'chromium')
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string }
  const parent = writable(join(root, '.cache')) ?? ownTemporary()
  const folder = join(parent, `chromium-${version}-with-fonts`)
  if (existsSync(folder)) return folder
  const beside = mkdtempSync(`${folder}.new-`)
  try {
    const names = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']
    const script = `import { inflate } from '@sparticuz/chromium'
      await Promise.all(process.argv.slice(1).map((path) => inflate(path)))`
    await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script, ...names.map((name) => join(source, 'bin', name))],
      { cwd: root, env: { ...process.env, TMPDIR: beside } }, // it unpacks into the temporary folder
    )
    writeFileSync(join(beside, 'fonts', 'fonts.conf'), fontsConf)
    mkdirSync(join(beside, 'home'))
    renameSync(beside, folder)
  } catch (error) {
    rmSync(beside, { recursive: true, force: true })
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
  return folder
}

function writable(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return folder
  } catch {
    return undefined
  }
}

/** Where the project cannot be written: a folder that nobody else could have put a program into. */
function ownTemporary(): string {
  const folder = join(tmpdir(), `kauppias-${process.getuid?.() ?? 'user'}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = statSync(folder)
  if (process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o077) !== 0)) {
    throw new Error(`${folder} is not this account's own.`)
  }
  return folder
}
