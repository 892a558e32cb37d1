import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  conditions_too_large: {
    en: [
      'There are too many conditions, or too many within each other.',
      'At most {leaves} conditions, {depth} within each other.',
    ],
    fi: ['Ehtoja on liikaa tai niitä on liikaa sisäkkäin.', 'Enintään {leaves} ehtoa, sisäkkäin enintään {depth}.'],
  },
  condition_faulty: {
    en: ['A condition on “{field}” cannot be understood.', 'Choose it again from the list.'],
    fi: ['Kenttää ”{field}” koskevaa ehtoa ei voi ymmärtää.', 'Valitse ehto uudelleen luettelosta.'],
  },
  field_not_allowed: {
    en: ['Your role does not see the field “{field}”.', 'Leave the field out, or ask an administrator for the right.'],
    fi: ['Roolisi ei näe kenttää ”{field}”.', 'Jätä kenttä pois tai pyydä pääkäyttäjältä oikeus.'],
  },
} satisfies ProblemTexts
