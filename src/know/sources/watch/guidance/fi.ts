import type { Language } from './texts.ts'

const ordinals = ['toinen', 'kolmas', 'neljäs', 'viides', 'kuudes', 'seitsemäs', 'kahdeksas', 'yhdeksäs', 'kymmenes']
const rows = 'Riveistä'
const writings = 'Kirjauksista'
const map = 'Tarkista sarakkeiden kohdistus'

const twice = {
  things: 'Uusista asiakkaista',
  wrong: 'oli asiakkaana jo ennestään.',
  technical:
    'Sama henkilö tulee eri tunnuksilla. Pyydä lähteeltä pysyvä asiakasnumero tai edes sähköposti, josta hänet tunnistaa.',
  working:
    'Hae asiakas nimellä, puhelimella tai sähköpostilla ennen kuin lisäät uuden. Haku löytää myös osalla nimestä.',
}

export const fi: Language = {
  fields: {
    name: 'Nimistä',
    givenName: 'Etunimistä',
    familyName: 'Sukunimistä',
    organisation: 'Yritysten nimistä',
    email: 'Sähköpostiosoitteista',
    customerEmail: 'Sähköpostiosoitteista',
    phone: 'Puhelinnumeroista',
    customerPhone: 'Puhelinnumeroista',
    address: 'Osoitteista',
    street: 'Katuosoitteista',
    postcode: 'Postinumeroista',
    postcodeCity: 'Postinumeroista',
    city: 'Paikkakunnista',
    birthDate: 'Syntymäpäivistä',
    businessId: 'Y-tunnuksista',
    vatId: 'ALV-tunnuksista',
    at: 'Päivistä',
    dueOn: 'Eräpäivistä',
    paidAt: 'Maksupäivistä',
    customerSince: 'Asiakkuuden alkupäivistä',
    total: 'Summista',
    totalNet: 'Summista',
    amount: 'Summista',
    lineTotal: 'Rivien summista',
    unitPrice: 'Hinnoista',
    price: 'Hinnoista',
    quantity: 'Määristä',
    language: 'Asiointikielistä',
    gender: 'Sukupuolista',
    country: 'Maista',
    currency: 'Valuutoista',
    status: 'Tiloista',
    channel: 'Kanavista',
    score: 'Arvosanoista',
  },
  otherField: 'Arvoista',
  codes: {
    email_invalid: {
      wrong: 'on kirjoitettu väärin.',
      technical: `${map}: lukeeko sähköpostiksi merkitty sarake varmasti osoitteita?`,
      working: 'Lue osoite asiakkaalle ääneen ennen tallennusta. Jos hänellä ei ole sähköpostia, jätä kenttä tyhjäksi.',
    },
    phone_invalid: {
      wrong: 'ei ole kokonainen puhelinnumero.',
      technical: `${map} ja pyydä numerot tekstinä: taulukko-ohjelma pudottaa alusta nollan ja pyöristää loput.`,
      working:
        'Kirjoita numeroon suunta tai maatunnus, ja yksi numero yhteen kenttään. Selitykset kuuluvat muistiinpanoihin.',
    },
    date_invalid: {
      wrong: 'on kirjoitettu niin, ettei päivää voi lukea.',
      technical: 'Tarkista päivän ja kuukauden järjestys kohdistuksessa tai pyydä päivät muodossa 2026-11-23.',
      working: 'Kirjoita päivä, kuukausi ja nelinumeroinen vuosi. Arviot ja selitykset kuuluvat muistiinpanoihin.',
    },
    amount_invalid: {
      wrong: 'ei ole luettava summa.',
      technical: 'Tarkista kohdistuksesta, onko desimaalin erotin pilkku vai piste, ja ettei sarake ole väärä.',
      working: 'Kirjoita summakenttään vain luku. Valuutalle ja selitykselle on omat kenttänsä.',
    },
    number_invalid: {
      wrong: 'ei ole luettava luku.',
      technical: `${map}: numeroksi merkityssä sarakkeessa on muutakin.`,
      working: 'Kirjoita numerokenttään vain luku. Yksikkö ja selitys eivät kuulu siihen.',
    },
    business_id_invalid: {
      wrong: 'on virheellinen: tarkistusmerkki ei täsmää.',
      technical: `${map}: Y-tunnukseksi merkityssä sarakkeessa voi olla asiakasnumeroita.`,
      working:
        'Tarkista Y-tunnus asiakkaan kanssa tai YTJ:stä. Yksi väärä numero tekee siitä toisen yrityksen tunnuksen.',
    },
    postcode_invalid: {
      wrong: 'ei ole postinumero.',
      technical: 'Pyydä postinumerot tekstinä: lukuna niistä katoavat alun nollat.',
      working: 'Kirjoita postinumero omaan kenttäänsä viidellä numerolla ja paikkakunta sen viereen.',
    },
    currency_unknown: {
      wrong: 'on tuntematon.',
      technical: 'Pyydä valuutta kolmikirjaimisena (EUR) tai jätä sarake kohdistamatta, jos kaikki on euroja.',
      working: 'Käytä valuutan kolmikirjaimista tunnusta, esimerkiksi EUR.',
    },
    name_missing: {
      things: rows,
      wrong: 'on ilman nimeä.',
      technical: `${map}: nimi voi olla sarakkeessa, jota ei lueta.`,
      working: 'Kysy nimi, kun asiakas on puhelimessa tai tiskillä. Pelkkä etunimikin auttaa.',
    },
    key_missing: {
      things: rows,
      wrong: 'on ilman tunnusta.',
      technical: 'Pyydä lähteeltä jokaiselle riville pysyvä tunnus: ilman sitä sama rivi tulee toiste uutena.',
      working: 'Älä tyhjennä tunnusta riviltä, kun muokkaat tiedostoa ennen tuontia.',
    },
    order_number_missing: {
      things: rows,
      wrong: 'on ilman tilauksen numeroa.',
      technical: 'Pyydä tilauksen numero jokaiselle riville: ilman sitä rivi ei löydä ostoaan.',
      working: 'Merkitse tilauksen numero myös käsin tehtyihin riveihin.',
    },
    date_missing: {
      things: rows,
      wrong: 'on ilman päivää.',
      technical: `${map}: päivä voi olla sarakkeessa, jota ei lueta.`,
      working: 'Merkitse päivä silloinkin, kun teet kirjauksen jälkikäteen.',
    },
    amount_missing: {
      things: rows,
      wrong: 'on ilman summaa.',
      technical: `${map}: summa voi olla sarakkeessa, jota ei lueta.`,
      working: 'Merkitse summa jokaiseen kirjaukseen, nollakin.',
    },
    text_too_long: {
      wrong: 'on kenttäänsä liian pitkä.',
      technical: `${map}: lyhyeen kenttään luetaan pitkää tekstiä.`,
      working: 'Kirjoita kenttään vain se, mitä siinä kysytään. Pitkälle tekstille on muistiinpanot.',
    },
    text_unreadable: {
      things: rows,
      wrong: 'sisältää merkkejä, joita ei voi lukea.',
      technical: 'Pyydä tiedosto UTF-8-muodossa. Ääkköset ovat rikkoutuneet matkalla.',
      working: 'Tallenna tiedosto UTF-8-muodossa ennen tuontia. Älä liitä tekstiä kuvasta tai PDF:stä.',
    },
    value_unknown: {
      wrong: 'on arvo, jolle ei ole vastinetta.',
      technical: 'Lisää puuttuvat vastineet kohdistukseen. Lähde käyttää sanoja, joita ohjelma ei vielä tunne.',
      working: 'Valitse arvo valmiista vaihtoehdoista. Omat sanat eivät löydy hauissa eivätkä rajauksissa.',
    },
    row_ragged: {
      things: rows,
      wrong: 'on eri mittainen kuin otsikko.',
      technical: 'Pyydä lähteeltä tiedosto, jossa erotinmerkin sisältävät tekstit ovat lainausmerkeissä.',
      working: 'Älä käytä puolipistettä tai rivinvaihtoa tekstikentissä: ne siirtävät loput väärään sarakkeeseen.',
    },
    nothing_in_row: {
      things: rows,
      wrong: 'on tyhjä.',
      technical: `${map}: mitään luettavista sarakkeista ei ole täytetty.`,
      working: 'Poista tyhjät rivit tiedostosta ennen tuontia.',
    },
    out_of_range: {
      wrong: 'on mahdottoman suuri tai pieni.',
      technical: 'Tarkista yksikkö ja desimaalin erotin: sentit voivat tulla euroina.',
      working: 'Tarkista luku ennen tallennusta. Usein yksi nolla tai pilkku on liikaa.',
    },
    phone_in_name: {
      things: writings,
      wrong: 'sisältää puhelinnumeron nimikentässä.',
      technical: 'Korjaa ohjelma, joka kirjoittaa rajapinnan kautta: numerolle on oma kenttänsä.',
      working:
        'Kirjoita numero puhelimen kenttään, vaikka soittajan nimi jäisi vajaaksi. Silloin hänet tunnistaa ensi kerralla.',
    },
    placeholder: {
      things: writings,
      wrong: 'sisältää arvon, joka vain täyttää kentän (”x”, ”ei@ei.fi”).',
      technical: 'Ohjelma täyttää tyhjän kentän keksityllä arvolla. Jätä kenttä pois.',
      working:
        'Jätä kenttä tyhjäksi, jos tietoa ei ole. Keksitty arvo näyttää tiedolta ja yhdistää vieraita toisiinsa.',
    },
    digits_in_city: {
      things: writings,
      wrong: 'sisältää numeroita paikkakunnan kentässä.',
      technical: 'Korjaa ohjelma, joka kirjoittaa rajapinnan kautta: postinumerolle on oma kenttänsä.',
      working: 'Kirjoita postinumero omaan kenttäänsä. Silloin osoite kelpaa lähetyksiin.',
    },
    duplicate_merged: twice,
    duplicate_found: twice,
    bounced: {
      things: 'Osoitteista, joihin on lähetetty,',
      wrong: 'ei ota postia vastaan.',
      technical: 'Kysy lähteestä, milloin osoitteet on viimeksi tarkistettu, ja laske sen luotettavuutta.',
      working: 'Varmista osoite, kun asiakas on paikalla: lue se ääneen tai lähetä viesti saman tien.',
    },
    corrected: {
      wrong: 'on oikaistu kuukauden sisällä.',
      technical: 'Vertaa lähteen arvoja oikaistuihin: se voi tarjota vanhentunutta tietoa.',
      working: 'Toista tieto asiakkaalle ennen tallennusta. Korjaaminen jälkikäteen vie moninkertaisen ajan.',
    },
  },
  otherCode: {
    wrong: 'on viallinen.',
    technical: `${map} ja lähteen asetukset.`,
    working: 'Avaa rivit ja katso, mitä kenttään on kirjoitettu.',
  },
  opening: (things, share) => `${things} ${howMany(share)}`,
}

function howMany(share: number | null): string {
  if (share === null) return 'osa'
  if (share > 0.85) return 'lähes jokainen'
  if (share > 0.6) return 'useampi kuin joka toinen'
  if (share < 0.01) return 'harvempi kuin joka sadas'
  const every = Math.max(2, Math.round(1 / share))
  return `joka ${ordinals[every - 2] ?? `${every}.`}`
}
