import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  sort_unknown: {
    en: ['The list cannot be ordered by “{field}”.', 'Choose another column.'],
    fi: ['Luetteloa ei voi järjestää kentän ”{field}” mukaan.', 'Valitse toinen sarake.'],
  },
  column_unknown: {
    en: ['“{field}” is no column of the list.', 'Leave it out.'],
    fi: ['”{field}” ei ole luettelon sarake.', 'Jätä se pois.'],
  },
  view_changed: {
    en: ['Somebody changed the same view meanwhile.', 'Look at the view as it is now and change it again.'],
    fi: ['Joku muu ehti muuttaa samaa näkymää.', 'Katso näkymä sellaisena kuin se nyt on ja muuta uudelleen.'],
  },
  workbook_too_small: {
    en: ['An Excel file holds at most {rows} rows here.', 'Export as CSV: it has no limit.'],
    fi: ['Excel-tiedostoon mahtuu tässä enintään {rows} riviä.', 'Vie CSV-tiedostona: siinä ei ole rajaa.'],
  },
  exports_busy: {
    en: ['Other exports are under way.', 'Try again in half a minute.'],
    fi: ['Muita vientejä on kesken.', 'Yritä uudelleen puolen minuutin päästä.'],
  },
  bulk_too_large: {
    en: ['One change is made to at most {rows} customers.', 'Choose fewer.'],
    fi: ['Kerralla voi muuttaa enintään {rows} asiakasta.', 'Valitse vähemmän.'],
  },
  bulk_mixed: {
    en: ['Values and archiving do not go in one change.', 'Do them one after the other.'],
    fi: ['Tietoja ei voi muuttaa ja arkistoida samalla kertaa.', 'Tee ne peräkkäin.'],
  },
  bulk_over: {
    en: ['The change is over already.', 'Look at what became of it.'],
    fi: ['Muutos on jo tehty loppuun.', 'Katso, miten siinä kävi.'],
  },
  bulk_not_undoable: {
    en: ['The change is under way, or taken back already.', 'Look at how far it is.'],
    fi: ['Muutos on vielä kesken tai jo peruttu.', 'Katso, miten pitkällä se on.'],
  },
} satisfies ProblemTexts
