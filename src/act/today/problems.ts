import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  not_on_list: {
    en: ['This customer is not on the list now.', 'Look at the list again: the matter may have been settled.'],
    fi: ['Asiakas ei ole nyt listalla.', 'Katso listaa uudelleen: asia on ehkä jo hoitunut.'],
  },
  taken_already: {
    en: ['Somebody else has taken this line.', 'Agree with them, or take it over.'],
    fi: ['Joku muu on jo ottanut tämän.', 'Sovi asiasta hänen kanssaan tai ota se itsellesi.'],
  },
  snooze_day: {
    en: ['The line can come back tomorrow at the earliest, and within a year.', 'Choose another day.'],
    fi: ['Rivi voi palata aikaisintaan huomenna ja viimeistään vuoden päästä.', 'Valitse toinen päivä.'],
  },
  act_undone: {
    en: ['This has been taken back already.', 'Nothing is left to do.'],
    fi: ['Tämä on jo peruttu.', 'Muuta ei tarvita.'],
  },
  act_not_yours: {
    en: ['Somebody else did this.', 'Ask them, or a manager, to take it back.'],
    fi: ['Tämän teki joku muu.', 'Pyydä häntä tai esihenkilöä perumaan se.'],
  },
} satisfies ProblemTexts
