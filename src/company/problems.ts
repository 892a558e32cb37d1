import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  sign_in_failed: {
    en: ['The e-mail address or the password is not right.', 'Check both; an administrator can give you a new link.'],
    fi: ['Sähköpostiosoite tai salasana ei täsmää.', 'Tarkista molemmat; pääkäyttäjä voi antaa uuden linkin.'],
  },
  current_password_wrong: {
    en: ['The present password is not right.', 'Check it and try again.'],
    fi: ['Nykyinen salasana ei täsmää.', 'Tarkista se ja yritä uudelleen.'],
  },
  password_too_weak: {
    en: ['This password is too easy to guess.', 'Use at least {least} characters, for example four words.'],
    fi: ['Tämä salasana on liian helppo arvata.', 'Käytä vähintään {least} merkkiä, esimerkiksi neljää sanaa.'],
  },
  link_not_valid: {
    en: ['This link has been used or has expired.', 'Ask an administrator for a new one.'],
    fi: ['Linkki on jo käytetty tai vanhentunut.', 'Pyydä pääkäyttäjältä uusi.'],
  },
  email_taken: {
    en: ['Somebody has this e-mail address already.', 'Invite that person anew, or use another address.'],
    fi: ['Sähköpostiosoite on jo käytössä.', 'Kutsu henkilö uudelleen tai käytä toista osoitetta.'],
  },
  last_administrator: {
    en: ['This is the last administrator.', 'Make somebody else an administrator first.'],
    fi: ['Tämä on viimeinen pääkäyttäjä.', 'Tee ensin jostakusta muusta pääkäyttäjä.'],
  },
  scope_too_wide: {
    en: ['A token of this person cannot have: {scopes}.', 'Leave these scopes out.'],
    fi: ['Tämän henkilön avaimella ei voi olla oikeuksia: {scopes}.', 'Jätä ne pois.'],
  },
  user_unknown: {
    en: ['Nobody active has this e-mail address.', 'Add the person first.'],
    fi: ['Kenelläkään ei ole tätä sähköpostiosoitetta.', 'Lisää henkilö ensin.'],
  },
} as const satisfies ProblemTexts
