import type * as Client from 'openid-client'
import type { Context, ProviderSettings } from '#src/platform/context.ts'
import { type WayOut, wayOut } from '#src/platform/egress/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { type Entered, letIn } from './enter.ts'
import { addUser, type UserRow, userByEmail, userForChange } from './queries.ts'
import { addProviderEntry, addProviderLink, linkedUser, takeProviderEntry } from './queries/entry.ts'
import { noteEntry } from './second-factor.ts'
import { hashOf, newSecret } from './secrets.ts'
import { emailKey } from './sign-in.ts'

/** Time to sign in at the provider. */
const entryMinutes = 10
/** The provider's description of itself is read anew this often. */
const describedMs = 3600_000

interface Described {
  readonly client: typeof Client
  readonly config: Client.Configuration
  readonly until: number
}
const described = new Map<string, Promise<Described>>()

/** Where the provider sends people back to; it must be registered there. */
export const returnPath = '/api/v1/sign-in/oidc/callback'

function settings({ config }: Context): ProviderSettings {
  if (config.provider === undefined) throw new Refusal(404, 'not_found', 'There is no single sign-on here.')
  return config.provider
}

/** The library is loaded, and the provider asked what it can, when somebody comes in this way for the first time. */
async function describe(provider: ProviderSettings, now: Date): Promise<Described> {
  const key = `${provider.issuer} ${provider.clientId}`
  const known = await described.get(key)?.catch(() => undefined)
  if (known !== undefined && known.until > now.getTime()) return known
  const asked = discover(provider, now)
  described.set(key, asked)
  try {
    return await asked
  } catch (error) {
    described.delete(key)
    const refusal = new Refusal(503, 'provider_away', 'The provider of single sign-on does not answer.')
    refusal.cause = error
    throw refusal
  }
}

async function discover(provider: ProviderSettings, now: Date): Promise<Described> {
  const client = await import('openid-client')
  const out = wayOut(provider.issuer)
  const insecure = provider.issuer.startsWith('http:') // this very machine only, see config
  const config = await client.discovery(new URL(provider.issuer), provider.clientId, provider.clientSecret, undefined, {
    // the signature of who somebody is gets checked against the provider's keys, also on a protected line
    execute: [client.enableNonRepudiationChecks, ...(insecure ? [client.allowInsecureRequests] : [])],
    [client.customFetch]: asking(out),
  })
  const { token_endpoint, jwks_uri, userinfo_endpoint } = config.serverMetadata()
  for (const named of [token_endpoint, jwks_uri, userinfo_endpoint]) if (named !== undefined) out.allow(named)
  return { client, config, until: now.getTime() + describedMs }
}

const asking =
  (out: WayOut): Client.CustomFetch =>
  (url, init) =>
    out.ask(url, init as RequestInit)

