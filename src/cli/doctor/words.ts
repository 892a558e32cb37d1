import type { Language } from '#src/terms/index.ts'

/** Each: what is the case, and what to do next if something should be done. `{name}` is filled in. */
export type Words = readonly [what: string, next?: string]

const en = {
  node: ['Node {version}.'],
  nodeOld: [
    'Node {version} is too old to run the program.',
    'Install Node 24, or start with "npm start", which brings it.',
  ],
  config: ['The settings are accepted.'],
  configWrong: ['{name}="{value}" is not accepted.', 'Give {accepted}, or remove it.'],
  folder: ['The data folder {path} can be written.'],
  folderNone: ['There is no data folder {path} yet.', 'The first "npm start" makes it.'],
  folderDenied: [
    'The data folder {path} may not be written by this account ({account}).',
    'Run the program as the account that owns it, or name another folder with KAUPPIAS_DATA.',
  ],
  folderOpen: ['Other accounts of this machine may look into the data folder {path}.', 'Run: chmod 700 {path}'],
  disk: ['{free} free on the disk of the data folder.'],
  diskLow: [
    'Only {free} free on the disk of the data folder.',
    'Free space soon; the database may need 4 GB at times.',
  ],
  diskFull: [
    'The disk of the data folder is full ({free} free).',
    'Free space now: the database stops when it is full.',
  ],
  serverRunning: ['The built-in database runs and answers (PostgreSQL {version}).'],
  serverStarts: ['The built-in database starts and answers (PostgreSQL {version}).'],
  serverOutside: ['The outside database answers (PostgreSQL {version}).'],
  serverNone: ['The built-in database has not been made yet.', 'The first "npm start" makes it.'],
  serverRecovered: ['The database had ended abruptly and has recovered by itself; nothing confirmed was lost.'],
  serverBad: ['{what}', '{next}'],
  migrations: ['The database is of this version.'],
  migrationsMissing: ['The database lacks {count} migrations.', 'They run at the next start, or with "migrate".'],
  structureDiffers: [
    'The structure of the database is not what the migrations make.',
    'Compare "migrate --dump" with db/schema.sql; somebody changed tables by hand.',
  ],
  order: ['The database knows the Finnish alphabet.'],
  orderMissing: [
    'The database does not know the Finnish alphabet (collation fi-x-icu).',
    'Use a PostgreSQL that is built with ICU; the built-in one is.',
  ],
  clock: ['The clock agrees with the database.'],
  clockSkewed: [
    'The clock differs from the database by {seconds} s.',
    'Set the time from the network (NTP) on both machines.',
  ],
  clockBehind: [
    'The clock is behind what has already been recorded ({newest}).',
    'Set the time from the network (NTP).',
  ],
  port: ['Port {port} is free.'],
  portTaken: [
    'Port {port} is used, by this program if it is running and by another one otherwise.',
    'If it is another one, stop that or choose another port, e.g. PORT={other}.',
  ],
  portDenied: [
    'The program may not listen at {host}:{port} ({code}).',
    'Choose another PORT above 1024, or correct HOST.',
  ],
  backup: ['The last checked backup is of {at} UTC ({place}).'],
  backupNone: [
    'No backup has been made yet.',
    'Run "backup --to FOLDER", or set KAUPPIAS_BACKUP_FOLDER for one every night, best on another disk.',
  ],
  backupOld: ['The last checked backup is of {at} UTC ({place}).', 'Run "backup --to FOLDER".'],
  backupUnproved: [
    'No backup has ever been checked or restored.',
    'Run "backup --verify {place}", or restore it into a spare folder.',
  ],
  backupFailed: [
    'The last backup failed ({problem}). The last checked one is of: {at} {place}.',
    'Mend the cause (disk space, rights of the folder) and run "backup".',
  ],
  browser: ['There is a browser for the tests.'],
  browserNone: [
    'There is no browser for the tests; the program itself needs none.',
    'Run "npm ci --ignore-scripts", or set CHROMIUM_PATH.',
  ],
  well: ['Nothing is wrong.'],
} satisfies Record<string, Words>

export type WordKey = keyof typeof en

