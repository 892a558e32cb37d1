import type { Format } from '../format.ts'

/** Henkilön poistaminen lopullisesti: mitä lähtee, mitä laki säilyttää ja mihin asti. */
export const erase = (f: Format) => ({
  open: 'Poista lopullisesti…',
  title: 'Poista henkilön tiedot lopullisesti',
  text: 'Kaikki, mitä hänestä on kerrottu, lähtee: tiedot, tapahtumat, ostot ja tuotujen tiedostojen rivit. Tätä ei voi perua.',
  goes: 'Poistuu',
  stays: 'Jää',
  nothingStays: 'Mitään ei jää.',
  records: (n: number) => (n === 1 ? '1 lähderivi' : `${f.n(n)} lähderiviä`),
  entries: (n: number) => (n === 1 ? '1 tapahtuma' : `${f.n(n)} tapahtumaa`),
  purchases: (n: number) => (n === 1 ? '1 osto' : `${f.n(n)} ostoa`),
  payments: (n: number) => (n === 1 ? '1 maksu' : `${f.n(n)} maksua`),
  invoices: (n: number) => (n === 1 ? '1 lasku' : `${f.n(n)} laskua`),
  lines: (n: number) => (n === 1 ? '1 tuontirivin sisältö' : `${f.n(n)} tuontirivin sisältö`),
  quarantined: (n: number) => (n === 1 ? '1 korjattava rivi' : `${f.n(n)} korjattavaa riviä`),
  held: (n: number, until: string) =>
    `${n === 1 ? '1 lasku' : `${f.n(n)} laskua`} ilman nimeä ja yhteystietoja ${until} asti: kirjanpitolaki vaatii tositteet kuudeksi vuodeksi.`,
  backups: 'Varmuuskopioista tiedot häviävät, kun kopiot vanhenevat. Palautus poistaa hänet heti uudelleen.',
  reason: 'Miksi',
  reasons: {
    asked: 'Hän pyysi',
    objected: 'Hän vastusti käsittelyä',
    unlawful: 'Tietoja ei olisi saanut käsitellä',
    unneeded: 'Tietoja ei enää tarvita',
  },
  sure: 'Ymmärrän, ettei tätä voi perua',
  go: 'Poista lopullisesti',
  done: 'Tiedot on poistettu',
  standing: (names: string) => `Nämä tiedostot jäävät levylle, kunnes niiden tuonti on päättynyt: ${names}`,
  toList: 'Asiakkaisiin',
})
