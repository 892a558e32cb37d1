/**
 * Given names common among Finnish and Swedish speakers. They only decide which way round "Virtanen Liisa" is written; a name that is
 * missing here costs nothing but that. Names that are as common as surnames (Laine, Salo, Heino) are left out on purpose.
 */
const list = `
aada aapo aarne aaro aaron aatu ada adele agnes ahti aila aili aimo aini aino alba albert aleksandra aleksi aleksanteri alex alexander
alexandra alfred ali alina alisa allan alli alma amanda anders andreas anita anja anna annabella anne anneli annette anni annika
annikki annukka ansa anssi anton antero anti antti anu ari arja arne arsi arto arttu arttur artturi arvi arvo asko asta astrid atte
atso aukusti auli aulis aune aura auvo axel
barbro beata beatrice benjamin berit bertta birgit birgitta bo britta
camilla carina carita carl carola caroline cecilia charlotta christa christel christer christian christina christoffer
daniel daniela david dennis diana
ebba edith edvin eemeli eemil eerik eerika eerikki eero eetu eeva eevi eeli eelis eija eila einar eini eino eira eliina elias elina
elisa elisabet elisabeth ella elle ellen elli elma elmeri elmi elmo elsa elsi else elvi elviira emil emilia emma enni ensio eric erik
erika erkka erkki ernesti esa esko essi ester eva eveliina
fanni fanny fredrik frida
gabriel gabriella georg gerd gunilla gunnar gunnel gustaf gustav göran
hanna hannah hanne hannele hannes hanni hannu hans harri harry harriet heidi heikki heimo heini heinrich helena helga helge helinä
helka hellevi helmi helmiina helvi heljä henna hennariikka henni henriika henrik henriikka henry hilda hilja hilkka hilma hille
iida iina iines iiris iiro iivari iivo ilari ilkka ilma ilmari ilmo ilona ilpo ilse ilta ilya ina inari inga ingrid inka inkeri
inkeriina irina iris irja irma irmeli ismo ivar isabella ida isla isto
jaakko jaana jaakkima jaakob jalmari jan jani janika janina janita janne jari jarkko jarmo jarno jasmin jasmiina jenna jenni jennika
jenny jere jeremias jesse jessica jimi jimmy joakim joel johan johanna johannes john joni jonna jonas jonathan joona joonas joonatan
jooseppi jorma josefiina josefina jouko jouni juha juhana juhani juho jukka julia juliana julius jussi juuli juulia juuso jyri jyrki
kaarin kaarina kaarle kaarlo kai kaija kaino kaisa kaj kalervo kalevi kalle karin karina kari karita karl karoliina karri karla
katariina katja katri katriina kati kauko kei keijo kerttu kerttuli kevin kiira kimmo kirsi kirsti kitty klaara klara klaus konsta
kosti krista kristel kristian kristiina kristo kristoffer kristofer kullervo kyllikki kyösti
laila lars lassi laura lauri leea leena leevi leif leila lempi lena lenita lenni leo leon leonid liina liisa liisi lilian lilli linda
linnea lisbet lotta louna lukas lumi luukas lyydia lyyli
maaret maaria maarit maija maiju maila maini maire maisa maj maja malla mairit marcus mareena margareta margit margita mari maria
mariam marianna marianne marika mariel marina marita maritta maritza marja marjaana marjatta marjo marjukka marjut marju marketta
markku marko markus marleena martin martta martti mats mathias mathilda mathias matias matilda matleena matti mauno maunu mauri
meeri melina melissa merja meri mervi merike mia micael michael mia miia miika miikka miina miira mika mikael mikaela mikko milja
milka milla milo mimmi mimosa minea minna minttu miro mira mirja mirjam mirjami mirka mirkka mirva moona monica monika muhammad
nanna natalia nea neea nella nelli nestori netta nicklas nico niclas niilo niina niilo nikita niklas niko nikolai nina ninni noel
noora nuutti
oili oiva ola olavi olga oliver olivia olle olli onerva onni orvokki oskar oskari osmo ossi otso otto outi
paavo pasi patricia patrik patrick paul paula pauli pauliina paulus pekka pekko pentti per perttu pertti peter petra petri petteri
petter pia pihla piia pipsa pirita piritta pirjo pirkka pirkko päivi päiviö päivikki
raakel ragnar raija raili raimo raine rainer raisa ralf rami rasmus rauha rauli rauni rauno rebecka rebekka reetta reija reijo reima
reino reko riia riikka riina riitta riku risto rita ritva robert robin roger roland ronja roope rosa rosanna roosa rosita ruut
saana saara saga saija saila saima saimi salla salli salme salomon samu sampo samuel samuli sandra sanelma sanna sanni santeri santtu
sara sarah sari sarita satu saul sauli sebastian seija selma senja senni seppo severi signe siiri silja silva silvia simo simon sini
sinikka siina siiru siru sirkka sirkku sirpa sisko sofia sohvi soila soile soili solveig sonja sointu stefan stella stig suoma susanna
susanne suvi sulo sune sven svetlana sylvi sylvia säde sören
taavi taina taija taimi taisto taneli tanja tapani tapio taru tarja tarmo tatiana tatu tauno teemu teija teijo tellervo telle teppo
terhi terho terttu teo teuvo theodor thomas tiia tiina tiinu tiitus tiiu timi timo timothy titta tobias toini toivo tom tomas tomi
tommi tommy toni topi topias torsten tove touko tuija tuike tuire tuomas tuomo tuovi tuula tuulia tuulikki turo tuure tytti tyyne
tyyni
ulf ulla ulpu ulrika uolevi urho urpo usko uuno
valto valtteri valdemar vappu varpu veera veeti veijo veikka veikko veli venla verna verneri vesa veronika vieno victor viivi viktor
viktoria vilhelm vilho vili viljami viljo ville vilma vilppu virpi virva viola visa voitto väinö
walter werner wilhelm wilma
yngve yrjänä yrjö
åke åsa östen`
const givenNames = new Set(list.trim().split(/\s+/))

/** Whether the word (or each part of a double name such as Anna-Liisa) is a common given name, in any letter case. */
export function isGivenName(word: string): boolean {
  const lower = word.toLowerCase()
  return givenNames.has(lower) || (lower.includes('-') && lower.split('-').every((part) => givenNames.has(part)))
}
