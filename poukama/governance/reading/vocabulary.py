"""The words of the genre, in Finnish and Swedish. Nothing here is the name of a service."""

import re

_GOALS = r"(?:(?:strategi\w+|toiminnalli\w+|työmuodon|toiminnan|vuoden|årets)\s+)?(?:pää|osa|huvud|del)?(?:tavoitteet|tavoite|mål|målen|målsättning(?:ar(?:na)?)?)"
_RESULTS = (
    r"(?:(?:tavoitel\w+|tavoiteltu\w*|toivot\w+|toivottu\w*|odotet\w+|odotettu\w*|suunnitel\w+|förvänta\w+|önska\w+|avse\w+|eftersträva\w+)\s+)?"
    r"(?:tulokset|tulos|tulostavoitteet|lopputulos|lopputulokset|tuotokset|vaikutukset|resultat(?:en)?|utfall|effekter)"
)
_YEAR = r"(?:\s+(?:vuodelle|vuonna|v\.|för|år)?\s*(?:20\d\d))?"
_COLON = r"\s*:?"

GOALS_HEADER = re.compile(f"{_GOALS}{_YEAR}{_COLON}", re.I)
RESULTS_HEADER = re.compile(f"{_RESULTS}{_YEAR}{_COLON}", re.I)
PAIR_HEADER = re.compile(
    f"(?P<goals>{_GOALS}){_COLON}\\s*[|/–—]?\\s*(?P<results>{_RESULTS}){_YEAR}{_COLON}", re.I
)

TARGET_HEADING = re.compile(
    r"(?:"
    r"tavoitel(?:tava|tavat|lut|tu)\b.*\b\w*(?:määrä(?:t)?|lukumäärä(?:t)?|luvut|tavoitteet)"
    r"|(?:määrälli|numeeri)\w*\s+(?:\w+\s+)?tavoit\w+"
    r"|\w*(?:asiakas|käyttäjä|osallistuja|kävijä)\S*(?:\s+(?:ja|tai|ja/tai|sekä|/)\s+\S+)?\s*-?tavoitteet"
    r"|(?:asiakas|käyttäjä|osallistuja|kävijä)-?(?:\s+(?:ja|tai|ja/tai|sekä)\s+\w+)?määrätavoit\w+"
    r"|(?:tavoite(?:tut)?\s+)?(?:asiakas|käyttäjä)-?\s*(?:ja|tai|ja/tai)\s+käyttäjämäärät?"
    r"|tavoiteluvut|asiakasmäärätavoit\w+|käyttäjämäärätavoit\w+|tavoitemäärät"
    r"|(?:målsatt|målsatta|eftersträvat|eftersträvade|planerat|planerade|beräknat)\s+(?:\S+\s+){0,4}?(?:antal|mängd|volym)\b.*"
    r"|(?:kvantitativa|numeriska)\s+mål\b.*|målantal\b.*|mål\s+för\s+antalet?\b.*"
    r")(?:\s+(?:vuonna|vuodelle|v\.|toimintavuonna|år|för|under|för\s+år)?\s*20\d\d)?\s*:?",
    re.I,
)
TARGET_TABLE_HEADER_WORDS = frozenset(
    "kohderyhmä ryhmä mittari tavoite tavoitteet määrä lukumäärä kpl hlö toteuma vuosi yksikkö asiakasryhmä"
    " målgrupp grupp antal mål mått år enhet utfall".split()
)

MONEY_WORDS = re.compile(
    r"talousarvio|budjetti|tuotot|tulot|kulut|menot|rahoitus|avustu|budget|intäkt|inkomst|kostnad|utgift|finansiering",
    re.I,
)
MONEY_TOTAL = re.compile(r"\b(?:yhteensä|yht\.|summa|kokonais\w+|sammanlagt|totalt|summa|inalles)", re.I)

STAFF_HEADING = re.compile(
    r"(?:henkilöstörakenne|henkilöstön\s+rakenne|henkilöstömäärä|henkilökuntarakenne|henkilöstöresurssit?"
    r"|henkilökunnan\s+(?:rakenne|määrä)|personalstruktur\w*|personalresurser\w*|personalens\s+(?:struktur|sammansättning))",
    re.I,
)
STAFF_TOTAL = re.compile(r"\b(?:yhteensä|kaikki|henkilöstö|henkilökunta|sammanlagt|totalt|personal)\b", re.I)

PROJECT_GOALS = re.compile(r"(?:hankkeen|projektin|projektets)\s+(?:tavoitteet|mål)\s*:?", re.I)
CONTENTS = re.compile(r"sisällys(?:luettelo)?|innehåll(?:sförteckning)?", re.I)
CAPTION = re.compile(r"(?:kuva|kuvio|taulukko|liite|figur|bild|tabell|bilaga)\s+\d+", re.I)

AT_MOST = re.compile(r"\b(?:enintään|korkeintaan|max\.?|maks\.?|alle|högst|under)\s*$", re.I)
QUALIFIER = (
    r"(?:noin|n\.|vähintään|väh\.|ainakin|yli|enintään|korkeintaan|alle|max\.?|maks\.?|min\.?|>|<|≥|≤|~"
    r"|minst|högst|cirka|ca\.?|över|under|ungefär)"
)
UNIT = (
    r"(?:kpl|hlö|hlöä|henkilö|henkilöä|ihmistä|perhe|perhettä|lasta|lapsi|nuorta|aikuista|vanhempaa|naista|miestä|asiakasta"
    r"|asiakasperhettä|osallistujaa|kävijää|käyntiä|käyntikertaa|kertaa|krt|kontaktia|yhteydenottoa|ryhmää|tapaamista"
    r"|tilaisuutta|koulutusta|tuntia|h|vapaaehtoista|ammattilaista|paria|%|prosenttia|/\s*vuosi|vuodessa"
    r"|st|st\.|personer|person|familjer|barn|unga|vuxna|föräldrar|klienter|deltagare|besök|gånger|kontakter|grupper"
    r"|träffar|tillfällen|utbildningar|timmar|frivilliga)"
)
YEAR_BEFORE = re.compile(
    r"(?:vuonna|vuoden|vuodelle|vuodesta|vuoteen|toimintavuonna|v\.|år|året|för)\s*$", re.I
)
JOINING_WORDS = frozenset("ja tai sekä eli että kuin och eller samt".split())
ABBREVIATIONS = re.compile(
    r"(?:^|\s)(?:n|mm|esim|ym|jne|ns|ks|vrt|v|krt|väh|max|min|ent|ed|nk|t\.ex|bl\.a|ca|st|kl|klo|yms)\.$",
    re.I,
)
