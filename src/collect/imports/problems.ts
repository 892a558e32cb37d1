import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  no_files: {
    en: ['There is no file to import.', 'Choose at least one file.'],
    fi: ['Tuotavaa tiedostoa ei ole.', 'Valitse ainakin yksi tiedosto.'],
  },
  file_empty: {
    en: ['The file is empty.', 'Check the export and bring it again.'],
    fi: ['Tiedosto on tyhjä.', 'Tarkista, mistä tiedosto on viety, ja tuo se uudelleen.'],
  },
  file_truncated: {
    en: ['The file ends in the middle of its compressed data.', 'Copy or export it again.'],
    fi: ['Pakattu tiedosto loppuu kesken.', 'Kopioi tai vie tiedosto uudelleen.'],
  },
  file_gzip_broken: {
    en: ['The compressed file is broken.', 'Copy or export it again.'],
    fi: ['Pakattu tiedosto on rikki.', 'Kopioi tai vie tiedosto uudelleen.'],
  },
  file_expands_too_much: {
    en: ['The compressed file would unpack to far more than any real table.', 'Unpack it and look at what it holds.'],
    fi: [
      'Pakattu tiedosto purkautuisi paljon suuremmaksi kuin mikään oikea taulukko.',
      'Pura se ja katso, mitä siinä on.',
    ],
  },
  file_is_binary: {
    en: ['The file is not a table of text.', 'Export it as CSV and bring that.'],
    fi: ['Tiedosto ei ole tekstimuotoinen taulukko.', 'Vie se CSV-muotoon ja tuo se.'],
  },
  file_encoding_unsupported: {
    en: ['The encoding of the file cannot be read.', 'Save it as UTF-8 and bring it again.'],
    fi: ['Tiedoston merkistöä ei osata lukea.', 'Tallenna se UTF-8-muodossa ja tuo uudelleen.'],
  },
  file_too_large: {
    en: ['The file is too large.', 'Split it, or import it on the command line.'],
    fi: ['Tiedosto on liian suuri.', 'Jaa se osiin tai tuo se komentoriviltä.'],
  },
  too_many_files: {
    en: ['Too many files in one delivery.', 'Bring them in two.'],
    fi: ['Liian monta tiedostoa samassa erässä.', 'Tuo ne kahdessa erässä.'],
  },
  disk_full: {
    en: [
      'The disk of the server is full; nothing of the upload was kept.',
      'Ask the administrator to free space, then drop the files again.',
    ],
    fi: [
      'Palvelimen levy on täynnä. Tiedostoista ei jäänyt mitään talteen.',
      'Pyydä ylläpitäjää vapauttamaan tilaa ja tuo tiedostot sitten uudelleen.',
    ],
  },
  currency_unknown: {
    en: ['A currency has three capital letters.', 'Give a code such as EUR.'],
    fi: ['Valuutassa on kolme isoa kirjainta.', 'Anna tunnus, esimerkiksi EUR.'],
  },
  kind_unfit: {
    en: [
      'The columns of this file do not fit that kind.',
      'Choose another kind, or give a mapping file on the command line.',
    ],
    fi: [
      'Tiedoston sarakkeet eivät sovi tähän lajiin.',
      'Valitse toinen laji tai anna kohdistustiedosto komentorivillä.',
    ],
  },
  kind_unknown: {
    en: ['It cannot be told what some of the files hold.', 'Say what each file holds.'],
    fi: ['Joistakin tiedostoista ei voi päätellä, mitä niissä on.', 'Kerro, mitä kukin tiedosto sisältää.'],
  },
  mapping_invalid: {
    en: ['The mapping file does not say what the columns mean.'],
    fi: ['Kohdistustiedosto ei kerro, mitä sarakkeet tarkoittavat.'],
  },
  import_runs: {
    en: ['This import is running already.', 'Follow its progress on its page.'],
    fi: ['Tuonti on jo käynnissä.', 'Seuraa sen etenemistä tuonnin sivulla.'],
  },
  import_started: {
    en: [
      'The import runs already, has finished, or does not exist.',
      'Look at its page; start a new import to read the files another way.',
    ],
    fi: [
      'Tuonti on jo käynnissä tai päättynyt, tai sitä ei ole.',
      'Katso tuonnin sivulta; aloita uusi tuonti, jos tiedostot pitää lukea toisin.',
    ],
  },
  import_not_running: {
    en: ['The import does not run.', 'Look at its page.'],
    fi: ['Tuonti ei ole käynnissä.', 'Katso tuonnin sivulta.'],
  },
} satisfies ProblemTexts
