import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  repair_column: {
    en: ['The rows have no column "{column}".', 'Take the name from the columns of the rows.'],
    fi: ['Riveillä ei ole saraketta ”{column}”.', 'Ota nimi rivien sarakkeista.'],
  },
  repair_settled: {
    en: ['The row does not wait any more.', 'Load the list anew.'],
    fi: ['Rivi ei enää odota korjausta.', 'Lataa luettelo uudelleen.'],
  },
  repair_hidden: {
    en: ['The row is of a person under non-disclosure.', 'Ask somebody to mend it who may see such addresses.'],
    fi: ['Rivi koskee henkilöä, jolla on turvakielto.', 'Pyydä korjaajaksi joku, joka saa nähdä nämä osoitteet.'],
  },
  repair_act: {
    en: ['It is not told what exactly to do.', 'Name the other column, the order, the prefix or the text.'],
    fi: ['Korjauksesta puuttuu jotain.', 'Kerro toinen sarake, päivien järjestys, maatunnus tai teksti.'],
  },
  repair_choice: {
    en: ['Rows are chosen by id or by filter.', 'Give one of the two.'],
    fi: ['Rivit valitaan joko tunnuksilla tai rajauksella.', 'Anna niistä toinen.'],
  },
  repair_layouts: {
    en: ['The rows have different columns and do not fit one file.', 'Choose the rows of one file or cause.'],
    fi: ['Riveillä on eri sarakkeet, eivätkä ne mahdu yhteen tiedostoon.', 'Valitse yhden tiedoston tai syyn rivit.'],
  },
  repair_run_over: {
    en: ['The run is over.', 'Look at the rows that wait.'],
    fi: ['Tuonti on jo päättynyt.', 'Katso, mitä rivejä odottaa.'],
  },
} satisfies ProblemTexts
