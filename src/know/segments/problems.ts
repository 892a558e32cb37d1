import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  conditions_too_large: {
    en: ['There are too many conditions.', 'At most {leaves} at once, those of named segments with them.'],
    fi: ['Ehtoja on liikaa.', 'Enintään {leaves} yhdellä kertaa, nimettyjen segmenttien ehdot mukaan lukien.'],
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
