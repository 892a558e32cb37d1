import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems: ProblemTexts = {
  trust_of_staff: {
    en: ['What staff write themselves is believed as the program says.', 'Change the trust of another source.'],
    fi: ['Henkilöstön omien kirjausten luotettavuutta ei muuteta.', 'Muuta jonkin muun lähteen luotettavuutta.'],
  },
  owner_unknown: {
    en: ['Nobody of that id works here.', 'Choose somebody from the list.'],
    fi: ['Tällaista henkilöä ei ole käyttäjissä.', 'Valitse joku luettelosta.'],
  },
  no_such_number: {
    en: [
      'There is no such number: the property is not measured of this fact.',
      'Choose a fact and a property that the inventory shows.',
    ],
    fi: [
      'Tällaista lukua ei ole: tätä ominaisuutta ei mitata tästä tiedosta.',
      'Valitse tieto ja ominaisuus lähteen sivulta.',
    ],
  },
}
