import type { Language } from '#src/terms/index.ts'
import type { ProblemTexts } from './index.ts'

/** Problems any route can answer with. Slices add their own; `app.ts` puts them together into the one list that the API page shows. */
export const platformProblems = {
  invalid_request: {
    en: ['Something in the request is not as it should be.', 'Correct the named fields and send it again.'],
    fi: ['Pyynnössä on jotain, mitä ei voi hyväksyä.', 'Korjaa nimetyt kohdat ja lähetä uudelleen.'],
  },
  bad_json: {
    en: ['The body is not valid JSON in UTF-8.', 'Send well-formed JSON.'],
    fi: ['Viestin runko ei ole kelvollista JSONia UTF-8-merkistössä.', 'Lähetä oikein muodostettu JSON.'],
  },
  json_too_deep: {
    en: ['The body is nested too deeply.', 'Send at most {levels} levels within each other.'],
    fi: ['Viestin rungossa on liian monta sisäkkäistä tasoa.', 'Lähetä enintään {levels} tasoa sisäkkäin.'],
  },
  bad_text: {
    en: ['A text holds a NUL character or half of a character pair.', 'Remove it from {path} and send it again.'],
    fi: ['Tekstissä on NUL-merkki tai puolikas merkkipari.', 'Poista se kohdasta {path} ja lähetä uudelleen.'],
  },
  bad_address: {
    en: ['The address of the request is not well formed.'],
    fi: ['Pyynnön osoite ei ole kelvollinen.'],
  },
  not_found: {
    en: ['There is nothing here, or it is not yours to see.', 'Check the address.'],
    fi: ['Täällä ei ole mitään, tai sinulla ei ole oikeutta nähdä sitä.', 'Tarkista osoite.'],
  },
  cursor: {
    en: ['The place to go on from is not one of ours.', 'Start from the first page.'],
    fi: ['Kohtaa, josta jatkaa, ei löydy.', 'Aloita ensimmäiseltä sivulta.'],
  },
  too_large: {
    en: ['The request is larger than accepted here.', 'Send it in smaller parts.'],
    fi: ['Pyyntö on suurempi kuin täällä hyväksytään.', 'Lähetä se pienemmissä osissa.'],
  },
  unsupported_media_type: {
    en: ['The body is not of a kind accepted here.', 'Send application/json, or multipart/form-data for files.'],
    fi: [
      'Viestin runko ei ole täällä hyväksyttyä lajia.',
      'Lähetä application/json tai tiedostoille multipart/form-data.',
    ],
  },
  too_many_requests: {
    en: ['Too many tries in a short time.', 'Wait {retryAfter} seconds and try again.'],
    fi: ['Liian monta yritystä lyhyessä ajassa.', 'Odota {retryAfter} sekuntia ja yritä uudelleen.'],
  },
  busy: {
    en: ['The program is busy right now.', 'Try again in a moment; nothing was changed.'],
    fi: ['Ohjelma on juuri nyt kiireinen.', 'Yritä hetken kuluttua uudelleen; mitään ei muutettu.'],
  },
  too_slow: {
    en: ['Finding the answer takes too long.', 'Ask for less at once: add a condition or choose another order.'],
    fi: ['Vastauksen etsiminen kestää liian kauan.', 'Pyydä vähemmän kerralla: lisää ehto tai vaihda järjestystä.'],
  },
  database_unavailable: {
    en: ['The database does not answer right now.', 'Try again in a moment; nothing was changed.'],
    fi: ['Tietokanta ei juuri nyt vastaa.', 'Yritä hetken kuluttua uudelleen; mitään ei muutettu.'],
  },
  too_many_streams: {
    en: ['You have this program open in too many places at once.', 'Close some of its pages.'],
    fi: ['Ohjelma on sinulla auki liian monessa paikassa yhtä aikaa.', 'Sulje osa sen sivuista.'],
  },
  internal_error: {
    en: ['Something went wrong in the program.', 'Try again; if it recurs, tell the administrator this id: {instance}'],
    fi: ['Ohjelmassa tapahtui virhe.', 'Yritä uudelleen; jos se toistuu, kerro pääkäyttäjälle tunnus {instance}'],
  },
  sign_in_needed: {
    en: ['Nobody is signed in.', 'Sign in and try again.'],
    fi: ['Kukaan ei ole kirjautunut sisään.', 'Kirjaudu sisään ja yritä uudelleen.'],
  },
  not_allowed: {
    en: ['Your role does not allow this.', 'Ask an administrator for the right to do it.'],
    fi: ['Roolisi ei salli tätä.', 'Pyydä oikeutta pääkäyttäjältä.'],
  },
  origin_not_allowed: {
    en: ['The request did not come from the pages of this program.', 'Open {publicUrl} and do it there.'],
    fi: ['Pyyntö ei tullut tämän ohjelman sivuilta.', 'Avaa {publicUrl} ja tee se siellä.'],
  },
  plain_http_refused: {
    en: [
      'Over plain HTTP anybody on the network could read along.',
      'Open {publicUrl}, put HTTPS in front and set KAUPPIAS_URL, or accept the risk with KAUPPIAS_INSECURE_HTTP=1.',
    ],
    fi: [
      'Suojaamattoman HTTP-yhteyden voi lukea kuka tahansa verkossa.',
      'Avaa {publicUrl}, laita eteen HTTPS ja aseta KAUPPIAS_URL, tai hyväksy riski asetuksella KAUPPIAS_INSECURE_HTTP=1.',
    ],
  },
  idempotency_key_invalid: {
    en: ['Idempotency-Key must be 1 to 200 visible ASCII characters.', 'Use a new UUID for each thing you do.'],
    fi: ['Idempotency-Key on 1–200 näkyvää ASCII-merkkiä.', 'Käytä joka asialle uutta UUID-tunnusta.'],
  },
  idempotency_key_reused: {
    en: ['This Idempotency-Key was used for another request.', 'Use a new key for a new request.'],
    fi: ['Tätä Idempotency-Key-avainta on käytetty toiseen pyyntöön.', 'Käytä uudelle pyynnölle uutta avainta.'],
  },
  idempotency_in_progress: {
    en: ['The same request is being carried out right now.', 'Wait a moment and send it again to get its answer.'],
    fi: ['Samaa pyyntöä toteutetaan parhaillaan.', 'Odota hetki ja lähetä se uudelleen, niin saat vastauksen.'],
  },
  answer_not_kept: {
    en: ['This was done already; its answer held a secret and was shown once.', 'If it was lost, make a new one.'],
    fi: ['Tämä on jo tehty; vastauksessa oli salaisuus, joka näytettiin kerran.', 'Jos se katosi, tee uusi.'],
  },
} as const satisfies ProblemTexts

