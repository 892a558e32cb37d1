import type { FaultCode } from '#src/collect/intake/index.ts'
import type { Language } from '#src/terms/index.ts'

type Reason = readonly [what: string, how: string]

/** What is wrong with a row and how to mend it, for the column of reasons in files. The screen has its own words. */
const words: Record<Language, Partial<Record<FaultCode, Reason>>> = {
  fi: {
    email_invalid: ['Sähköpostiosoite ei kelpaa', 'kirjoita osoite muodossa nimi@yritys.fi'],
    phone_invalid: ['Puhelinnumero ei kelpaa', 'kirjoita koko numero, ulkomaisen eteen maatunnus'],
    date_invalid: ['Päivämäärää ei voi tulkita', 'kirjoita päivä muodossa 31.12.2026'],
    amount_invalid: ['Summaa ei voi tulkita', 'kirjoita pelkkä luku, esimerkiksi 12,90'],
    number_invalid: ['Lukua ei voi tulkita', 'kirjoita pelkkä luku'],
    business_id_invalid: ['Y-tunnuksen tarkistusmerkki ei täsmää', 'tarkista Y-tunnus ytj.fi-palvelusta'],
    postcode_invalid: ['Postinumero ei kelpaa', 'kirjoita viisi numeroa'],
    currency_unknown: ['Valuuttaa ei tunneta', 'kirjoita valuutan kolme kirjainta, esimerkiksi EUR'],
    name_missing: ['Nimi puuttuu', 'lisää nimi'],
    key_missing: ['Rivistä ei selviä, ketä tai mitä se koskee', 'lisää tunnus, nimi, sähköposti tai puhelin'],
    order_number_missing: ['Tilauksen numero puuttuu', 'lisää tilauksen numero'],
    text_too_long: ['Teksti on liian pitkä', 'lyhennä tekstiä'],
    text_unreadable: ['Riviä ei voi lukea', 'kirjoita rivi uudelleen lähteestä'],
    row_ragged: ['Rivillä on enemmän sarakkeita kuin otsikossa', 'yhdistä solut, jotka kuuluvat yhteen'],
    erased: ['Henkilö on poistettu pyynnöstä', 'älä tuo riviä'],
    nothing_in_row: ['Rivillä ei ole mitään tuotavaa', 'täydennä rivi tai jätä se pois'],
    date_missing: ['Päivämäärä puuttuu', 'lisää päivä'],
    amount_missing: ['Summa puuttuu', 'lisää summa'],
    out_of_range: ['Arvo on mahdottoman suuri tai pieni', 'tarkista arvo'],
  },
  en: {
    email_invalid: ['Not a valid e-mail address', 'write it as name@company.com'],
    phone_invalid: ['Not a valid phone number', 'write the whole number, a foreign one with its country code'],
    date_invalid: ['The date cannot be read', 'write it as 31.12.2026 or 2026-12-31'],
    amount_invalid: ['The sum cannot be read', 'write the bare number, such as 12.90'],
    number_invalid: ['The number cannot be read', 'write the bare number'],
    business_id_invalid: ['The check digit of the business id does not match', 'look the id up in the register'],
    postcode_invalid: ['Not a valid postcode', 'write five digits'],
    currency_unknown: ['The currency is not known', 'write its three letters, such as EUR'],
    name_missing: ['The name is missing', 'add the name'],
    key_missing: ['The row does not tell whom or what it is about', 'add an id, a name, an e-mail or a phone'],
    order_number_missing: ['The order number is missing', 'add the order number'],
    text_too_long: ['The text is too long', 'shorten it'],
    text_unreadable: ['The row cannot be read', 'write it anew from its source'],
    row_ragged: ['The row has more columns than the header', 'join the cells that belong together'],
    erased: ['The person was erased on request', 'do not bring the row in'],
    nothing_in_row: ['Nothing to import on the row', 'complete the row or leave it out'],
    date_missing: ['The date is missing', 'add the date'],
    amount_missing: ['The sum is missing', 'add the sum'],
    out_of_range: ['The value is impossibly large or small', 'check the value'],
  },
}
const ready: Record<Language, string> = {
  fi: 'Kunnossa, odottaa tuontia',
  en: 'Nothing is wrong, waits to be taken in',
}

/** One line for a person: each fatal fault with its column, what was written, and what to do. */
export function reasonOf(
  language: Language,
  faults: readonly { code: string; written: string; fatal: boolean; column: string | undefined }[],
): string {
  const fatal = faults.filter((fault) => fault.fatal)
  if (fatal.length === 0) return ready[language]
  return fatal
    .map(({ code, written, column }) => {
      const [what, how] = words[language][code as FaultCode] ?? [code, '']
      const where = [column, written].filter((part) => part !== undefined && part !== '').join(': ')
      return `${what}${where === '' ? '' : ` (${where})`}${how === '' ? '' : `; ${how}`}`
    })
    .join('. ')
}
