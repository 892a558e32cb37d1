import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems: ProblemTexts = {
  learning_over: {
    en: ['Suggestions are not being worked out right now.', 'Start when you want to.'],
    fi: ['Suosituksia ei lasketa juuri nyt.', 'Käynnistä laskenta, kun haluat.'],
  },
  making_over: {
    en: ['No forecasts are being made.', 'Start when you want to.'],
    fi: ['Ennusteita ei lasketa juuri nyt.', 'Käynnistä laskenta, kun haluat.'],
  },
}
