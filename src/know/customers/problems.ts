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
} satisfies ProblemTexts
