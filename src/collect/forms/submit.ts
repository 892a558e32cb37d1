import { createHash } from 'node:crypto'
import { countOrRefuse, type Html, networkOf } from '#src/platform/http/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { seal } from '#src/platform/vault/index.ts'
import { type Address, answersIn, type Answers, understand } from './answers.ts'
import { mailJob } from './jobs.ts'
import { formPage, type Notice, noticePage } from './pages.ts'
import { formOfKey, type FormRow, insertEntry, wordingText } from './queries.ts'

/** What a visitor is shown, or where they are sent. */
export interface Shown {
  status: number
  page: Html
  location?: string
}

const day = 24 * 3600_000
/** Sent forms of one network, and mails to one address: nobody is flooded through us. */
const perNetwork = { most: 20, seconds: 3600 }
const perAddress = { most: 3, seconds: 86_400 }

export const hashOf = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest()
const notice = (language: 'fi' | 'en', status: number, what: Notice, returnTo?: string): Shown => ({
  status,
  page: noticePage(language, what, returnTo),
})

const formFor = (context: Context, key: string): Promise<FormRow | undefined> =>
  /^[\w-]{22}$/.test(key) ? formOfKey(context.db, key) : Promise.resolve(undefined)

/** The page of a form. */
export async function show(context: Context, key: string): Promise<Shown> {
  const form = await formFor(context, key)
  if (form === undefined) return notice(context.config.language, 404, 'none')
  if (context.config.mail === undefined) return notice(form.language, 503, 'off')
  return { status: 200, page: formPage(form) }
}

/**
 * Takes what a visitor wrote. Nothing of it enters: it is kept apart until the link of a mail is confirmed. Whether somebody is known is
 * never told: the answer is the same for everybody.
 */
export async function submit(
  context: Context,
  key: string,
  { body, type, network }: { body: Buffer; type: string; network: string },
): Promise<Shown> {
  const form = await formFor(context, key)
  if (form === undefined) return notice(context.config.language, 404, 'none')
  if (context.config.mail === undefined) return notice(form.language, 503, 'off')
  const answers = /^application\/x-www-form-urlencoded\b/i.test(type) ? answersIn(body) : undefined
  if (answers === undefined) return notice(form.language, 400, 'broken')
  const thanks = thanksOf(form, answers)
  // what no person sees only a program fills in
  if ((answers._homepage ?? '') !== '') return thanks
  const { db, now } = context
  if (!(await within(db, { what: `form ${form.id} ${networkOf(network)}`, ...perNetwork }, now)))
    return notice(form.language, 429, 'many')
  const { timeZone, currency } = context.config
  const { wrong, email } = understand(form, answers, { timeZone, currency, country: 'FI', now })
  if (wrong.size > 0 || email === undefined) return { status: 422, page: formPage(form, { answers, wrong }) }
  if (await within(db, { what: `form mail ${email.key}`, ...perAddress }, now))
    await keep(context, form, answers, email)
  return thanks
}

async function within(
  db: Context['db'],
  limit: { what: string; most: number; seconds: number },
  now: Date,
): Promise<boolean> {
  try {
    await countOrRefuse(db, limit, now)
    return true
  } catch (error) {
    if (error instanceof Refusal && error.status === 429) return false
    throw error
  }
}

/** Only addresses that the form names are gone to; any other one is as none. */
function thanksOf(form: FormRow, answers: Answers): Shown {
  const returnTo = form.returns.find((address) => address === answers._return)
  const shown = notice(form.language, 200, 'check', returnTo ?? form.returns[0])
  return returnTo === undefined ? shown : { ...shown, status: 303, location: returnTo }
}

async function keep(context: Context, form: FormRow, answers: Answers, email: Address): Promise<void> {
  const { db, now, uuid, random, config, jobs } = context
  const id = uuid()
  const token = random.bytes(16).toString('base64url')
  const sealed = await seal({ dataDir: config.dataDir, random }, id, token)
  const asked = new Set<string>(['email', 'text', ...form.fields.map(({ field }) => field)])
  const kept = Object.fromEntries(Object.entries(answers).filter(([name]) => asked.has(name)))
  const wording = await wordingSeen(context, form, answers)
  await db.tx(async (tx) => {
    await insertEntry(tx, {
      id,
      formId: form.id,
      tokenHash: hashOf(token),
      token: sealed,
      answers: Buffer.from(JSON.stringify({ ...kept, email: email.mailTo })),
      email: email.key,
      wording,
      at: now,
      expiresAt: new Date(now.getTime() + form.days * day),
    })
    await jobs.enqueue(tx, mailJob, { entryId: id }, { key: id })
  })
}

/** The text that the visitor had before them: pages of others may show an older one. */
async function wordingSeen({ db }: Context, form: FormRow, answers: Answers): Promise<number | null> {
  if (form.channels.length === 0 || answers.consent !== 'yes') return null
  const seen = /^\d{1,6}$/.test(answers._wording ?? '') ? Number(answers._wording) : 0
  return (await wordingText(db, form.id, seen)) === undefined ? null : seen
}
