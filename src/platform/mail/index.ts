/** Single mails to people of the house, through the mail server that the configuration names. */
import { createTransport } from 'nodemailer'
import type { MailSettings } from '../context.ts'
import { Unreached } from '../egress/index.ts'

export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The same mail has the same one however often it is sent: readers show it once. */
  readonly messageId: string
}

const patience = 10_000

/** Hands a mail over; returned means the server has taken it. Throws `Unreached`: `mail_off`, `auth`, `refused`, `timeout`, `mail_refused`, `broken`. */
export async function send(settings: MailSettings | undefined, mail: Mail): Promise<void> {
  if (settings === undefined) throw new Unreached('mail_off')
  const transport = createTransport({
    url: settings.url,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as never)
  try {
    await transport.sendMail({
      from: settings.from,
      to: { name: '', address: mail.to },
      subject: mail.subject.replace(/\p{Cc}+/gu, ' '),
      text: mail.text,
      messageId: mail.messageId,
      headers: { 'auto-submitted': 'auto-generated' },
    } as never)
  } catch (error) {
    throw failureOf(error as { code?: string; responseCode?: number })
  } finally {
    transport.close()
  }
}

function failureOf({ code = '', responseCode = 0 }: { code?: string; responseCode?: number }): Unreached {
  if (code === 'EAUTH') return new Unreached('auth')
  if (code === 'ECONNECTION' || code === 'EDNS' || code === 'ECONNREFUSED') return new Unreached('refused')
  if (code === 'ETIMEDOUT') return new Unreached('timeout', false)
  if (responseCode >= 500) return new Unreached('mail_refused')
  return new Unreached('broken', false)
}
