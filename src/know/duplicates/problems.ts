import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems: ProblemTexts = {
  group_gone: {
    en: ['These customers wait for no decision any more.', 'Look at the queue.'],
    fi: ['Nämä asiakkaat eivät enää odota ratkaisua.', 'Katso jonoa.'],
  },
  group_changed: {
    en: ['These customers changed meanwhile.', 'Look at them again and decide then.'],
    fi: ['Näiden asiakkaiden tiedot ehtivät muuttua.', 'Katso ne uudelleen ja päätä sitten.'],
  },
  decision_undone: {
    en: ['This decision has been taken back already.', 'Look at the queue.'],
    fi: ['Tämä päätös on jo peruttu.', 'Katso jonoa.'],
  },
  search_over: {
    en: ['No search goes on.', 'Start one when you want to.'],
    fi: ['Haku ei ole käynnissä.', 'Käynnistä haku, kun haluat.'],
  },
  no_model: {
    en: ['Nothing is learned of these customers yet.', 'Search for duplicates first.'],
    fi: ['Näistä asiakkaista ei ole vielä opittu mitään.', 'Hae ensin päällekkäiset.'],
  },
}