/** Sends a browser to the provider: the address to go to, and the secret that the browser must bring back. */
export async function goToProvider(context: Context, wanted: string): Promise<{ url: string; browser: string }> {
  const { db, now, random, config } = context
  const { client, config: provider } = await describe(settings(context), now)
  const [state, nonce, verifier, browser] = Array.from({ length: 4 }, () => newSecret(random)) as [
    string,
    string,
    string,
    string,
  ]
  await db.run(
    addProviderEntry({
      stateHash: hashOf(state),
      browserHash: hashOf(browser),
      nonce,
      verifier,
      wanted: ownPage(wanted),
      at: now,
      expiresAt: new Date(now.getTime() + entryMinutes * 60_000),
    }),
  )
  const url = client.buildAuthorizationUrl(provider, {
    redirect_uri: `${config.publicUrl}${returnPath}`,
    scope: 'openid email profile',
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  return { url: url.href, browser }
}

/** A page of ours; anything else becomes the first page. */
function ownPage(wanted: string): string {
  return /^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(wanted) && !wanted.startsWith('/api/') ? wanted : '/'
}

/** Who the provider says somebody is. */
interface Told {
  readonly issuer: string
  readonly subject: string
  readonly email: string | undefined
  readonly verified: boolean
  readonly name: string | undefined
}

/**
 * Takes a browser that comes back: checks state, nonce, issuer, audience, signature and time, and lets in whoever is linked, or for the first
 * time whoever has this verified address. Throws 403 `provider_failed`, `provider_unverified`, `provider_domain`, `provider_nobody`.
 */
export async function comeBack(
  context: Context,
  given: { search: string; state: string; browser: string | undefined },
): Promise<{ entered: Entered; wanted: string }> {
  const { db, now } = context
  const provider = settings(context)
  const begun =
    given.browser === undefined
      ? undefined
      : await db.maybe(takeProviderEntry(hashOf(given.state), hashOf(given.browser), now))
  if (begun === undefined) throw failed()
  const told = await ask(context, provider, given, begun)
  const entered = await db.tx(async (tx) => {
    const link = await tx.maybe(linkedUser(told.issuer, told.subject))
    if (link !== undefined) {
      const user = await tx.maybe(userForChange(link.user_id))
      if (user === undefined || !user.active) throw nobody()
      return letIn(tx, context, user, 'provider')
    }
    if (told.email === undefined || !told.verified)
      throw new Refusal(403, 'provider_unverified', 'The provider does not vouch for the e-mail address.')
    const key = emailKey(told.email)
    if (provider.domain !== undefined && key.split('@').at(-1) !== provider.domain)
      throw new Refusal(403, 'provider_domain', 'Addresses of this domain do not come in here.')
    const user = (await tx.maybe(userByEmail(key))) ?? (provider.create ? await newcomer(tx, context, told) : undefined)
    if (user === undefined || !user.active) throw nobody()
    await tx.run(addProviderLink(told.issuer, told.subject, user.id, now))
    await noteEntry(tx, context, user.id, 'providerLinked')
    return letIn(tx, context, user, 'provider')
  })
  return { entered, wanted: begun.wanted }
}

async function ask(
  context: Context,
  provider: ProviderSettings,
  given: { search: string; state: string },
  begun: { nonce: string; verifier: string },
): Promise<Told> {
  const { client, config } = await describe(provider, context.now)
  try {
    const tokens = await client.authorizationCodeGrant(
      config,
      new URL(`${context.config.publicUrl}${returnPath}${given.search}`),
      {
        pkceCodeVerifier: begun.verifier,
        expectedNonce: begun.nonce,
        expectedState: given.state,
        idTokenExpected: true,
      },
    )
    const claims = tokens.claims()!
    const { email, email_verified: verified, name } = claims
    return {
      issuer: claims.iss,
      subject: claims.sub,
      email: typeof email === 'string' && email.length <= 254 ? email : undefined,
      verified: verified === true,
      name: typeof name === 'string' ? name.toWellFormed().replace(/\p{C}/gu, '').trim().slice(0, 200) : undefined,
    }
  } catch (error) {
    const { code } = error as { code?: unknown }
    context.log.warn('single sign-on failed', { code: typeof code === 'string' ? code : undefined })
    throw failed()
  }
}

async function newcomer(
  tx: Parameters<typeof letIn>[0],
  context: Context,
  { email = '', name }: Told,
): Promise<UserRow | undefined> {
  return tx.maybe(
    addUser({
      id: context.uuid(),
      email: email.normalize('NFC').trim(),
      emailKey: emailKey(email),
      name: name === undefined || name === '' ? email.split('@')[0]! : name,
      role: 'viewer',
      language: context.config.language,
      passwordHash: null,
      at: context.now,
    }),
  )
}

function failed(): Refusal {
  return new Refusal(403, 'provider_failed', 'The sign-in at the provider did not come to a good end.', 'Try again.')
}
function nobody(): Refusal {
  return new Refusal(403, 'provider_nobody', 'Nobody active here has this address.', 'Ask an administrator.')
}
