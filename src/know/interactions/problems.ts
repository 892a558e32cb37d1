import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  entry_kind: {
    en: ['There is no such kind of entry.', 'Use the kinds that the timeline shows.'],
    fi: ['Tällaista tapahtumalajia ei ole.', 'Käytä niitä lajeja, jotka tapahtumissa näkyvät.'],
  },
} satisfies ProblemTexts
