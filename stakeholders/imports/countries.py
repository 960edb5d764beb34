"""Countries as sheets name them: by their letters, in English, French, Spanish, Portuguese, and otherwise.

The names are those in common use; accents, capitals and punctuation are aside.
"""

import re
from functools import cache

from django.utils import translation

from core.countries import COUNTRIES
from core.text import fold

SIGNS = re.compile(r"[^\w]+")
ARTICLES = frozenset({"the", "la", "le", "les", "l", "el", "los", "las", "o", "a", "os", "as"})

# Folded, and only where they differ from the English name in core.countries.
ELSEWHERE = """
AD andorre
AE emirats arabes unis, emiratos arabes unidos, emirados arabes unidos, uae, eau
AF afganistan, afeganistao
AG antigua et barbuda, antigua y barbuda, antigua e barbuda
AL albanie, albania
AM armenie, armenia
AO angola
AQ antarctique, antartida
AR argentine
AT autriche, osterreich
AU australie
AZ azerbaidjan, azerbaiyan, azerbaijao
BA bosnie herzegovine, bosnia y herzegovina, bosnia e herzegovina, bosnia herzegovina
BB barbade, barbados
BE belgique, belgica
BG bulgarie, bulgaria
BH bahrein, barem
BO bolivie, plurinational state of bolivia
BR bresil, brasil
BS bahamas
BT bhoutan, butan, butao
BW botsuana
BY bielorussie, bielorrusia, belorussia
BZ belice
CD rdc, drc, dr congo, democratic republic of the congo, democratic republic of congo,
 congo kinshasa, republique democratique du congo, republica democratica del congo,
 republica democratica do congo, congo rdc, congo drc, rd congo, congo dem rep
CF central african republic, republique centrafricaine, centrafrique, republica centroafricana,
 republica centro africana, car, rca
CG congo, congo brazzaville, republic of the congo, republic of congo, republique du congo,
 republica del congo, republica do congo
CH suisse, suiza, suica, schweiz
CI cote d ivoire, ivory coast, costa de marfil, costa do marfim
CK iles cook
CL chili, chile
CM cameroun, camerun, camaroes, kamerun
CN chine, people s republic of china
CO colombie, colombia
CV cap vert, cabo verde
CY chypre, chipre
CZ czechia, republique tcheque, tchequie, republica checa, chequia
DE allemagne, alemania, alemanha, deutschland, jerman, ujerumani
DK danemark, dinamarca
DM dominique
DO republique dominicaine, republica dominicana
DZ algerie, argelia
EC equateur, equador
EE estonie
EG egypte, egipto, egito, misri
EH sahara occidental
ER erythree, eritreia
ES espagne, espana, espanha, hispania
ET ethiopie, etiopia, uhabeshi
FI finlande, finlandia
FJ fidji, fiyi
FM micronesie
FR francia, franca, ufaransa
GA gabao
GB uk, united kingdom of great britain and northern ireland, great britain, england, scotland,
 wales, britain, royaume uni, grande bretagne, angleterre, reino unido, gran bretana, inglaterra,
 gra bretanha, uingereza, inggris
GD grenade, granada
GE georgie
GF guyane, guyane francaise, guayana francesa, guiana francesa
GM the gambia, gambie
GN guinee, guine, guinee conakry, guinea conakry, guine conacri, guinea conacri
GQ guinee equatoriale, guinea ecuatorial, guine equatorial
GR grece, grecia
GW guinea bissau, guinee bissau, guinea bisau, guine bissau
GY guyana, guiana
HN honduras
HR croatie, croacia
HT haiti
HU hongrie, hungria
ID indonesie
IE irlande, irlanda, republic of ireland
IL israel
IN inde, india
IQ irak, iraque
IR iran, islamic republic of iran, irao
IS islande, islandia
IT italie, italia
JM jamaique, jamaica
JO jordanie, jordania
JP japon, japao
KE kenya, kenia, quenia
KG kirghizistan, kirguistan, quirguistao, kirghizstan
KH cambodge, camboya, camboja
KM comores, comoras
KN saint kitts et nevis, saint christophe et nieves, san cristobal y nieves,
 sao cristovao e nevis
KP coree du nord, corea del norte, coreia do norte, dprk
KR coree du sud, corea del sur, coreia do sul, republic of korea, korea
KW koweit
KZ kazajistan, cazaquistao, kazajstan
LA laos, lao pdr, lao people s democratic republic
LB liban, libano
LC sainte lucie, santa lucia
LR liberia
LS lesoto
LT lituanie, lituania
LU luxemburgo
LV lettonie, letonia
LY libye, libia
MA maroc, marruecos, marrocos, moroko
MC monaco
MD moldavie, moldavia, republic of moldova
ME montenegro
MG madagascar, bukini
MH iles marshall, islas marshall, ilhas marshall
MK macedonia, macedoine du nord, macedonia del norte, macedonia do norte
MM birmanie, birmania, burma, mianmar
MN mongolie, mongolia
MR mauritanie
MT malte
MU maurice, ile maurice, mauricio, mauricia
MW malaui
MX mexique, mejico
MY malaisie, malasia
MZ mozambique, mocambique, msumbiji
NA namibie
NE niger
NI nicaragua
NL the netherlands, holland, pays bas, paises bajos, paises baixos, hollande, holanda
NO norvege, noruega
NP nepal
NZ nouvelle zelande, nueva zelanda, nova zelandia
OM oman, oma
PE perou
PF polynesie francaise, polinesia francesa
PG papouasie nouvelle guinee, papua nueva guinea, papua nova guine, png
PH philippines, filipinas, the philippines, filipina
PK paquistan, paquistao
PL pologne, polonia
PS palestinian territories, state of palestine, territorios palestinos
PT portugal, ureno
QA catar
RO roumanie, rumania, romenia
RS serbie
RU russian federation, russie, federation de russie, rusia, federacion de rusia
RW ruanda
SA arabie saoudite, arabia saudita, arabia saudi
SB iles salomon, islas salomon, ilhas salomao
SD soudan, sudao
SE suede, suecia
SG singapour, singapur, singapura
SI slovenie, eslovenia
SK slovaquie, eslovaquia
SL sierra leona, serra leoa
SM saint marin
SN senegal
SO somalie
SR surinam
SS soudan du sud, sudan del sur, sudao do sul
ST sao tome et principe, santo tome y principe, sao tome e principe, sao tome
SV salvador
SY syrian arab republic, syrie, siria
SZ eswatini, swaziland, suazilandia, esuatini
TD tchad, chade
TH thailande, tailandia
TJ tadjikistan, tayikistan, tajiquistao
TL timor leste, timor oriental
TM turkmenistan, turcomenistao
TN tunisie, tunez
TR turkey, turquie, turquia, uturuki
TT trinite et tobago, trinidad y tobago, trinidad e tobago, trinidad tobago
TW taiwan, republic of china
TZ united republic of tanzania, tanzanie
UA ucrania
UG ouganda
US usa, u s a, u s, united states of america, etats unis, etats unis d amerique, estados unidos,
 estados unidos de america, eeuu, ee uu, eua, america, marekani, amerika serikat
UY uruguai
UZ ouzbekistan, uzbekistan, usbequistao
VA holy see, vatican, saint siege, santa sede, vaticano
VC saint vincent et les grenadines, san vicente y las granadinas, sao vicente e granadinas,
 saint vincent and the grenadines
VE bolivarian republic of venezuela
VN viet nam
WS samoa
YE yemen, iemen
ZA afrique du sud, sudafrica, africa do sul, rsa, afrika kusini, afrika selatan
ZM zambie
ZW zimbabue
"""


def _compare(text):
    words = SIGNS.sub(" ", fold(text)).split()
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return " ".join(words)


@cache
def _known():
    known = {}
    with translation.override(None):
        for code, name in COUNTRIES.items():
            known[_compare(str(name))] = code
    code = ""
    for line in ELSEWHERE.strip().splitlines():
        names = line
        if not line.startswith(" "):
            code, _blank, names = line.partition(" ")
        for name in names.split(","):
            if name.strip():
                known[_compare(name)] = code
    return known


@cache
def _in_language(language):
    with translation.override(language):
        return {_compare(str(name)): code for code, name in COUNTRIES.items()}


def country_of(text, language=None):
    """The two letters of the country that `text` names, or None. `language` is that of the reader, in
    which Baraza may have shown the name."""
    code = text.strip().upper()
    if code in COUNTRIES:
        return code
    words = _compare(text)
    if not words:
        return None
    return _known().get(words) or (_in_language(language).get(words) if language else None)
