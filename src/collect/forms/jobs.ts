import { Type } from 'typebox'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { send } from '#src/platform/mail/index.ts'
import { unseal } from '#src/platform/vault/index.ts'
import { UuidSchema } from '#src/terms/schemas.ts'
import { entryById, forgetUnconfirmed, formById, noteMailed } from './queries.ts'
import { wordsOf } from './words.ts'

/** Sends the mail with the link. Sent again after a failure it is the same mail with the same link. */
export const mailJob = defineJob(
  'forms.mail',
  Type.Object({ entryId: UuidSchema }, { additionalProperties: false }),
  async ({ context, input }) => {
    const { db, config, now } = context
    const entry = await entryById(db, input.entryId)
    if (!entry?.token || !entry.answers || entry.mailed_at !== null || entry.expires_at <= now) return
    const form = await formById(db, entry.form_id)
    const token = await unseal(config.dataDir, entry.id, entry.token)
    if (form === undefined || token === undefined) return
    const { email } = JSON.parse(entry.answers.toString()) as { email: string }
    const { mail } = wordsOf(form.language)
    await send(config.mail, {
      to: email,
      subject: `${mail.subject}: ${form.title}`.slice(0, 200),
      text: mail.text(form.title, `${config.publicUrl}/f/confirm/${token}`, form.days),
      messageId: `<${entry.id}@${new URL(config.publicUrl).hostname}>`,
    })
    await noteMailed(db, entry.id, now)
  },
  { retries: 8 },
)

/** Forgets what nobody confirmed in time. */
export const tidyForms: Job = defineJob(
  'forms.tidy',
  Type.Object({}, { additionalProperties: false }),
  async ({ context, signal }) => {
    while (!signal.aborted && (await forgetUnconfirmed(context.db, context.now, 1000)) > 0);
  },
  { cron: '20 * * * *' },
)
export const jobs: readonly Job[] = [mailJob, tidyForms]
