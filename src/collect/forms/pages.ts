import { type Html, html } from '#src/platform/http/index.ts'
import type { FormRow } from './queries.ts'
import type { Answers, Wrong } from './answers.ts'
import { wordsOf } from './words.ts'

type Shown = Pick<
  FormRow,
  'key' | 'title' | 'intro' | 'language' | 'fields' | 'ask' | 'channels' | 'wording' | 'consent'
>

/** Longest free text, in UTF-16 units. */
export const longestText = 5000

const types: Readonly<Record<string, string>> = { email: 'email', phone: 'tel' }
const completes: Readonly<Record<string, string>> = {
  email: 'email',
  name: 'name',
  givenName: 'given-name',
  familyName: 'family-name',
  organisation: 'organization',
  phone: 'tel',
  street: 'street-address',
  postcode: 'postal-code',
  city: 'address-level2',
  birthDate: 'bday',
}

function described(name: string, wrong: Wrong): { note: Html | undefined; mark: Html | undefined } {
  const said = wrong.get(name)
  return {
    note: said === undefined ? undefined : html`<p class="wrong" id="wrong-${name}">${said}</p>`,
    mark: said === undefined ? undefined : html` aria-invalid="true" aria-describedby="wrong-${name}"`,
  }
}

/**
 * The form itself, for our page and for others: plain HTML without script or style.
 * @param action where it is sent
 * @param returnTo where visitors go afterwards, for pages of others
 */
export function formOf(
  form: Shown,
  {
    action,
    answers = {},
    wrong = new Map(),
    returnTo,
  }: { action: string; answers?: Answers; wrong?: Wrong; returnTo?: string },
): Html {
  const words = wordsOf(form.language)
  const fields = [{ field: 'email' as const, required: true }, ...form.fields]
  const input = ({ field, required }: (typeof fields)[number]) => {
    const { note, mark } = described(field, wrong)
    return html`  <p><label for="${field}">${words.fields[field]}${!required && html` <small>(${words.optional})</small>`}</label>
  <input id="${field}" name="${field}" type="${types[field] ?? 'text'}" autocomplete="${completes[field] ?? 'off'}" maxlength="300" value="${answers[field] ?? ''}"${required && html` required`}${mark}>${note}</p>
`
  }
  const text = described('text', wrong)
  return html`<form method="post" action="${action}" accept-charset="utf-8">
${
  wrong.size > 0 &&
  html`  <p class="wrong" role="alert">${words.wrong}</p>
`
}${fields.map(input)}${
  form.ask !== null &&
  html`  <p><label for="text">${words.ask[form.ask]}</label>
  <textarea id="text" name="text" rows="5" maxlength="${longestText}" required${text.mark}>${answers.text ?? ''}</textarea>${text.note}</p>
`
}${
  form.channels.length > 0 &&
  html`  <p class="consent"><input id="consent" name="consent" type="checkbox" value="yes"${answers.consent === 'yes' && html` checked`}>
  <label for="consent">${form.consent}</label></p>
`
}  <p class="trap" hidden aria-hidden="true"><label for="_homepage">${words.homepage}</label>
  <input id="_homepage" name="_homepage" tabindex="-1" autocomplete="off"></p>
  <input type="hidden" name="_wording" value="${form.wording}">
${
  returnTo !== undefined &&
  html`  <input type="hidden" name="_return" value="${returnTo}">
`
}  <p><button type="submit">${words.send}</button></p>
</form>`
}

function whole(language: 'fi' | 'en', title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="/form.css">
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>`
}

export function formPage(form: Shown, options: { answers?: Answers; wrong?: Wrong } = {}): Html {
  const intro = form.intro === '' ? undefined : html`<p class="intro">${form.intro}</p>`
  return whole(
    form.language,
    form.title,
    html`${intro}${formOf(form, { action: `/v1/forms/${form.key}`, ...options })}`,
  )
}

export type Notice = 'check' | 'done' | 'late' | 'none' | 'off' | 'many' | 'broken'
/** A page that only says something. */
export function noticePage(language: 'fi' | 'en', what: Notice, returnTo?: string): Html {
  const words = wordsOf(language)
  const back =
    returnTo === undefined ? undefined : html`<p><a href="${returnTo}" rel="noreferrer">${words.back}</a></p>`
  return whole(language, words[what].title, html`<p>${words[what].text}</p>${back}`)
}

/** What the link of a mail opens. Programs that look into mails open it too: only its button does anything. */
export function confirmPage(form: { title: string; language: 'fi' | 'en' }, token: string): Html {
  const { confirm } = wordsOf(form.language)
  return whole(
    form.language,
    confirm.title,
    html`<p>${confirm.text(form.title)}</p>
<form method="post" action="/f/confirm/${token}"><p><button type="submit">${confirm.button}</button></p></form>`,
  )
}
