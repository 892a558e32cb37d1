/**
 * What headers say in Finnish, Swedish and English exports. Words are squashed: lower case, no diacritics, letters and
 * digits only (`Sähköposti` → `sahkoposti`). A concept becomes a field only once the kind of the records is known.
 */
const words = {
  // Who
  email: `email emailaddress emailaddr mail mailaddress mailadress sahkoposti sahkopostiosoite spostiosoite sposti epost
    epostadress epostaddress primaryemail contactemail emailvalue customeremail`,
  phone: `phone phonenumber telephone telephonenumber tel telno telnumber puhelin puhelinnumero puhelinnro puh puhnro puhnumero telefon
    telefonnummer telefonnr tfn tele phoneno contactnumber phonevalue`,
  mobile: `mobile mobilephone mobilenumber mobileno cell cellphone cellular gsm matkapuhelin matkapuh kannykka mobil
    mobiltelefon matkapuhelinnumero mobilephonenumber gsmnumero mobiltelefonnummer`,
  fax: `fax faxnumber faxno faksi telefax faxphone`,
  givenName: `namefirst firstname fname givenname etunimi etunimet kutsumanimi fornamn tilltalsnamn forename first givennames`,
  familyName: `namelast lastname lname surname familyname sukunimi efternamn last secondname`,
  middleName: `namemiddle middlename additionalname toinennimi mellannamn middle`,
  name: `name namefull fullname nimi namn displayname customername asiakkaannimi asiakasnimi asiakas kundnamn kund kokonimi
    clientname client fileas nameandsurname customer contact recipient vastaanottaja subscribername membername laskutettava ostajannimi tilaajannimi laskunsaaja`,
  organisation: `nameorg company companyname organisation organization organisationname organizationname yritys yrityksennimi
    yritysnimi yhtio toiminimi foretag foretagsnamn foretagetsnamn bolag accountname businessname firma employer
    yhteiso organisaatio organizationname associatedcompany companyorganization yritystaiyhteiso`,
  contactName: `contactname contactperson yhteyshenkilo yhteyshlo kontaktperson kontakt attention attn yhteyshenkilonnimi`,
  businessId: `businessid ytunnus yritystunnus lytunnus organisationsnummer orgnr orgnummer fonummer businessidentitycode
    companyregistrationnumber registrationnumber ytunnusfi`,
  vatId: `vatid vatnumber vatno vat alvnumero alvtunnus alvnro momsnummer momsregnr taxid euvat vatcode momsregistreringsnummer`,
  street: `addrline1 addrfull street streetaddress address address1 addressline1 addressline osoite osoite1 katuosoite lahiosoite postiosoite adress
    adress1 gatuadress gata postadress utdelningsadress streetline1 osoiterivi1 adressrad1 address1street jakeluosoite streetline katu gata`,
  streetExtra: `addrline2 address2 addressline2 streetline2 osoiterivi2 osoite2 adress2 adressrad2 careof co extendedaddress
    apartment lisaosoite address3 street2 pobox addressline3 building`,
  postcode: `postcode zip zipcode postalcode postinumero postnro postinro postnummer postnr zippostalcode zipcodeprefix
    postcodezip zippostcode zipposcode plz postinumer`,
  city: `city town kaupunki paikkakunta postitoimipaikka postitmp ptp ort postort stad locality towncity citytown suburb
    toimipaikka`,
  postcodeCity: `postcodecity postinumerojakaupunki postinumerojatoimipaikka postnrort postnummerort postinumerojapostitoimipaikka
    zipcity postnummerochort`,
  region: `state province region county maakunta laani lan stateprovince provincecode stateregion statecode provincename
    stateprovincecounty regioncode`,
  country: `country maa land countrycode maakoodi countryregion landskod kotimaa maatunnus countryname countryregioncode`,
  birthDate: `birthdate birthday dateofbirth dob syntymaaika syntymapaiva syntpvm fodelsedatum fodelsedag born birthdayddmmyyyy syntynyt syntaika fodd`,
  gender: `gender sex sukupuoli kon`,
  language: `language lang kieli asiointikieli aidinkieli sprak modersmal locale preferredlanguage languagecode kielikoodi kontaktsprak`,
  jobTitle: `jobtitle ammattinimike tehtavanimike befattning position occupation jobdescription organizationtitle ammatti
    asema tehtava yrke jobposition`,
  title: `title titteli titel salutation honorific puhuttelu`,
  website: `website url homepage www kotisivu kotisivut verkkosivu verkkosivut hemsida webbplats web websiteurl webpage
    websitevalue websitehomepage companydomainname`,
  consentEmail: `acceptsemailmarketing acceptsmarketing acceptmarketing emailconsent newsletter uutiskirje markkinointilupa sahkopostimarkkinointi
    emailmarketing sahkopostilupa marketingconsent subscribed emailoptin optin nyhetsbrev emailmarketingconsent samtycke
    newslettersubscription marketingoptin emailmarkkinointilupa suoramarkkinointilupa uutiskirjelupa
    emailmarketingconsentstate emailpermission mailinglist newslettersubscriber nyhetsbrevsamtycke marknadsforingssamtycke markkinointilupasahkoposti sahkopostimarkkinointilupa lupasahkopostimarkkinointiin emailmarketingpermission marketingpermissionemail marketingpermission
    marketingemailsoptin emailmarketingoptin sahkopostilupaannettu markkinointilupaemail markkinointilupaannettu epostreklam samtyckeepost marknadsforingepost tilaauutiskirjeen
    uutiskirjeentilaaja sallisahkopostimarkkinoinnin emailsubscription emailsubscribed receivesnewsletter wantsnewsletter marketingemails optinemail emailpermissionstatus`,
  refusesEmail: `unsubscribed emailoptout hasoptedoutofemail donotemail sahkopostikielto unsubscribedfromallemail optout
    optedoutofemail markkinointikielto suoramarkkinointikielto donotmarket noemail emailbounced direktmarknadsforingsforbud reklamsparr sahkopostimarkkinointikielto suoramarkkinointikieltosahkoposti markkinointikieltosahkoposti kieltosahkoposti emailblocked optoutemail emailunsubscribed`,
  consentSms: `acceptssmsmarketing smsconsent smslupa tekstiviestilupa smsoptin smsmarketing tekstiviestimarkkinointi smspermission markkinointilupasms smsmarkkinointilupa markkinointilupatekstiviesti tekstiviestimarkkinointilupa smssamtycke samtyckesms markkinointilupamatkapuhelin marketingpermissionsms
    smssubscription smsmarketingconsent smsoptinstatus optinsms acceptsmsmarketing`,
  refusesSms: `smsoptout donotsms tekstiviestikielto smskielto markkinointikieltosms smsmarkkinointikielto optoutsms`,
  consentPhone: `phoneconsent puhelinlupa puhelinmarkkinointilupa phoneoptin telefonsamtycke markkinointilupapuhelin puhelinmarkkinointilupa samtycketelefon marketingpermissionphone phonemarketing`,
  refusesPhone: `donotcall puhelinkielto nocall donotphone hasoptedoutofphone markkinointikieltopuhelin puhelinmarkkinointikielto optoutphone`,
  consentPost: `postilupa postconsent postimarkkinointilupa markkinointilupaposti samtyckepost marketingpermissionpost postimarkkinointi suorapostilupa`,
  refusesPost: `postikielto donotpost donotmail donotpostalmail markkinointikieltoposti postimarkkinointikielto suorapostikielto optoutpost`,
  protected: `turvakielto nondisclosure skyddadidentitet sparrmarkering protectedidentity`,
  customerSince: `customersince asiakkuusalkoi asiakasalkaen asiakkuudenalku liittymispaiva liittymispvm jasenyysalkoi
    registered registrationdate registeredat signupdate signedup dateregistered rekisteroitymispaiva rekisteroitynyt
    kundsedan firstcontactdate joined joindate joinedat dateadded membersince subscriptiondate subscribedat optintime
    dateidentified lead contactsince asiakkuudenalkupvm medlemsedan signup signupat signuptime tilannutalkaen jasenalkaen`,
  created: `createdat createddate created createdate createdon datecreated luotu luontipaiva luontipvm skapad skapaddatum
    createdtime creationdate creationtimestamp`,
  updatedAt: `updatedat modified lastmodified lastmodifieddate modifieddate muokattu paivitetty viimeksimuokattu
    lastchanged updated senastandrad lastupdate lastupdated modifiedon datemodified muokkauspaiva changedat paivityspaiva lastchange`,
  deleted: `deleted isdeleted poistettu removed raderad borttagen`,
  leadSource: `leadsource source origin lahde originalsource utmsource kalla liidinlahde leadorigin acquisitionsource
    originalsourcetype hankintakanava`,
  note: `note notes comment comments huomautus huomautukset huom muistiinpano muistiinpanot lisatiedot lisatieto
    kommentti kommentit anteckning anteckningar anmarkning remarks remark memo ordernote customernote`,
  // Ids
  id: `id uniqueid key guid uuid recordid rowid externalid tunnus tunniste nro nr no code idnumber identifier recid numero nummer index entityid uid`,
  customerId: `customerid customerno customernumber customernr custid custno asiakasnumero asiakasnro asiakastunnus
    asiakasid asnro astunnus asiakasnum kundnummer kundnr kundid clientid clientno clientnumber memberid membernumber memberno
    jasennumero userid contactid accountid accountno subscriberid leadid mqlid personid customercode
    customerref customerkey kantaasiakasnumero householdid recordidcontact recordidcompany custnr companyrecordid
    shoppercode patronid henkiloid jasenid buyerid guestid medlemsnummer medlemsnr medlemsid`,
  customerKind: `customertype asiakastyyppi kundtyp asiakaslaji customerkind kontakttyp`,
  personId: `customeruniqueid uniquecustomerid personuniqueid masterid masterpersonid`,
  orderId: `orderid ordernumber orderno ordernr order ordername tilausnumero tilausnro tilausid tilaus tilaustunnus ordernummer
    bestallningsnummer purchaseid purchaseno transactionid transactionno transactionnumber transid saleid saleno receiptno receiptnumber receiptid
    kuittinumero kuittinro kuittitunnus kvittonummer basketid salesorder salesorderno ostonumero myyntinumero orderref ordercode tapahtumanumero`,
  invoiceId: `invoiceno invoicenumber invoiceid invoice laskunumero laskunro laskutunnus laskuid lasku fakturanummer fakturanr
    fakturaid faktura billno billnumber laskunnumero invoicenr laskunnro laskunnumero`,
  productId: `sku productid productcode productno productnumber stockcode itemcode itemno itemid tuotekoodi tuotenumero tuotenro
    tuotetunnus tuoteid artikkelinumero artikkelikoodi artikelnummer artikelnr articlenumber articleno ean gtin barcode upc asin
    lineitemsku productsku variantsku eankoodi viivakoodi produktnummer produktid nimikekoodi`,
  ownId: `reviewid feedbackid ticketid caseid complaintid paymentid opportunityid dealid interactionid activityid
    palautetunnus reklamaationumero ticketnumber casenumber surveyid responseid callid messageid eventid taskid maksutunnus
    arendenummer reklamaatiotunnus`,
  // What was bought
  productName: `productname producttitle product tuotenimi tuotteennimi tuote item itemname nimike lineitemname artikel
    produktnamn benamning artikelbenamning tuotteet itemtitle variantname productpurchased tuotenimike`,
  description: `description kuvaus selite beskrivning tuotekuvaus itemdescription productdescription desc linedescription`,
  category: `category productcategory categoryname tuoteryhma kategoria productcategoryname produktgrupp kategori
    productgroup producttype tuotekategoria varugrupp`,
  inStock: `instock stock onstock available availability varastossa varastosaldo saldo saatavilla saatavuus stockquantity
    stockqty inventoryquantity ilager lagersaldo`,
  quantity: `quantity qty maara kpl antal lineitemquantity units lkm tilausmaara numberofitems orderedquantity
    numberofcds itemcount kappalemaara antalst pcs toimitettumaara`,
  unitPrice: `unitprice price hinta yksikkohinta ahinta pris styckpris apris itemprice lineitemprice kplhinta listprice
    itemcost enhetspris regularprice saleprice ovh myyntihinta yksikkohintaalv0`,
  lineTotal: `linetotal rivisumma rivihinta extendedprice radsumma lineamount itemtotal linetotalprice riviyhteensa radbelopp`,
  freight: `freight freightvalue shipping shippingcost shippingamount rahti toimituskulu toimituskulut toimitusmaksu frakt
    postage shippingtotal ordershipping fraktkostnad postikulut`,
  total: `total totalamount grandtotal ordertotal summa loppusumma yhteensa bruttosumma totalsumma totalbelopp sum
    kokonaissumma totalprice dollarvalue sales revenue salesamount ordervalue maksettava laskunsumma verollinensumma
    summaverollinen verollinen brutto summasisalv totalinclvat totalincltax invoicetotal amounttotal attbetala
    ordertotalamount kuittisumma ostosumma totalspent salesvalue ordersum summaalv totalinclmoms bruttobelopp ordersumma summainklmoms laskunloppusumma laskunverollinensumma`,
  totalNet: `subtotal totalnet nettosumma veroton verotonsumma netto net totalexvat summaveroton nettobelopp totalexcltax
    nettototal netamount totalexclvat summaalv0 nettoyhteensa exklmoms subtotalamount laskunverotonsumma`,
  amount: `amount value paymentvalue maksettu maksu belopp paidamount amountpaid transactionamount suoritus arvo
    paymentamount amountreceived dealvalue dealamount maksunsumma maara eur euroa euro`,
  currency: `currency valuutta valuta currencycode valuuttakoodi ccy currencyisocode valutakod presentmentcurrency`,
  orderDate: `orderdate orderedat orderedon purchasedate purchasetimestamp orderpurchasetimestamp tilauspaiva tilauspvm tilausaika
    tilauspaivamaara ostopaiva ostopvm ostoaika orderdatum bestallningsdatum transactiondate transdate saledate salesdate myyntipaiva
    processedat kuittipvm kuittipaiva transactiontimestamp tilausajankohta ordertime dateofpurchase purchasedat inkopsdatum myyntiaika`,
  invoiceDate: `invoicedate laskupaiva laskupvm laskunpaiva laskunpvm fakturadatum issuedate issuedon billdate
    dateofinvoice laskutuspaiva laskupaivamaara laskunpaivamaara`,
  dueOn: `duedate erapaiva erapvm forfallodatum forfallodag dueon paymentdue datedue erapaivamaara`,
  paidAt: `paidat paymentdate maksupaiva maksupvm maksettupvm betaldatum betalningsdatum datepaid suorituspaiva suorituspvm
    paidon paidtime betaldag maksettupaiva paymenttimestamp maksettu paid betald suoritettu maksettupaivamaara`,
  date: `date pvm paiva paivamaara datum aika timestamp datetime time ajankohta at day createdat when klo tidpunkt tapahtumapvm
    activitydate eventdate calldate kirjattu datereceived received receivedat vastaanotettu tapahtumaaika datetimeopened opened openedat dateopened avattu avauspvm oppnad oppnadden vastausaika vastauspaivamaara tapahtumapaiva svarsdatum`,
  reference: `reference referencenumber viite viitenumero rfviite rf referens referensnummer ocr ocrnummer paymentreference
    maksuviite rfreference laskunviite`,
  sequence: `sequential sequence paymentsequential seq sequenceno sequencenumber maksueranumero`,
  method: `paymentmethod paymenttype method maksutapa betalsatt betalningssatt maksuvaline gateway tendertype paymentmethodtitle
    betalningsmetod paymentgateway`,
  lineNumber: `linenumber lineno linenr orderitemid orderlineid lineid rivi rivinro rivinumero radnr radnummer lineitemid rivinr lineitem itemnr`,
  status: `status orderstatus financialstatus tila laskuntila tilauksentila stage stagename dealstage paymentstatus invoicestatus
    ticketstatus kasittelytila tilanne leadstatus`,
  // What was said
  channel: `channel saleschannel kanava myyntikanava kanal contactmethod yhteydenottotapa submittedvia ticketchannel yhteydenottokanava caseorigin`,
  direction: `direction suunta riktning`,
  subject: `subject aihe otsikko rubrik amne ticketsubject topic commenttitle reviewtitle reviewcommenttitle headline asia dealname`,
  text: `text message body viesti teksti sisalto meddelande innehall commentmessage reviewcommentmessage content palaute
    feedback ticketdescription review reviewtext complaint narrative palauteteksti kommentarer vastausteksti reviewbody
    comment comments kommentti avoinpalaute avoinvastaus vapaapalaute`,
  handler: `handler owner agent assignedto assignee kasittelija vastuuhenkilo myyja saljare ansvarig salesrep ownerid
    accountmanager srid dealowner contactowner hubspotowner handledby vastuumyyja ticketowner handlaggare vastuukasittelija`,
  score: `score rating arvosana pisteet tahdet stars betyg nps npsscore csat satisfactionrating customersatisfactionrating
    arvio reviewscore tyytyvaisyys suositteluarvosana`,
  answeredAt: `answeredat answertimestamp reviewanswertimestamp vastattu respondedat replydate firstresponsetime besvarad
    vastauspaiva repliedat vastattupvm`,
  entryKind: `type tyyppi kind interactiontype activitytype laji typ tickettype tapahtumatyyppi contacttype`,
  wonDate: `closedate wondate dealclosedate closedat closeddate paattymispaiva stangningsdatum kauppapvm wonat`,
  reviewDate: `reviewcreationdate reviewdate palautepvm palautepaiva reviewedat submittedat feedbackdate answereddate reklamaatiopvm
    reklamaatiopaiva`,
} as const

