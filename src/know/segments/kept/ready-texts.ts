import type { Language } from '#src/terms/index.ts'
import type { ReadyCode } from './contract.ts'

/** Name and explanation of each ready-made segment. */
export const texts: Readonly<Record<Language, Readonly<Record<ReadyCode, readonly [name: string, about: string]>>>> = {
  fi: {
    champions: ['Parhaat asiakkaat', 'Ostavat usein ja ovat ostaneet äskettäin.'],
    cantLose: ['Näitä ei saa menettää', 'Ovat ostaneet paljon ja usein, mutta eivät enää aikoihin.'],
    slipping: ['Hiipumassa', 'Ovat olleet hiljaa pidempään kuin heille on tavallista.'],
    new: ['Uudet asiakkaat', 'Ostaneet ensimmäisen kerran äskettäin.'],
    oneTime: ['Kerran ostaneet', 'Ostaneet yhtenä päivänä, eikä ostosta ole tullut lisää 90 päivään.'],
    wonBack: ['Palanneet', 'Olivat jo poissa ja ovat taas ostaneet.'],
    lost: ['Menetetyt', 'Hiljaa niin kauan, että paluu on epätodennäköinen.'],
    lostAfterComplaint: ['Menetetty reklamaation jälkeen', 'Menetetyt asiakkaat, jotka ovat reklamoineet.'],
    noConsent: ['Ilman markkinointilupaa', 'Eivät ole antaneet lupaa mihinkään kanavaan.'],
    bounced: ['Sähköposti palautuu', 'Viesti ei ole mennyt perille osoitteeseen.'],
    anniversarySoon: ['Asiakkuuden vuosipäivä lähellä', 'Asiakkuus täyttää vuosia kahden viikon sisällä.'],
    birthdaySoon: ['Syntymäpäivä lähellä', 'Syntymäpäivä on kahden viikon sisällä.'],
    unreachable: ['Ei yhteystietoja', 'Sähköposti, puhelin ja osoite puuttuvat.'],
  },
  en: {
    champions: ['Champions', 'Buy often, and bought lately.'],
    cantLose: ["Can't lose", 'Have bought much and often, but not for a long time.'],
    slipping: ['Slipping', 'Silent for longer than is usual for them.'],
    new: ['New customers', 'Bought for the first time lately.'],
    oneTime: ['One-time buyers', 'Bought on one day, and nothing more within 90 days.'],
    wonBack: ['Won back', 'Had gone, and have bought again.'],
    lost: ['Lost', 'Silent for so long that they will hardly come back.'],
    lostAfterComplaint: ['Lost after a complaint', 'Lost customers who have complained.'],
    noConsent: ['Without consent to marketing', 'Have given consent for no channel.'],
    bounced: ['E-mail bounces', 'A message did not get through to the address.'],
    anniversarySoon: ['Anniversary soon', 'The relationship turns a year older within two weeks.'],
    birthdaySoon: ['Birthday soon', 'Their birthday is within two weeks.'],
    unreachable: ['No contact details', 'E-mail, telephone and address are missing.'],
  },
}
