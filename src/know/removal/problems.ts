import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  delete_refused: {
    en: ['The customer cannot be deleted.', 'Archive the customer instead, or take out what stands against it.'],
    fi: ['Asiakasta ei voi poistaa.', 'Arkistoi asiakas tai poista ensin se, mikä on esteenä.'],
  },
  touched_changed: {
    en: ['More or less is known of the customer than was shown.', 'Look again at what goes.'],
    fi: ['Asiakkaan tiedot ovat muuttuneet sen jälkeen, kun ne näytettiin.', 'Katso uudelleen, mitä poistuu.'],
  },
} satisfies ProblemTexts