const fi: Record<WordKey, Words> = {
  node: ['Node {version}.'],
  nodeOld: [
    'Node {version} on liian vanha.',
    'Asenna Node 24 tai käynnistä komennolla "npm start", joka tuo sen mukanaan.',
  ],
  config: ['Asetukset ovat kunnossa.'],
  configWrong: ['Asetusta {name}="{value}" ei voi käyttää.', 'Kelpaa: {accepted}. Voit myös poistaa asetuksen.'],
  folder: ['Tietokansioon {path} voi kirjoittaa.'],
  folderNone: ['Tietokansiota {path} ei vielä ole.', 'Ensimmäinen "npm start" luo sen.'],
  folderDenied: [
    'Tämä käyttäjätunnus ({account}) ei saa kirjoittaa tietokansioon {path}.',
    'Käytä ohjelmaa kansion omistajan tunnuksella tai anna toinen kansio asetuksella KAUPPIAS_DATA.',
  ],
  folderOpen: ['Koneen muut käyttäjät pääsevät katsomaan tietokansiota {path}.', 'Aja: chmod 700 {path}'],
  disk: ['Tietokansion levyllä on vapaana {free}.'],
  diskLow: [
    'Tietokansion levyllä on vapaana enää {free}.',
    'Vapauta pian tilaa; tietokanta voi ajoittain tarvita 4 Gt.',
  ],
  diskFull: [
    'Tietokansion levy on täynnä (vapaana {free}).',
    'Vapauta tilaa heti: tietokanta pysähtyy, kun tila loppuu.',
  ],
  serverRunning: ['Oma tietokanta on käynnissä ja vastaa (PostgreSQL {version}).'],
  serverStarts: ['Oma tietokanta käynnistyy ja vastaa (PostgreSQL {version}).'],
  serverOutside: ['Ulkoinen tietokanta vastaa (PostgreSQL {version}).'],
  serverNone: ['Omaa tietokantaa ei ole vielä luotu.', 'Ensimmäinen "npm start" luo sen.'],
  serverRecovered: ['Tietokanta oli katkennut kesken ja on palautunut itse; mitään vahvistettua ei hävinnyt.'],
  serverBad: ['{what}', '{next}'],
  migrations: ['Tietokanta on ohjelman kanssa samaa versiota.'],
  migrationsMissing: [
    'Tietokannasta puuttuu {count} päivitystä.',
    'Ne tehdään seuraavassa käynnistyksessä tai komennolla "migrate".',
  ],
  structureDiffers: [
    'Tietokannan rakenne ei ole se, jonka päivitykset tekevät.',
    'Vertaa komennon "migrate --dump" tulosta tiedostoon db/schema.sql; joku on muuttanut tauluja käsin.',
  ],
  order: ['Tietokanta osaa suomen aakkosjärjestyksen.'],
  orderMissing: [
    'Tietokanta ei osaa suomen aakkosjärjestystä (fi-x-icu).',
    'Käytä PostgreSQL:ää, jossa on ICU; ohjelman omassa on.',
  ],
  clock: ['Kello on samassa ajassa tietokannan kanssa.'],
  clockSkewed: ['Kello eroaa tietokannan kellosta {seconds} s.', 'Aseta kummankin koneen aika verkosta (NTP).'],
  clockBehind: ['Kello on jäljessä siitä, mitä on jo kirjattu ({newest}).', 'Aseta koneen aika verkosta (NTP).'],
  port: ['Portti {port} on vapaa.'],
  portTaken: [
    'Portti {port} on käytössä: tällä ohjelmalla, jos se on käynnissä, muuten jollain toisella.',
    'Jos se on toinen ohjelma, sulje se tai valitse toinen portti, esim. PORT={other}.',
  ],
  portDenied: [
    'Ohjelma ei voi palvella osoitteessa {host}:{port} ({code}).',
    'Valitse toinen PORT yli 1024:n tai korjaa HOST.',
  ],
  backup: ['Viimeisin tarkistettu varmuuskopio on otettu {at} UTC ({place}).'],
  backupNone: [
    'Varmuuskopiota ei ole vielä otettu.',
    'Aja "backup --to KANSIO" tai anna asetus KAUPPIAS_BACKUP_FOLDER, niin kopio otetaan joka yö, mieluiten toiselle levylle.',
  ],
  backupOld: ['Viimeisin tarkistettu varmuuskopio on otettu {at} UTC ({place}).', 'Aja "backup --to KANSIO".'],
  backupUnproved: [
    'Yhtään varmuuskopiota ei ole tarkistettu eikä palautettu.',
    'Aja "backup --verify {place}" tai palauta se koekansioon.',
  ],
  backupFailed: [
    'Viimeisin varmuuskopiointi ei onnistunut ({problem}). Viimeisin tarkistettu kopio: {at} {place}.',
    'Korjaa syy (levytila, kansion oikeudet) ja aja "backup".',
  ],
  browser: ['Testeille on selain.'],
  browserNone: [
    'Testeille ei ole selainta; ohjelma itse ei tarvitse sellaista.',
    'Aja "npm ci --ignore-scripts" tai aseta CHROMIUM_PATH.',
  ],
  well: ['Kaikki on kunnossa.'],
}

