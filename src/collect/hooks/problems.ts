import type { ProblemTexts } from '#src/platform/i18n/index.ts'

export const problems = {
  hook_unknown: {
    en: ['Nobody listens at this address.', 'Take the address from the page of the web hook.'],
    fi: ['Tässä osoitteessa ei kuunnella.', 'Ota osoite kutsun sivulta.'],
  },
  hook_signature: {
    en: ['The signature is not right.', 'Sign the bytes of the body with the secret of this web hook.'],
    fi: ['Allekirjoitus ei täsmää.', 'Allekirjoita rungon tavut tämän kutsun salaisuudella.'],
  },
  hook_stale: {
    en: [
      'The time of the signature is more than five minutes off.',
      'Sign anew when sending again, and check the clock.',
    ],
    fi: [
      'Allekirjoituksen aika poikkeaa yli viisi minuuttia.',
      'Allekirjoita uudelleen, kun lähetät uudelleen, ja tarkista kello.',
    ],
  },
  hook_secret_gone: {
    en: ['The secret of the web hook cannot be read any more.', 'Give it anew on the page of the web hook.'],
    fi: ['Kutsun salaisuutta ei voi enää lukea.', 'Anna se uudelleen kutsun sivulla.'],
  },
  hook_changed: {
    en: ['Somebody changed the web hook meanwhile.', 'Look at it again, then change it.'],
    fi: ['Joku muutti kutsua sillä välin.', 'Katso se uudelleen ja muuta sitten.'],
  },
  hook_secret_needed: {
    en: ['The shop makes the secret itself.', 'Copy it from the settings of the shop.'],
    fi: ['Kauppa antaa salaisuuden itse.', 'Kopioi se kaupan asetuksista.'],
  },
  hook_parts: {
    en: ['The meaning of the payload does not hold together.', 'Check the fields and the key of each part.'],
    fi: ['Sanoman tulkinta ei ole ehjä.', 'Tarkista kunkin osan kentät ja tunniste.'],
  },
  hook_sample: {
    en: [
      'The sample is not a JSON object or a list of them.',
      'Paste a whole payload, from the first brace to the last.',
    ],
    fi: ['Malli ei ole JSON-olio eikä lista niitä.', 'Liitä koko sanoma ensimmäisestä aaltosulkeesta viimeiseen.'],
  },
} satisfies ProblemTexts
