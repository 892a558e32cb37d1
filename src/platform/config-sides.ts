import type { ConfigFault, Environment } from './config.ts'
import type { BackupSettings, MailSettings, ProviderSettings } from './context.ts'

/** Variables of what stands beside the program: backups, single sign-on, metrics. */
export const sideVariables: Readonly<Record<string, string>> = {
  KAUPPIAS_BACKUP_FOLDER: 'folder for a backup every night, best on another disk (none)',
  KAUPPIAS_BACKUP_HOUR: 'hour of the night at which it is made (2)',
  KAUPPIAS_BACKUP_KEEP: 'how many nightly backups are kept (7)',
  KAUPPIAS_OIDC_ISSUER: 'address of the provider of single sign-on, such as https://login.example.fi (none)',
  KAUPPIAS_OIDC_CLIENT_ID: 'name of the program at the provider',
  KAUPPIAS_OIDC_CLIENT_SECRET: 'secret of the program at the provider',
  KAUPPIAS_OIDC_NAME: 'what the sign-in page calls the provider (its host name)',
  KAUPPIAS_OIDC_DOMAIN: 'only e-mail addresses of this domain come in (any)',
  KAUPPIAS_OIDC_CREATE: '1 makes a viewer of somebody unknown with a verified address (0)',
  KAUPPIAS_OIDC_SECOND_FACTOR: '1 when the provider asks for a second factor itself (0)',
  KAUPPIAS_SMTP_URL: 'mail server, such as smtps://name:password@mail.example.fi (none: no mail is sent)',
  KAUPPIAS_MAIL_FROM: 'address that mails come from (kauppias@ and the host of KAUPPIAS_URL)',
  KAUPPIAS_OUTGOING: 'folder for files that other systems fetch (outgoing in the data folder)',
  KAUPPIAS_METRICS: 'token: /metrics needs one with metrics.read; local: open to programs on this machine (token)',
}
/** Never shown, not even when they are wrong. */
export const secretVariables: ReadonlySet<string> = new Set(['KAUPPIAS_OIDC_CLIENT_SECRET', 'KAUPPIAS_SMTP_URL'])

type Read = <T>(name: string, initial: T, accepted: string, accept: (text: string) => T | undefined) => T

const within = (least: number, most: number) => (text: string) =>
  /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined
const yesOrNo = (text: string) => (text === '1' ? true : text === '0' ? false : undefined)

export function parseBackup(read: Read, folderOf: (text: string) => string): BackupSettings | undefined {
  const folder = read<string | undefined>('KAUPPIAS_BACKUP_FOLDER', undefined, 'a folder', folderOf)
  const hour = read('KAUPPIAS_BACKUP_HOUR', 2, 'a number from 0 to 23', within(0, 23))
  const keep = read('KAUPPIAS_BACKUP_KEEP', 7, 'a number from 1 to 1000', within(1, 1000))
  return folder === undefined ? undefined : { folder, hour, keep }
}

export function parseMail(read: Read, publicUrl: string): MailSettings | undefined {
  const url = read('KAUPPIAS_SMTP_URL', '', 'smtp://… or smtps://… of a mail server', (text) =>
    URL.canParse(text) && ['smtp:', 'smtps:'].includes(new URL(text).protocol) ? text : undefined,
  )
  const from = read('KAUPPIAS_MAIL_FROM', `kauppias@${new URL(publicUrl).hostname}`, 'an e-mail address', (text) =>
    /^[^\s@<>]+@[^\s@<>]+$/.test(text) ? text : undefined,
  )
  return url === '' ? undefined : { url, from }
}

export function parseProvider(env: Environment, read: Read, faults: ConfigFault[]): ProviderSettings | undefined {
  const words = (name: string, initial = '') =>
    read(name, initial, 'a text of at most 200 characters', (text) => (text.length <= 200 ? text : undefined))
  const secret = read('KAUPPIAS_OIDC_CLIENT_SECRET', '', 'a text of at most 500 characters', (text) =>
    text.length <= 500 ? text : undefined,
  )
  const issuer = read('KAUPPIAS_OIDC_ISSUER', '', 'an https:// address', issuerOf)
  const clientId = words('KAUPPIAS_OIDC_CLIENT_ID')
  const domain = read('KAUPPIAS_OIDC_DOMAIN', '', 'a domain such as example.fi', (text) =>
    /^[a-z0-9.-]+\.[a-z0-9-]+$/i.test(text) ? text.toLowerCase() : undefined,
  )
  const name = words('KAUPPIAS_OIDC_NAME')
  const create = read('KAUPPIAS_OIDC_CREATE', false, '1 or 0', yesOrNo)
  const secondFactor = read('KAUPPIAS_OIDC_SECOND_FACTOR', false, '1 or 0', yesOrNo)
  if (issuer === '') return undefined
  for (const [variable, value] of Object.entries({
    KAUPPIAS_OIDC_CLIENT_ID: clientId,
    KAUPPIAS_OIDC_CLIENT_SECRET: secret,
  }))
    if (value === '' && env[variable] === undefined)
      faults.push({ name: variable, value: '', accepted: 'needed together with KAUPPIAS_OIDC_ISSUER' })
  if (create && domain === '')
    faults.push({
      name: 'KAUPPIAS_OIDC_CREATE',
      value: '1',
      accepted: '0 unless KAUPPIAS_OIDC_DOMAIN says whose addresses may come in',
    })
  return {
    issuer,
    clientId,
    clientSecret: secret,
    name: name === '' ? new URL(issuer).hostname : name,
    ...(domain === '' ? {} : { domain }),
    create,
    secondFactor,
  }
}

/** Plain HTTP only to this very machine, for tests and for a provider that stands beside the program. */
function issuerOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, hostname, username, search, hash } = new URL(text)
  if (username !== '' || search !== '' || hash !== '') return undefined
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return protocol === 'https:' || (protocol === 'http:' && local) ? text.replace(/\/$/, '') : undefined
}
