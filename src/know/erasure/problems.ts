import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  person_erased: {
    en: [
      'Somebody with these details was erased on request.',
      'Add them only when they asked for it themselves, and say so.',
    ],
    fi: [
      'Näillä tiedoilla on poistettu henkilö hänen pyynnöstään.',
      'Lisää hänet vain, jos hän itse pyysi, ja merkitse tiedot asiakkaan kertomiksi.',
    ],
  },
  erasure_key_missing: {
    en: [
      'The key by which erased people are known is not in the data folder.',
      'Bring the folder "erasure" back from a backup.',
    ],
    fi: ['Poistettujen tunnistusavain puuttuu datakansiosta.', 'Palauta kansio ”erasure” varmuuskopiosta.'],
  },
} satisfies ProblemTexts
