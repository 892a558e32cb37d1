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
} satisfies ProblemTexts
