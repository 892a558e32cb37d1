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
  record_unreadable: {
    en: [
      'Something of it was kept by an earlier version of the program in a form that cannot be read again.',
      'Correct the customers by hand, or bring the same files in again.',
    ],
    fi: [
      'Osan tiedoista on tallentanut ohjelman aiempi versio muodossa, jota ei voi enää lukea.',
      'Korjaa asiakkaat käsin tai tuo samat tiedostot uudelleen.',
    ],
  },
} satisfies ProblemTexts
