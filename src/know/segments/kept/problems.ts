import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  segment_changed: {
    en: ['Somebody changed the same segment meanwhile.', 'Look at the segment as it is now and change it again.'],
    fi: ['Joku muu ehti muuttaa samaa segmenttiä.', 'Katso segmentti sellaisena kuin se nyt on ja muuta uudelleen.'],
  },
  segment_used: {
    en: ['The segment is used: {names}.', 'Look at where it is used, and take it away there first.'],
    fi: ['Segmentti on käytössä: {names}.', 'Katso, missä sitä käytetään, ja poista se sieltä ensin.'],
  },
  segment_unknown: {
    en: ['A condition names a segment that is not there.', 'Choose another segment.'],
    fi: ['Ehdossa on segmentti, jota ei ole.', 'Valitse toinen segmentti.'],
  },
  segment_circle: {
    en: ['A segment cannot ask about itself, not even through others.', 'Leave that condition out.'],
    fi: ['Segmentti ei voi viitata itseensä edes toisten kautta.', 'Jätä se ehto pois.'],
  },
  list_has_no_condition: {
    en: [
      'A list has no condition: its members are picked.',
      'Put customers on the list, or make a segment of a condition.',
    ],
    fi: ['Poimitulla listalla ei ole ehtoa.', 'Lisää listalle asiakkaita tai tee ehdosta oma segmentti.'],
  },
  not_a_list: {
    en: [
      'The members of this segment follow from its condition.',
      'Change the condition, or keep a snapshot as a list.',
    ],
    fi: ['Tämän segmentin jäsenet määräytyvät ehdosta.', 'Muuta ehtoa tai tallenna jäsenet poimituksi listaksi.'],
  },
  segment_building: {
    en: ['The members of the segment are still being counted.', 'Try again in a moment.'],
    fi: ['Segmentin jäseniä lasketaan vielä.', 'Yritä hetken kuluttua uudelleen.'],
  },
  pick_file_unreadable: {
    en: [
      'No column of the file tells who is meant.',
      'It needs a column of e-mail addresses, customer numbers, telephone numbers or ids, with its name above.',
    ],
    fi: [
      'Tiedostosta ei löydy saraketta, josta asiakkaat tunnistaisi.',
      'Siinä pitää olla sarake sähköpostiosoitteista, asiakasnumeroista, puhelinnumeroista tai tunnuksista otsikkoineen.',
    ],
  },
  pick_file_too_long: {
    en: ['The file has more than {rows} rows.', 'Split it, or import it as customers.'],
    fi: ['Tiedostossa on yli {rows} riviä.', 'Jaa se osiin tai tuo se asiakkaina.'],
  },
} satisfies ProblemTexts
