import { type Message, textOf } from '../message.ts'
import { plainName } from './orders.ts'

/** What mail programs tell of one mail to one person (Segment's e-mail spec), gathered into one line of the timeline. Pure. */

export const mailSignals = ['delivered', 'opened', 'clicked', 'bounced', 'unsubscribed', 'spam'] as const
export type MailSignal = (typeof mailSignals)[number]
const signals: ReadonlyMap<string, MailSignal> = new Map(
  Object.entries({
    emaildelivered: 'delivered',
    emailopened: 'opened',
    emaillinkclicked: 'clicked',
    emailbounced: 'bounced',
    unsubscribed: 'unsubscribed',
    emailunsubscribed: 'unsubscribed',
    emailmarkedasspam: 'spam',
  }),
)
export const mailSignal = ({ type, name }: Message): MailSignal | undefined =>
  type === 'track' && name !== undefined ? signals.get(plainName(name)) : undefined

/** What has been told of a mail: each signal with its earliest moment. */
export interface Mail {
  title: [text: string, at: number, id: string] | null
  signals: Partial<Record<MailSignal, number>>
}
export const newMail = (): Mail => ({ title: null, signals: {} })

/** Which mail it is: by the id of the mail, of the campaign, or the message itself. */
export function mailKey({ id, values, context }: Message): string {
  const campaign = context.campaign as Record<string, unknown> | undefined
  return (
    textOf(values.email_id ?? values.emailId ?? values.email_campaign_id, 200) ??
    textOf((values.email_campaign_name ?? campaign?.name) as string | undefined, 200) ??
    id
  )
}

export function tellMail(mail: Mail, signal: MailSignal, { values, at, id }: Message): boolean {
  const known = mail.signals[signal]
  mail.signals[signal] = Math.min(known ?? at, at)
  const title = textOf(values.email_subject ?? values.emailSubject ?? values.subject ?? values.email_campaign_name)
  const titled =
    title !== undefined && (mail.title === null || at > mail.title[1] || (at === mail.title[1] && id > mail.title[2]))
  if (titled) mail.title = [title, at, id]
  return titled || known === undefined || at < known
}

/** The line of the timeline: as far as the mail has come. */
export function mailLine({ title, signals: told }: Mail): {
  at: number
  title: string | undefined
  status: MailSignal
} {
  return {
    at: Math.min(...Object.values(told)),
    title: title?.[0],
    status: mailSignals.findLast((signal) => told[signal] !== undefined)!,
  }
}