/** Short name of each kind of problem, by status. */
export const titles: Readonly<Record<number, Readonly<Record<Language, string>>>> = {
  400: { en: 'Not accepted', fi: 'Ei kelpaa' },
  401: { en: 'Sign-in needed', fi: 'Kirjautuminen puuttuu' },
  403: { en: 'Not allowed', fi: 'Ei sallittu' },
  404: { en: 'Not found', fi: 'Ei löytynyt' },
  409: { en: 'Conflict', fi: 'Ristiriita' },
  410: { en: 'No longer valid', fi: 'Ei enää voimassa' },
  412: { en: 'Changed meanwhile', fi: 'Muuttunut sillä välin' },
  413: { en: 'Too large', fi: 'Liian suuri' },
  414: { en: 'Address too long', fi: 'Osoite liian pitkä' },
  415: { en: 'Wrong kind of content', fi: 'Väärä sisällön laji' },
  422: { en: 'Not accepted', fi: 'Ei kelpaa' },
  429: { en: 'Too many requests', fi: 'Liian monta pyyntöä' },
  500: { en: 'Error in the program', fi: 'Virhe ohjelmassa' },
  503: { en: 'Not available right now', fi: 'Ei juuri nyt käytettävissä' },
}

/** What a field's rule says when it is broken, by JSON Schema keyword; `{limit}` and the like come from the rule. */
export const rules: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  required: { en: 'is missing', fi: 'puuttuu' },
  additionalProperties: { en: 'is not known here', fi: 'ei ole täällä tunnettu' },
  type: { en: 'must be of type {type}', fi: 'pitää olla tyyppiä {type}' },
  enum: { en: 'must be one of the listed values', fi: 'pitää olla jokin luetelluista arvoista' },
  const: { en: 'has only one accepted value', fi: 'hyväksyy vain yhden arvon' },
  format: { en: 'must be of the form {format}', fi: 'pitää olla muotoa {format}' },
  pattern: { en: 'is not of the right form', fi: 'ei ole oikeaa muotoa' },
  minLength: { en: 'must have at least {limit} characters', fi: 'pitää olla vähintään {limit} merkkiä' },
  maxLength: { en: 'may have at most {limit} characters', fi: 'saa olla enintään {limit} merkkiä' },
  minimum: { en: 'must be at least {limit}', fi: 'pitää olla vähintään {limit}' },
  maximum: { en: 'may be at most {limit}', fi: 'saa olla enintään {limit}' },
  minItems: { en: 'must have at least {limit} items', fi: 'pitää olla vähintään {limit} kohtaa' },
  maxItems: { en: 'may have at most {limit} items', fi: 'saa olla enintään {limit} kohtaa' },
}
/** For rules without words of their own. */
export const otherRule: Readonly<Record<Language, string>> = { en: 'is not accepted', fi: 'ei kelpaa' }
