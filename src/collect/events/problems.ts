import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  event_json: {
    en: ['The body is not a JSON object in UTF-8.', 'Send the message or the batch as JSON.'],
    fi: ['Lähetys ei ole UTF-8-muotoista JSONia.', 'Lähetä viesti tai viestierä JSON-oliona.'],
  },
  event_too_large: {
    en: ['More than 500 KB, 2,500 messages, or 32 KB in one message.', 'Send it in smaller parts.'],
    fi: ['Lähetys on yli 500 kt, siinä on yli 2 500 viestiä tai yksi viesti on yli 32 kt.', 'Lähetä se osissa.'],
  },
  write_key: {
    en: ['The write key is not known.', 'Take the key from the page of the source.'],
    fi: ['Kirjoitusavainta ei tunneta.', 'Ota avain lähteen sivulta.'],
  },
  events_too_many: {
    en: ['More messages than this source may send at once.', 'Send them again after a moment.'],
    fi: ['Lähteestä tulee kerralla enemmän viestejä kuin voidaan ottaa vastaan.', 'Lähetä ne hetken päästä uudelleen.'],
  },
  events_busy: {
    en: ['Messages come faster than they can be kept.', 'Send them again after a moment.'],
    fi: ['Viestejä tulee nopeammin kuin ne ehditään tallentaa.', 'Lähetä ne hetken päästä uudelleen.'],
  },
  event_source_taken: {
    en: ['There is a source of that name already.', 'Choose another name, such as "web shop, live".'],
    fi: ['Samanniminen lähde on jo olemassa.', 'Anna toinen nimi, esimerkiksi ”verkkokauppa, tapahtumat”.'],
  },
} satisfies ProblemTexts