/** What a variable accepts and what keeps the database from starting, where the program itself speaks English. */
const inFinnish: Readonly<Record<string, Words>> = {
  PORT: ['luku 0–65535'],
  HOST: ['osoite tai konenimi ilman porttia'],
  DATABASE_URL: ['postgres://tunnus:salasana@kone:portti/kanta'],
  KAUPPIAS_URL: [
    'http(s)://nimi[:portti] ilman polkua; https, kun selaimet ovat muilla koneilla (tai KAUPPIAS_INSECURE_HTTP=1, jolloin salasanat kulkevat suojaamatta)',
  ],
  KAUPPIAS_TIME_ZONE: ['aikavyöhyke, esim. Europe/Helsinki'],
  KAUPPIAS_CURRENCY: ['kolmikirjaiminen valuuttatunnus, esim. EUR'],
  KAUPPIAS_LANGUAGE: ['fi tai en'],
  KAUPPIAS_INSECURE_HTTP: ['1 tai 0'],
  data_folder_denied: ['Tietokannan kansio on toisen käyttäjätunnuksen.', 'Käytä ohjelmaa sen omistajan tunnuksella.'],
  disk_full: ['Tietokannan levy on täynnä.', 'Vapauta tilaa ja käynnistä uudelleen; mitään vahvistettua ei hävinnyt.'],
  postgres_not_installed: ['Oma tietokanta puuttuu tai on vajaa.', 'Poista node_modules ja käynnistä uudelleen.'],
  postgres_no_memory: ['Tietokannalle on liian vähän muistia.', 'Vapauta muistia (tietokanta varaa 256 Mt).'],
  postgres_refuses_root: [
    'Tietokantaa ei voi ajaa pääkäyttäjänä (root) tällä koneella.',
    'Käynnistä ohjelma tavallisella tunnuksella.',
  ],
  postgres_too_old: ['Ulkoinen tietokanta on liian vanha.', 'PostgreSQL 15 on vanhin, joka kelpaa.'],
  database_unreachable: [
    'Ulkoiseen tietokantaan ei saada yhteyttä.',
    'Tarkista DATABASE_URL ja että palvelin on käynnissä.',
  ],
  migration_edited: [
    'Jo tehtyä päivitystä on muutettu jälkikäteen.',
    'Palauta tiedosto entiselleen (komento "migrate" kertoo sen nimen).',
  ],
  migration_unknown: ['Tietokanta on uudemman ohjelmaversion jäljiltä.', 'Päivitä ohjelma.'],
}

/** The Finnish words for a variable or a refusal's code; `otherwise` where there are none, and in English. */
export function localWords(language: Language, code: string, otherwise: Words): Words {
  return (language === 'fi' ? inFinnish[code] : undefined) ?? otherwise
}

export const words: Readonly<Record<Language, Record<WordKey, Words>>> = { fi, en }

/** The terminal's language: what was set for the program, else what the system speaks. */
export function terminalLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  const set = env.KAUPPIAS_LANGUAGE?.trim()
  if (set === 'fi' || set === 'en') return set
  return (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').startsWith('fi') ? 'fi' : 'en'
}
