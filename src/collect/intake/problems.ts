import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  source_name: {
    en: [
      'That name of a source cannot be used.',
      'Name where the data come from, in 1 to 120 characters, such as "web shop".',
    ],
    fi: [
      'Lähteelle ei voi antaa tätä nimeä.',
      'Kerro 1–120 merkillä, mistä tiedot tulevat, esimerkiksi ”verkkokauppa”.',
    ],
  },
} satisfies ProblemTexts