export type Concept = keyof typeof words

/** Concepts that are moments or days. */
export const times: ReadonlySet<Concept> = new Set<Concept>([
  'birthDate',
  'customerSince',
  'created',
  'updatedAt',
  'orderDate',
  'invoiceDate',
  'dueOn',
  'paidAt',
  'date',
  'answeredAt',
  'wonDate',
  'reviewDate',
])

/** Squashed word → concepts it can stand for, the likeliest first. */
export const conceptsByWord: ReadonlyMap<string, Concept[]> = (() => {
  const map = new Map<string, Concept[]>()
  for (const [concept, list] of Object.entries(words) as [Concept, string][])
    for (const word of list.split(/\s+/)) {
      const known = map.get(word)
      if (!known) map.set(word, [concept])
      else if (!known.includes(concept)) known.push(concept)
    }
  return map
})()

/** Beginnings and ends of headers that tell apart several of the same. */
export const labelWords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    billing: 'billing bill laskutus fakturering faktura invoicing',
    shipping: 'shipping ship delivery toimitus leverans deliver',
    mailing: 'mailing postal posti',
    home: 'home koti hem private yksityinen personal',
    work: 'work business tyo arbets arbete jobb office toimisto',
    other: 'other muu annan ovrig',
    primary: 'primary main ensisijainen paa default',
    secondary: 'secondary alternate alternative toissijainen alt',
    visiting: 'visiting kaynti besoks',
    mobile: 'mobile mobil matka gsm',
    contact: 'yhteyshenkilon kontaktpersonens contactperson contactpersons',
  }).flatMap(([label, list]) => list.split(' ').map((word) => [word, label] as const)),
)

