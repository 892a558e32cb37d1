import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  form_wrong: {
    en: [
      'The form does not hold together.',
      'A consent needs its text, a field is asked once, and addresses begin with https://.',
    ],
    fi: [
      'Lomake ei ole ehjä.',
      'Suostumus tarvitsee tekstin, kutakin tietoa kysytään kerran, ja osoitteet alkavat https://.',
    ],
  },
  form_changed: {
    en: ['Somebody changed the form meanwhile.', 'Look at it again, then change it.'],
    fi: ['Joku muutti lomaketta sillä välin.', 'Katso se uudelleen ja muuta sitten.'],
  },
} satisfies ProblemTexts
