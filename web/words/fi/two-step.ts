import type { Format } from '../format.ts'

export const twoStep = (f: Format) => ({
  title: 'Kaksivaiheinen kirjautuminen',
  off: 'Salasanan lisäksi kysytään koodi, jonka puhelimesi sovellus antaa. Pelkällä salasanalla ei silloin pääse sisään.',
  on: 'Käytössä. Kirjautuessa kysytään puhelimesi koodi.',
  left: (n: number) => (n === 0 ? 'Varakoodeja ei ole jäljellä.' : `Varakoodeja jäljellä ${f.n(n)}.`),
  begin: 'Ota käyttöön',
  password: 'Nykyinen salasana',
  next: 'Jatka',
  scan: 'Lue kuva puhelimen todennussovelluksella',
  scanNote:
    'Sovellukseksi käy mikä tahansa todennussovellus. Jos kuvan lukeminen ei onnistu, kirjoita avain sovellukseen käsin.',
  picture: 'QR-koodi todennussovellukselle',
  secret: 'Avain käsin kirjoitettavaksi',
  firstCode: 'Sovelluksen näyttämä koodi',
  confirm: 'Vahvista koodilla',
  codesTitle: 'Varakoodit',
  codesNote:
    'Näillä pääset sisään, jos puhelin katoaa. Kukin toimii kerran. Kirjoita tai tulosta ne nyt talteen: niitä ei näytetä uudelleen.',
  copyCodes: 'Kopioi koodit',
  kept: 'Koodit ovat tallessa',
  renew: 'Luo uudet varakoodit',
  renewNote: 'Vanhat varakoodit lakkaavat toimimasta.',
  turnOff: 'Poista käytöstä',
  turnedOff: 'Kaksivaiheinen kirjautuminen poistettu käytöstä. Muut istuntosi suljettiin.',
  neededTitle: 'Ota kaksivaiheinen kirjautuminen käyttöön',
  neededText: 'Roolisi vaatii sen. Muihin sivuihin pääset, kun se on käytössä.',
  badge: 'Kaksivaiheinen',
  reset: 'Nollaa koodi',
  resetNote: (name: string) =>
    `Nollattu: ${name}. Istunnot päättyivät, ja seuraava kirjautuminen onnistuu salasanalla.`,
  policy: 'Kaksivaiheinen kirjautuminen on pakollinen',
  policyNote:
    'Valituissa rooleissa ei pääse muille sivuille, ennen kuin se on otettu käyttöön. Käyttöavaimet toimivat entiseen tapaan.',
  code: 'Koodi',
  codeTitle: 'Anna koodi',
  codeText: 'Katso kuusinumeroinen koodi puhelimesi todennussovelluksesta. Myös varakoodi käy.',
  enter: 'Jatka',
  again: 'Aloita alusta',
  or: 'tai',
  provider: (name: string) => `Kirjaudu: ${name}`,
  problems: {
    provider_away: 'Kertakirjautumisen palvelu ei vastaa. Yritä hetken kuluttua uudelleen tai kirjaudu salasanalla.',
    provider_failed: 'Kertakirjautuminen ei onnistunut. Yritä uudelleen tai kirjaudu salasanalla.',
    provider_unverified:
      'Kertakirjautumisen palvelu ei ole vahvistanut sähköpostiosoitettasi. Vahvista se siellä ja yritä uudelleen.',
    provider_domain: 'Tämän verkkotunnuksen osoitteilla ei pääse sisään. Valitse kertakirjautumisessa toinen tili.',
    provider_nobody: 'Tällä sähköpostiosoitteella ei ole käyttäjää. Pyydä pääkäyttäjää lisäämään sinut.',
    too_many_requests: 'Liian monta yritystä lyhyessä ajassa. Odota vartti ja yritä uudelleen.',
  } as Record<string, string>,
})
