import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems: ProblemTexts = {
  system_unknown: {
    en: ['There is no such system.', 'Choose one from the list.'],
    fi: ['Tällaista järjestelmää ei ole.', 'Valitse jokin luettelosta.'],
  },
  system_changed: {
    en: ['Somebody changed the system meanwhile.', 'Look at it again, then change it.'],
    fi: ['Joku ehti muuttaa järjestelmän asetuksia.', 'Katso ne uudelleen ja tee muutos sitten.'],
  },
  target_incomplete: {
    en: ['It is not said where the system is: {missing}.', 'Fill in what is missing.'],
    fi: ['Järjestelmän sijainti on kesken: {missing}.', 'Täydennä puuttuvat kohdat.'],
  },
  target_wrong: {
    en: ['The address of the system is not well formed.', 'Write it as https://….'],
    fi: ['Järjestelmän osoite ei ole kelvollinen.', 'Kirjoita se muodossa https://….'],
  },
  target_inside: {
    en: [
      'The address is within the house, or unprotected.',
      'Use an https:// address outside, or say that the system stands in your own network.',
    ],
    fi: [
      'Osoite on talon sisällä tai suojaamaton.',
      'Käytä ulkopuolista https://-osoitetta tai merkitse, että järjestelmä on omassa verkossa.',
    ],
  },
  mapping_twice: {
    en: ['The same field or name stands twice.', 'Leave one of them out.'],
    fi: ['Sama tieto tai nimi on kahdesti.', 'Poista toinen.'],
  },
  choice_unknown: {
    en: ['The person or source chosen is not there.', 'Choose another one.'],
    fi: ['Valittua henkilöä tai lähdettä ei ole.', 'Valitse toinen.'],
  },
  no_secret_of_ours: {
    en: ['This system has no secret of ours.', 'Change its password instead.'],
    fi: ['Tällä järjestelmällä ei ole meidän antamaamme avainta.', 'Vaihda sen sijaan salasana.'],
  },
  delivery_unknown: {
    en: ['There is no such delivery.', 'Open the customer and look at the systems there.'],
    fi: ['Tällaista lähetystä ei ole.', 'Avaa asiakas ja katso järjestelmät sieltä.'],
  },
  done_link_old: {
    en: ['This link is of an older message.', 'Use the link of the newest one.'],
    fi: ['Linkki on vanhasta viestistä.', 'Käytä uusimman viestin linkkiä.'],
  },
}
