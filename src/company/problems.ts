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
  code_wrong: {
    en: ['The code is not right, or was used already.', 'Wait for the next code of the app, or use a recovery code.'],
    fi: ['Koodi ei täsmää tai se on jo käytetty.', 'Odota sovelluksen seuraavaa koodia tai käytä varakoodia.'],
  },
  half_entry_over: {
    en: ['The sign-in took too long or was tried too often.', 'Sign in again with your password.'],
    fi: ['Kirjautuminen kesti liian kauan tai sitä yritettiin liian monesti.', 'Kirjaudu uudelleen salasanalla.'],
  },
  second_factor_on: {
    en: ['Two-step sign-in is on already.', 'Turn it off first if you want to set it up anew.'],
    fi: ['Kaksivaiheinen kirjautuminen on jo käytössä.', 'Poista se ensin käytöstä, jos haluat aloittaa alusta.'],
  },
  second_factor_off: {
    en: ['Two-step sign-in is not on.', 'Set it up first.'],
    fi: ['Kaksivaiheinen kirjautuminen ei ole käytössä.', 'Ota se ensin käyttöön.'],
  },
  provider_away: {
    en: ['The provider of single sign-on does not answer.', 'Try again in a moment, or sign in with your password.'],
    fi: ['Kertakirjautumisen palvelu ei vastaa.', 'Yritä hetken kuluttua uudelleen tai kirjaudu salasanalla.'],
  },
  provider_failed: {
    en: ['The sign-in at the provider did not come to a good end.', 'Try again, or sign in with your password.'],
    fi: ['Kertakirjautuminen ei onnistunut.', 'Yritä uudelleen tai kirjaudu salasanalla.'],
  },
  provider_unverified: {
    en: ['The provider does not vouch for your e-mail address.', 'Have it verified there, then try again.'],
    fi: [
      'Kertakirjautumisen palvelu ei ole vahvistanut sähköpostiosoitettasi.',
      'Vahvista se siellä ja yritä uudelleen.',
    ],
  },
  provider_domain: {
    en: ['E-mail addresses of this domain do not come in here.', 'Choose another account at the provider.'],
    fi: ['Tämän verkkotunnuksen osoitteilla ei pääse sisään.', 'Valitse kertakirjautumisessa toinen tili.'],
  },
  provider_nobody: {
    en: ['Nobody active here has this e-mail address.', 'Ask an administrator to add you.'],
    fi: ['Tällä sähköpostiosoitteella ei ole käyttäjää.', 'Pyydä pääkäyttäjää lisäämään sinut.'],
  },
  user_unknown: {
    en: ['Nobody active has this e-mail address.', 'Add the person first.'],
    fi: ['Kenelläkään ei ole tätä sähköpostiosoitetta.', 'Lisää henkilö ensin.'],
  },
} as const satisfies ProblemTexts
