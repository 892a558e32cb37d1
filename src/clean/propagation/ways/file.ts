import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import writeXlsxFile, { type Cell } from 'write-excel-file/node'
import { guarded } from '#src/collect/intake/index.ts'
import type { Settings } from '#src/platform/context.ts'
import { type Place, putFile, tryFolder, Unreached } from '#src/platform/egress/index.ts'
import type { Message } from '../contract.ts'
import type { SystemRow, Target } from '../queries/systems.ts'

/** Columns before those of the mapping. */
const own = ['id', 'externalId', 'version', 'change', 'changedAt', 'into'] as const

/** What a spreadsheet would run gets an apostrophe before it (OWASP, CSV injection); a telephone number in E.164 is no formula. */
export const safe = (text: string): string => (/^\+[0-9]{5,15}$/.test(text) ? text : guarded(text))
const cell = (text: string) => (/[",;\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const plain = (value: string | boolean | null) =>
  value === null ? '' : typeof value === 'boolean' ? String(value) : value

function rowsOf(system: SystemRow, messages: readonly Message[]): string[][] {
  const names = system.mapping.map(({ name }) => name)
  return [
    [...own, ...names],
    ...messages.flatMap(({ type, at, customer }) =>
      customer === null
        ? []
        : [
            [
              customer.id,
              customer.externalId ?? '',
              String(customer.version),
              type.replace('customer.', ''),
              at,
              customer.into ?? '',
              ...names.map((name) => plain(customer.fields[name] ?? null)),
            ],
          ],
    ),
  ]
}

/** The file of a delivery: UTF-8 with a mark and semicolons, or a workbook of texts. No cell runs anything. */
export async function contentOf(system: SystemRow, messages: readonly Message[]): Promise<Buffer> {
  const rows = rowsOf(system, messages)
  if (system.target.format !== 'xlsx')
    return Buffer.from(`\uFEFF${rows.map((row) => row.map((text) => cell(safe(text))).join(';')).join('\r\n')}\r\n`)
  const sheet: Cell[][] = rows.map((row) =>
    row.map((text) => ({
      value: text.replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '').slice(0, 32_767),
      type: String,
    })),
  )
  return writeXlsxFile(sheet as never, { stickyRowsCount: 1 } as never).toBuffer()
}

/** Of a running number: the same delivery, written once more after a crash, bears the same name. */
export const fileName = ({ name, target }: SystemRow, number: number): string =>
  `${
    name
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .toLowerCase() || 'kauppias'
  }-${String(number).padStart(6, '0')}.${target.format ?? 'csv'}`

const outgoing = (config: Settings) => config.outgoing ?? join(config.dataDir, 'outgoing')

/** The folder of a system among the outgoing ones: no name leads out of them. */
function folderOf(config: Settings, { folder = '' }: Target): string {
  const steps = folder.split('/').filter((step) => step !== '')
  if (steps.some((step) => /^\.+$/.test(step))) throw new Unreached('no_folder')
  return join(outgoing(config), ...steps)
}

const placeOf = ({ host, port, user, fingerprint, folder, allowPrivate }: Target, secret: string): Place => ({
  host: host!,
  port: port ?? 22,
  user: user!,
  secret,
  fingerprint: fingerprint ?? null,
  folder: folder ?? '.',
  allowPrivate: allowPrivate === true,
})

const codes: Record<string, string> = {
  ENOSPC: 'disk_full',
  EACCES: 'permission',
  EPERM: 'permission',
  EROFS: 'permission',
}
const diskFault = (error: unknown) => new Unreached(codes[(error as NodeJS.ErrnoException).code ?? ''] ?? 'no_folder')

/** Puts a file where the system fetches it: whole or not at all. Throws `Unreached`. */
export async function deliver(
  { way, target }: SystemRow,
  to: { config: Settings; secret: string },
  name: string,
  content: Buffer,
): Promise<void> {
  if (way === 'sftp') return putFile(placeOf(target, to.secret), name, content)
  const at = join(folderOf(to.config, target), name)
  const part = `${at}.part`
  try {
    await mkdir(dirname(at), { recursive: true, mode: 0o750 })
    const file = await open(part, 'w', 0o640)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, at)
  } catch (error) {
    await rm(part, { force: true }).catch(() => {})
    throw diskFault(error)
  }
}

/** Looks whether files can be put there. Throws `Unreached`, `StrangeHost`. */
export async function tryPlace({ way, target }: SystemRow, to: { config: Settings; secret: string }): Promise<void> {
  if (way === 'sftp') return tryFolder(placeOf(target, to.secret))
  const folder = folderOf(to.config, target)
  const at = join(folder, '.kauppias.part')
  try {
    await mkdir(folder, { recursive: true, mode: 0o750 })
    await (await open(at, 'w', 0o640)).close()
    await rm(at)
  } catch (error) {
    throw diskFault(error)
  }
}
