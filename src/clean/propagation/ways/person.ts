import { send } from '#src/platform/mail/index.ts'
import type { Settings } from '#src/platform/context.ts'
import type { Language } from '#src/terms/index.ts'
import type { Message } from '../contract.ts'
import type { SystemRow } from '../queries/systems.ts'

const words: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  fi: {
    subject: 'Päivitettävää',
    changed: 'Asiakkaan tiedot ovat muuttuneet. Päivitä ne järjestelmään:',
    merged: 'Tämä asiakas on yhdistetty toiseen. Poista tai yhdistä hänet järjestelmässä:',
    deleted: 'Asiakas on poistettu. Poista hänet järjestelmästä:',
    erased: 'Henkilön tiedot on hävitettävä. Poista hänet järjestelmästä:',
    number: 'Asiakasnumero',
    empty: '(tyhjä)',
    protected: 'Henkilöllä on turvakielto: yhteystietoja ei lähetetä.',
    done: 'Kun tiedot on päivitetty, avaa linkki ja kuittaa:',
    look: 'Asiakkaan sivu:',
    test: 'Tämä on koeviesti. Muutokset tulevat tähän osoitteeseen, ja jokaisessa on linkki, josta ne kuitataan tehdyiksi.',
  },
  en: {
    subject: 'To be updated',
    changed: 'Details of a customer have changed. Update them in the system:',
    merged: 'This customer has been merged into another one. Remove or merge them in the system:',
    deleted: 'The customer has been deleted. Remove them from the system:',
    erased: 'The details of this person must be erased. Remove them from the system:',
    number: 'Customer number',
    empty: '(empty)',
    protected: 'This person is under non-disclosure: contact details are not sent.',
    done: 'When it is done, open this link and confirm:',
    look: 'The customer’s page:',
    test: 'This is a trial. Changes come to this address, each with a link to say that it is done.',
  },
}

const line = (text: string) => text.replace(/\p{Cc}+/gu, ' ')

/** The text of a mail that asks a person to type a change in. Pure. */
export function textOf(message: Message, link: string, { publicUrl, language }: Settings): string {
  const w = words[language]
  const { customer } = message
  if (customer === null) return `${w.test}\n`
  const kind = message.type.replace('customer.', '')
  const fields = Object.entries(customer.fields).map(
    ([name, value]) => `  ${line(name)}: ${value === null ? w.empty : line(String(value))}`,
  )
  const page = kind === 'changed' ? ['', w.look, `${publicUrl}/customers/${customer.id}`] : []
  return [
    w[kind],
    '',
    ...fields,
    `  ${w.number}: ${line(customer.externalId ?? customer.id)}`,
    ...(customer.protected ? ['', w.protected] : []),
    '',
    w.done,
    link,
    ...page,
    '',
  ].join('\n')
}

/** Mails a change to the one who types it in; returned means the mail server has taken it. Throws `Unreached`. */
export async function ask(system: SystemRow, message: Message, link: string, config: Settings): Promise<void> {
  await send(config.mail, {
    to: system.target.email!,
    subject: `${words[config.language].subject}: ${line(system.name)}`,
    text: textOf(message, link, config),
    messageId: `<${message.id}@${new URL(config.publicUrl).hostname}>`,
  })
}
