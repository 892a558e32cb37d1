import type { FaultCode } from '#src/collect/intake/index.ts'
import type { Ask, FormFieldName } from './contract.ts'

/** What visitors of a form and readers of its mail see. */
interface Words {
  fields: Record<FormFieldName | 'email', string>
  ask: Record<Ask, string>
  optional: string
  send: string
  homepage: string
  wrong: string
  missing: string
  faults: Partial<Record<FaultCode, string>>
  otherFault: string
  check: { title: string; text: string }
  back: string
  confirm: { title: string; text: (form: string) => string; button: string }
  done: { title: string; text: string }
  late: { title: string; text: string }
  none: { title: string; text: string }
  off: { title: string; text: string }
  many: { title: string; text: string }
  broken: { title: string; text: string }
  mail: { subject: string; text: (form: string, link: string, days: number) => string }
}

const fi: Words = {
  fields: {
    email: 'Sähköposti',
    name: 'Nimi',
    givenName: 'Etunimi',
    familyName: 'Sukunimi',
    organisation: 'Yritys tai yhteisö',
    phone: 'Puhelin',
    street: 'Katuosoite',
    postcode: 'Postinumero',
    city: 'Postitoimipaikka',
    birthDate: 'Syntymäaika',
  },
  ask: { inquiry: 'Mitä haluat kysyä?', wish: 'Mitä toivot?', feedback: 'Palautteesi' },
  optional: 'vapaaehtoinen',
  send: 'Lähetä',
  homepage: 'Jätä tämä tyhjäksi',
  wrong: 'Lomaketta ei voitu lähettää. Korjaa merkityt kohdat.',
  missing: 'Tämä tieto tarvitaan.',
  faults: {
    email_invalid: 'Sähköpostiosoite ei ole kelvollinen. Tarkista kirjoitusasu, esimerkiksi liisa@example.fi.',
    phone_invalid: 'Puhelinnumero ei ole kelvollinen. Kirjoita se esimerkiksi 040 1234567.',
    postcode_invalid: 'Postinumero ei ole kelvollinen.',
    date_invalid: 'Päivä ei ole kelvollinen. Kirjoita se muodossa 31.12.1980.',
    text_too_long: 'Teksti on liian pitkä.',
    text_unreadable: 'Tekstiä ei voi lukea.',
  },
  otherFault: 'Tarkista tämä tieto.',
  check: {
    title: 'Tarkista sähköpostisi',
    text: 'Lähetimme sinulle viestin. Avaa siinä oleva linkki ja vahvista. Ennen sitä emme tallenna tietojasi.',
  },
  back: 'Takaisin sivustolle',
  confirm: {
    title: 'Vahvista tietosi',
    text: (form) =>
      `Täytit lomakkeen ”${form}”. Vahvista, niin tietosi tallennetaan. Jos et täyttänyt lomaketta, sulje tämä sivu.`,
    button: 'Vahvistan',
  },
  done: { title: 'Kiitos!', text: 'Tietosi on vahvistettu ja tallennettu.' },
  late: {
    title: 'Linkki ei ole enää voimassa',
    text: 'Tietojasi ei ole tallennettu. Täytä lomake uudelleen, niin saat uuden linkin.',
  },
  none: { title: 'Lomaketta ei löydy', text: 'Lomake on poistettu tai osoite on väärä.' },
  off: { title: 'Lomake ei ole nyt käytössä', text: 'Yritä myöhemmin uudelleen. Tietojasi ei ole tallennettu.' },
  many: { title: 'Liian monta lähetystä', text: 'Odota hetki ja yritä sitten uudelleen.' },
  broken: { title: 'Lähetystä ei voitu lukea', text: 'Palaa lomakkeelle ja lähetä se uudelleen.' },
  mail: {
    subject: 'Vahvista tietosi',
    text: (form, link, days) => `Hei,

täytit lomakkeen ”${form}”. Vahvista tietosi tästä linkistä:

${link}

Linkki on voimassa ${days === 1 ? 'yhden päivän' : `${days} päivää`}. Jos et täyttänyt lomaketta, voit jättää tämän viestin huomiotta:
tietoja ei tallenneta, ennen kuin ne on vahvistettu.
`,
  },
}

const en: Words = {
  fields: {
    email: 'E-mail',
    name: 'Name',
    givenName: 'First name',
    familyName: 'Last name',
    organisation: 'Company or organisation',
    phone: 'Telephone',
    street: 'Street address',
    postcode: 'Postcode',
    city: 'City',
    birthDate: 'Date of birth',
  },
  ask: { inquiry: 'What would you like to ask?', wish: 'What do you wish for?', feedback: 'Your feedback' },
  optional: 'optional',
  send: 'Send',
  homepage: 'Leave this empty',
  wrong: 'The form could not be sent. Correct the marked fields.',
  missing: 'This is needed.',
  faults: {
    email_invalid: 'This is not a valid e-mail address. Check how it is written, for example liisa@example.com.',
    phone_invalid: 'This is not a valid telephone number. Write it like +358 40 1234567.',
    postcode_invalid: 'This is not a valid postcode.',
    date_invalid: 'This is not a valid day. Write it like 31.12.1980.',
    text_too_long: 'The text is too long.',
    text_unreadable: 'The text cannot be read.',
  },
  otherFault: 'Check this.',
  check: {
    title: 'Check your mail',
    text: 'We have sent you a message. Open the link in it and confirm. Until then nothing about you is stored.',
  },
  back: 'Back to the site',
  confirm: {
    title: 'Confirm your details',
    text: (form) =>
      `You filled in the form “${form}”. Confirm, and your details are stored. If you did not fill it in, close this page.`,
    button: 'I confirm',
  },
  done: { title: 'Thank you!', text: 'Your details are confirmed and stored.' },
  late: {
    title: 'The link works no longer',
    text: 'Nothing about you has been stored. Fill in the form again to get a new link.',
  },
  none: { title: 'There is no such form', text: 'It has been removed, or the address is wrong.' },
  off: { title: 'The form is out of use just now', text: 'Try again later. Nothing about you has been stored.' },
  many: { title: 'Too many tries', text: 'Wait a moment, then try again.' },
  broken: { title: 'This could not be read', text: 'Go back to the form and send it again.' },
  mail: {
    subject: 'Confirm your details',
    text: (form, link, days) => `Hello,

you filled in the form “${form}”. Confirm your details by this link:

${link}

The link works for ${days === 1 ? 'one day' : `${days} days`}. If you did not fill in the form, ignore this message:
nothing is stored until it is confirmed.
`,
  },
}

export const wordsOf = (language: 'fi' | 'en'): Words => (language === 'fi' ? fi : en)