/** Whose or what the column is; the rest of the header says what of it. */
export const entityWords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    customer: 'customer asiakas asiakkaan asiakkaat kund kunden kundens client buyer ostaja ostajan cust',
    person: 'contact contacts person henkilo member jasen jasenen user subscriber guest patron yhteyshenkilon',
    account: 'account company organisation organization yritys yrityksen foretagets foretags',
    lead: 'lead mql liidi prospect',
    order: 'order tilaus tilauksen bestallning purchase transaction osto myynti sale',
    line: 'lineitem line item rivi rivin rad',
    product: 'product tuote tuotteen artikkeli artikel produkt',
    payment: 'payment maksu maksun betalning',
    invoice: 'invoice lasku laskun faktura',
    review: 'review feedback palaute palautteen complaint reklamaatio reklamaation ticket case survey',
    deal: 'deal opportunity',
    other: `seller supplier vendor toimittaja toimittajan leverantor assistants assistant managers manager agent owner employee spouse
      spouses createdby modifiedby lastmodifiedby handler staff myyja myyjan kasittelija emergency huoltaja sdr sr parent driver
      store warehouse sender recipient partner referrer relation`,
  }).flatMap(([entity, list]) => list.split(/\s+/).map((word) => [word, entity] as const)),
)

/** Words between the label and the meaning that say nothing: `Billing Address City`. */
export const fillers: readonly string[] = [
  'addr',
  'address',
  'osoite',
  'osoitteen',
  'adress',
  'field',
  'attributes',
  'properties',
  'fields',
  'the',
  'main',
  'info',
  'details',
  'your',
  'variant',
]

/** Units and currencies written into headers. */
export const units: readonly string[] = [
  'eur',
  'euro',
  'euros',
  'euroa',
  'usd',
  'dollar',
  'dollars',
  'sek',
  'kr',
  'gbp',
  'nok',
  'dkk',
  'kpl',
  'sisalv',
  'inclvat',
  'alv0',
  'verollinen',
  'veroton',
]
