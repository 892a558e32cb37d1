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
  disk_full_import: {
    en: [
      'The disk of the database is full. What had been taken in before stays, and nothing half.',
      'Free some space, then run the import again: it goes on where it stopped.',
    ],
    fi: [
      'Tietokannan levy on täynnä. Siihen asti tuodut rivit ovat tallessa, eikä mitään jäänyt puolitiehen.',
      'Vapauta tilaa ja aja tuonti uudelleen: se jatkuu siitä, mihin jäi.',
    ],
  },
  held: {
    en: [
      'Too many rows of a file cannot be right. Nothing was taken in.',
      'Look at the examples: mend the file or what its columns mean, let it in anyway, or leave it.',
    ],
    fi: [
      'Liian moni tiedoston rivi on virheellinen. Mitään ei tuotu.',
      'Katso esimerkit: korjaa tiedosto tai sarakkeiden merkitykset, päästä se silti sisään tai jätä tuomatta.',
    ],
  },
  rollback_refused: {
    en: ['The import cannot be taken back.', 'What stands against it is told with it.'],
    fi: ['Tuontia ei voi perua.', 'Esteet on lueteltu vastauksessa.'],
  },
  import_not_rolled_back: {
    en: ['The import has not ended, was only tried, or is taken back already.', 'Look at its page.'],
    fi: ['Tuonti on kesken, sitä vain kokeiltiin, tai se on jo peruttu.', 'Katso sen sivua.'],
  },
  source_busy: {
    en: ['Another import of the same source is at work.', 'Try again when that one has ended.'],
    fi: ['Samasta lähteestä on toinen tuonti kesken.', 'Yritä uudelleen, kun se on päättynyt.'],
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
    en: ['The mapping of the columns does not hold together.', 'Correct what is named and save again.'],
    fi: ['Sarakkeiden kohdistus ei käy näin.', 'Korjaa nimetyt kohdat ja tallenna uudelleen.'],
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
  file_is_xlsx_broken: {
    en: ['The workbook is damaged.', 'Open it in a spreadsheet program, save it again and bring that.'],
    fi: ['Työkirja on rikki.', 'Avaa se taulukko-ohjelmassa, tallenna uudelleen ja tuo tallennettu tiedosto.'],
  },
  file_is_locked: {
    en: ['The workbook is locked with a password.', 'Save it without the password and bring that.'],
    fi: ['Työkirja on lukittu salasanalla.', 'Tallenna se ilman salasanaa ja tuo sitten.'],
  },
  sheet_unknown: {
    en: ['The workbook has no such sheet.', 'Choose one of its sheets.'],
    fi: ['Työkirjassa ei ole sellaista välilehteä.', 'Valitse jokin sen välilehdistä.'],
  },
  header_unknown: {
    en: ['The file has no such row for a header.', 'Name one of its first rows.'],
    fi: ['Tiedostossa ei ole sellaista otsikkoriviä.', 'Valitse jokin sen ensimmäisistä riveistä.'],
  },
  file_left_out: {
    en: ['The file is left out: its columns mean nothing.', 'Say first what the file holds.'],
    fi: ['Tiedosto on jätetty pois, joten sen sarakkeilla ei ole merkitystä.', 'Kerro ensin, mitä tiedosto sisältää.'],
  },
  import_needs_look: {
    en: [
      'What some of the files hold is a guess, or their columns have changed.',
      'Look at how they are read, correct or confirm it, then run.',
    ],
    fi: [
      'Joidenkin tiedostojen sisältö on arvattu tai niiden sarakkeet ovat muuttuneet.',
      'Katso, miten ne luetaan, korjaa tai vahvista, ja aja sitten.',
    ],
  },
  files_cleared: {
    en: ['The files of this import are no longer kept.', 'Bring them again in a new import.'],
    fi: ['Tämän tuonnin tiedostoja ei enää säilytetä.', 'Tuo ne uudelleen uutena tuontina.'],
  },
  file_is_xls: {
    en: ['The file is an old Excel workbook (xls or xlsb).', 'Save it as xlsx or CSV and bring that.'],
    fi: ['Tiedosto on vanhan Excelin työkirja (xls tai xlsb).', 'Tallenna se xlsx- tai CSV-muotoon ja tuo se.'],
  },
  file_is_ods: {
    en: ['The file is an OpenDocument spreadsheet, which is not read.', 'Save it as xlsx or CSV and bring that.'],
    fi: ['Tiedosto on OpenDocument-taulukko, jota ei lueta.', 'Tallenna se xlsx- tai CSV-muotoon ja tuo se.'],
  },
  file_is_zip: {
    en: ['The file is a zip archive, not a table of text.', 'Unpack it and bring the files in it.'],
    fi: ['Tiedosto on zip-paketti, ei tekstimuotoinen taulukko.', 'Pura paketti ja tuo siinä olevat tiedostot.'],
  },
  file_is_archive: {
    en: ['The file is an archive, not a table of text.', 'Unpack it and bring the files in it.'],
    fi: ['Tiedosto on paketti, ei tekstimuotoinen taulukko.', 'Pura paketti ja tuo siinä olevat tiedostot.'],
  },
  file_is_pdf: {
    en: ['The file is a PDF, not a table of text.', 'Bring a table: Excel, CSV, JSON or vCard.'],
    fi: ['Tiedosto on PDF, ei tekstimuotoinen taulukko.', 'Tuo taulukko: Excel, CSV, JSON tai vCard.'],
  },
  file_is_image: {
    en: ['The file is a picture, not a table of text.', 'Bring a table: Excel, CSV, JSON or vCard.'],
    fi: ['Tiedosto on kuva, ei tekstimuotoinen taulukko.', 'Tuo taulukko: Excel, CSV, JSON tai vCard.'],
  },
  file_is_database: {
    en: ['The file is a database file, not a table of text.', 'Bring a table: Excel, CSV, JSON or vCard.'],
    fi: ['Tiedosto on tietokantatiedosto, ei tekstimuotoinen taulukko.', 'Tuo taulukko: Excel, CSV, JSON tai vCard.'],
  },
  file_is_calendar: {
    en: ['The file is a calendar, not a table of text.', 'Bring a table: Excel, CSV, JSON or vCard.'],
    fi: ['Tiedosto on kalenteri, ei tekstimuotoinen taulukko.', 'Tuo taulukko: Excel, CSV, JSON tai vCard.'],
  },
  file_is_document: {
    en: ['The file is a document, not a table of text.', 'Bring a table: Excel, CSV, JSON or vCard.'],
    fi: ['Tiedosto on asiakirja, ei tekstimuotoinen taulukko.', 'Tuo taulukko: Excel, CSV, JSON tai vCard.'],
  },
  file_is_html: {
    en: ['The file is a web page, not a table of text.', 'Bring a table: Excel, CSV, JSON or vCard.'],
    fi: ['Tiedosto on verkkosivu, ei tekstimuotoinen taulukko.', 'Tuo taulukko: Excel, CSV, JSON tai vCard.'],
  },
  file_is_xml: {
    en: ['The file is XML, not a table of text.', 'Bring a table: Excel, CSV, JSON or vCard.'],
    fi: ['Tiedosto on XML-tiedosto, ei tekstimuotoinen taulukko.', 'Tuo taulukko: Excel, CSV, JSON tai vCard.'],
  },
  file_is_folder: {
    en: ['The file is a folder, not a table of text.', 'Bring a table: Excel, CSV, JSON or vCard.'],
    fi: ['Tiedosto on kansio, ei tekstimuotoinen taulukko.', 'Tuo taulukko: Excel, CSV, JSON tai vCard.'],
  },
  file_is_packed_twice: {
    en: ['The file is compressed twice.', 'Unpack it once and bring that.'],
    fi: ['Tiedosto on pakattu kahdesti.', 'Pura se kerran ja tuo sitten.'],
  },
  file_not_found: {
    en: ['The file is no longer there.', 'Bring it again.'],
    fi: ['Tiedostoa ei enää ole.', 'Tuo se uudelleen.'],
  },
  file_not_readable: {
    en: ['The file cannot be read.', 'Check its rights and bring it again.'],
    fi: ['Tiedostoa ei voi lukea.', 'Tarkista sen oikeudet ja tuo uudelleen.'],
  },
} satisfies ProblemTexts
