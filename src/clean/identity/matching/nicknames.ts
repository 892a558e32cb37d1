/**
 * Names by which the same person is called, one group a line; the first stands for the group. A name may stand in several groups. Compiled
 * by us from what is common knowledge in Finland and in the English-speaking world; near in writing (Lisa, Liisa) is not its business.
 */
const groups = `
robert rob bob bobby robbie robby roberto bert
william will bill billy willy willie liam wm
richard rick dick rich ricky richie
james jim jimmy jamie jas
john jack johnny jon jonny jno
jonathan jon jonny
joseph joe joey jos jo
charles charlie chuck chas charley carl
thomas tom tommy thos
edward ed eddie ted teddy ned edw
edwin ed eddie
edmund ed eddie
michael mike mick mickey micky mikey mitch
david dave davey
daniel dan danny
samuel sam sammy saml
benjamin ben benny benj
matthew matt matty
andrew andy drew
anthony tony ant
nicholas nick nicky nico
christopher chris kit topher
alexander alex sandy al alec xander sasha
albert al bert bertie
alfred alf alfie fred
frederick fred freddie freddy fredk
francis frank frankie fran
george geo georgie
henry harry hank hal
harold harry hal
lawrence larry lawrie laurie
leonard len lenny leo
patrick pat paddy
peter pete
philip phil pip
raymond ray
ronald ron ronnie
donald don donnie
kenneth ken kenny
stephen steve stevie steven
timothy tim timmy
walter wally walt
gregory greg
gerald gerry jerry
jeffrey jeff geoff geoffrey
joshua josh
jacob jake
zachary zach zac zack
nathaniel nathan nat nate
theodore ted teddy theo
vincent vince vinnie
eugene gene
arthur art artie
elizabeth liz beth betty lizzie eliza elsie bess bessie betsy libby lisa elisabeth
margaret maggie meg peggy madge marge margie greta rita daisy peg
catherine kate katie cathy kathy kitty katherine kathryn kath cate katy
mary molly polly may mae
ann annie anna nan nancy anne
susan sue susie suzy susannah
patricia pat patty tricia trish patsy
jennifer jen jenny jenn
jessica jess jessie
rebecca becky becca
victoria vicky tori vicki
alexandra alex sandra lexi sandy
deborah deb debbie debra
barbara barb babs
dorothy dot dolly dotty
eleanor ellie nell nellie nora
florence flo florrie
frances fran fanny frankie
harriet hattie
helen nell nellie ellen lena
isabella bella izzy isabel belle
jane janie jenny
joanna jo joan
josephine jo josie
judith judy
christine chris chrissie tina christina
charlotte lottie charlie
abigail abby gail
amanda mandy
cynthia cindy
pamela pam
samantha sam
sarah sally sadie
theresa terry tess tessa teresa
virginia ginny
olivia liv livvy
emily em emmy
emma em
lucille lucy
louisa lou louise
natalie nat
gabrielle gabby
wilhelmina minnie wilma
johannes jussi juhani juha juho hannu hannes jani jan johan juhana
matti masa matias
antti anttoni antero
heikki henrik heka
pekka petri pertti pietari pete
erkki eero eerik erik
kalle kaarle karl kaarlo
ville viljo vilho
yrjö jori yrjänä
mikko mika mikael miikka
timo timppa
tapani tapsa teppo
sebastian seppo basti
elisabet liisa elisa elise lisa
katariina kati kaisa katri kaija katja kaarina karin
margareta marketta reetta maarit marjatta greta
maria maija mari marja mia maaria
helena leena heli hellu
anneli anna anni annukka anu anne
kristiina kirsti kirsi tiina stiina
johanna hanna jonna hannele
susanna sanna susa sanni
aleksandra sandra santra alexandra
aleksanteri ale aleksi santeri alex
hildegard hilde hilda
johann hans hannes johannes jan
friedrich fritz fred
wilhelm willi willy
heinrich heinz heini
joachim achim jochen
margarete grete gretel
mathias matias matthias matti
petteri pekka pette
kristian kristo risto krister
lauri lasse lars laurentius lassi
olavi olli olof ola olle
tuomas tommi tomi tuomo thomas
jaakko jaska jakob jaakob
hermanni herkko herman
tobias topi topias
ilmari immu ilmo
benjami penjami benjamin pena
pentti pena benedikt bengt
raimo raimund rami
reino reiska reinhold
vilhelm ville viljami vilhelmi wilhelm
kustaa kusti kustavi gustav gösta kyösti
yrjö georg jyrki jyri jörgen
leonard leo lennart lenni lennu
nikolai niko niilo nils klaus
rikhard riku riki rikard
robert roope roopertti
samuel samuli sami samppa
daniel taneli tane
joonatan joni jonatan jonne
joosef jooseppi juuso josef
tapio tapsa
jorma jortsu
reijo reiska
veikko veka
eeva eevi eva evi
elina elli ella eliina
eleonoora nora noora leonoora
emilia emmi milja milla emma
eveliina evelina eve
inkeri inka inga
irene irina ira
josefiina fiina josefina
katariina katja riina kati catarina katarina
karoliina lina liina karo karolina
kristiina kiti stina
magdaleena malla leena mallu matleena
marjatta marja marjut
matilda tilda hilda tilta
paula pauliina paulina
pirjo pirkko piritta pipsa birgitta
riitta birgitta britta rita
saara sara salli sari
sofia sohvi sofi
teresia teresa tessa
ursula ulla ursa
valpuri vappu walburga
vilhelmiina mimmi miina minna vilma
`

const groupsOf = new Map<string, number[]>()
// with the marks of its letters, and as keys without them have it
for (const [group, line] of groups.trim().split('\n').entries())
  for (const written of line.split(' '))
    for (const name of new Set([written, written.normalize('NFD').replace(/\p{M}/gu, '')]))
      groupsOf.set(name, [...(groupsOf.get(name) ?? []), group])

/** Whether the two are known names of one person: Bob and Robert. Both in lower case. */
export function areNicknames(a: string, b: string): boolean {
  const of = groupsOf.get(a)
  const others = of && groupsOf.get(b)
  return others !== undefined && of!.some((group) => others.includes(group))
}

/** Numbers of the groups of names a name belongs to, for blocking. */
export const nicknameGroups = (name: string): readonly number[] => groupsOf.get(name) ?? []

const names = groups
  .trim()
  .split('\n')
  .map((line) => line.split(' '))
/** Other names of whoever is called so, as they are written, in lower case. */
export const nicknamesOf = (name: string): string[] => [
  ...new Set(nicknameGroups(name).flatMap((group) => names[group]!.filter((other) => other !== name))),
]
