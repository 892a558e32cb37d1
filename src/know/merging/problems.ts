import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  merge_refused: {
    en: [
      'These two cannot be made one customer.',
      'Look at the reasons; what sources tell wrongly must be corrected there first.',
    ],
    fi: ['Näitä kahta ei voi yhdistää.', 'Katso syyt. Lähteen virhe on korjattava ensin lähteessä.'],
  },
  unmerge_refused: {
    en: ['This merge cannot be taken back.', 'Look at the reasons.'],
    fi: ['Tätä yhdistämistä ei voi perua.', 'Katso syyt.'],
  },
  split_refused: {
    en: ['These records cannot be taken out of the customer.', 'Choose some of the customer’s records, not all.'],
    fi: ['Näitä tietoja ei voi erottaa asiakkaasta.', 'Valitse osa asiakkaan tiedoista, ei kaikkia.'],
  },
  merge_stays: {
    en: ['The customer that stays must be one of the two.', 'Name one of them.'],
    fi: ['Jäävän asiakkaan on oltava toinen yhdistettävistä.', 'Valitse heistä toinen.'],
  },
} satisfies ProblemTexts
