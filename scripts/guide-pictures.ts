/** Walks through what the guide tells (test/browser/guide.test.ts) and takes the pictures of docs/guide from there. */
import { spawnSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const { status } = spawnSync(process.execPath, ['--test', 'test/browser/guide.test.ts'], {
  cwd: root,
  stdio: 'inherit',
})
if (status === 0) {
  for (const name of ['today', 'slipping', 'plan'])
    for (const language of ['fi', 'en'])
      copyFileSync(
        `${root}.cache/screenshots/guide/${language}-${name}.png`,
        `${root}docs/guide/${language}-${name}.png`,
      )
}
process.exitCode = status ?? 1
