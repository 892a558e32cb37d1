import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  customer_exists: {
    en: ['Somebody with the same contact details is known already.', 'Open that customer, or add this one anyway.'],
    fi: ['Samoilla yhteystiedoilla on jo asiakas.', 'Avaa hänet tai lisää uusi asiakas silti.'],
  },
  value_faulty: {
    en: ['Some of the values cannot be right.', 'Mend the marked fields.'],
    fi: ['Jokin tiedoista ei voi pitää paikkaansa.', 'Korjaa merkityt kentät.'],
  },
  changed_meanwhile: {
    en: ['Somebody changed the same customer meanwhile.', 'Look at the new values and choose which stays.'],
    fi: ['Joku muu ehti muuttaa saman asiakkaan tietoja.', 'Katso uudet tiedot ja valitse, mikä jää voimaan.'],
  },
  version_needed: {
    en: ['The change does not say which version it changes.', 'Send the version that was read as If-Match.'],
    fi: ['Muutos ei kerro, mitä versiota se muuttaa.', 'Lähetä luettu versio If-Match-otsakkeessa.'],
  },
  merged_away: {
    en: ['This customer was merged into another meanwhile.', 'Open the customer that stayed and change that one.'],
    fi: ['Asiakas on sillä välin yhdistetty toiseen asiakkaaseen.', 'Avaa jäljelle jäänyt asiakas ja muuta sitä.'],
  },
  contact_hidden: {
    en: ['Your role does not see these details, so it cannot change them.', 'Ask a colleague who may see them.'],
    fi: ['Roolisi ei näe näitä tietoja, joten se ei voi muuttaa niitä.', 'Pyydä työkaveria, joka saa nähdä ne.'],
  },
  value_unknown: {
    en: ['Nobody told this value of the customer.', 'Read the values again.'],
    fi: ['Kukaan ei ole kertonut asiakkaasta tätä tietoa.', 'Lataa tiedot uudelleen.'],
  },
  not_pinned: {
    en: ['No value of this field is pinned.', 'Read the values again.'],
    fi: ['Tästä tiedosta ei ole kiinnitetty mitään.', 'Lataa tiedot uudelleen.'],
  },
  not_undoable: {
    en: ['This change was not made by hand.', 'Roll back the import that brought it, or correct the value.'],
    fi: ['Tätä muutosta ei tehty käsin.', 'Peru tuonti, joka toi sen, tai korjaa tieto.'],
  },
  undone_already: {
    en: ['This change has been taken back already.', 'Nothing is left to do.'],
    fi: ['Tämä muutos on jo peruttu.', 'Mitään ei tarvitse enää tehdä.'],
  },
  archived_already: {
    en: ['The customer is archived already.', 'Nothing is left to do.'],
    fi: ['Asiakas on jo arkistossa.', 'Mitään ei tarvitse enää tehdä.'],
  },
  not_archived: {
    en: ['The customer is not archived.', 'Nothing is left to do.'],
    fi: ['Asiakas ei ole arkistossa.', 'Mitään ei tarvitse enää tehdä.'],
  },
} satisfies ProblemTexts
