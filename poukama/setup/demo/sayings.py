"""What the invented families and their workers say: nobody has said any of it."""

from collections.abc import Mapping, Sequence

MAIN = (
    "Vauvan päivät ovat rauhallisia.",
    "Arki sujuu ilman pelkoa.",
    "Saan levätä ja jaksan.",
    "Opin luottamaan siihen, että osaan hoitaa vauvaani.",
    "Meillä on oma koti ja siellä turvallinen arki.",
)
INTERIM = (
    "Päiväunet löytyvät samaan aikaan.",
    "Pyydän apua ajoissa.",
    "Iltaan tulee oma rytmi.",
    "Huomaan, mitä vauva kertoo itkulla.",
    "Syömme joka päivä yhdessä.",
    "Hoidan yhden asian viikossa alusta loppuun.",
)
OF_WEEK = (
    "Laitan vauvan päiväunille kymmeneltä.",
    "Soitan, kun väsyn.",
    "Luemme illalla yhden kirjan.",
    "Käymme joka päivä ulkona.",
    "Sylittelen vauvaa ennen syöttöä.",
    "Teen ruoan kolmena päivänä.",
    "Pyydän yöhoitajaa apuun kerran yössä.",
    "Soitan neuvolaan.",
)
SAID = (
    "Tämä oli helpompaa kuin ajattelin.",
    "Tiistaina ei jaksanut, muuten kyllä.",
    "Vauva rauhoittui, kun en kiirehtinyt.",
    "Unohdin, mutta muistin seuraavana päivänä.",
)
OF_BABY = (
    "Etsi katsetta ja vastasi hymyyn.",
    "Nukkui kahdet unet ja heräsi virkeänä.",
    "Itki illalla pitkään, rauhoittui sylissä.",
    "Jokelteli vaipanvaihdossa ja odotti vastausta.",
    "Söi hyvin, vatsa oli kipeä yöllä.",
)
OF_CHILD = (
    "Leikki pitkään samaa leikkiä ja kutsui mukaan.",
    "Kertoi päiväkodista itse.",
    "Haki syliä, kun käytävässä oli ääniä.",
    "Piirsi talon, jossa on punainen ovi.",
)
OF_ADULT = (
    "Oli levännyt ja puhelias.",
    "Kertoi yön olleen raskas.",
    "Pyysi itse apua aamulla.",
    "Luki vauvan viestejä ääneen.",
)
DONE = (
    "Suunniteltiin seuraavaa päivää.",
    "Harjoiteltiin iltatoimia yhdessä.",
    "Käytiin läpi, mikä auttoi viime viikolla.",
    "Täytettiin hakemus ja sovittiin, kuka soittaa.",
)
OWN_WORDS = (
    "Huomasin itse, milloin on levon paikka.",
    "Tästä tuli parempi olo.",
    "En olisi uskonut, että jaksan.",
)
CHILDS_WORDS = ("Täällä oli hiljaista.", "Minulla oli oma hylly.", "Kukaan ei huutanut.")
SHOWS = (
    "Vauva kääntyy äänen suuntaan, etsii katsetta ja rauhoittuu tutussa sylissä.",
    "Vauva nukkuu jo pidempiä jaksoja ja kertoo nälästä ennen kuin itkee.",
    "Vauva vastaa hymyyn ja odottaa vuoroaan.",
)
CHILD_SHOWS = (
    "Lapsi leikkii pidempään ja hakee apua, kun tarvitsee sitä.",
    "Lapsi kertoo tunteistaan kuvilla ja nukahtaa rauhallisemmin.",
)
FAMILY_VIEW = (
    "Kuukausi oli parempi kuin pelkäsin.",
    "Yöt ovat vielä raskaita, päivät sujuvat.",
    "Olen saanut apua, kun olen pyytänyt.",
    "Toivoisin enemmän aikaa kahden vauvan kanssa.",
)
WORKER_VIEW = (
    "Vanhempi lukee vauvan viestejä ja vastaa niihin useammin.",
    "Rytmi on löytynyt, illat tarvitsevat vielä tukea.",
    "Vanhempi pyytää apua ajoissa. Se kantaa arkea.",
    "Väsymys näkyy. Yöhoitoa jatketaan ensi kuussa.",
)
ASSESSED = (
    "Edettiin pienin askelin.",
    "Onnistui useimpina päivinä.",
    "Tarvitsee vielä toista ihmistä rinnalle.",
)
NO_VIEW = "Perhe ei halunnut sanoa tästä kuukaudesta."

PLAN: Mapping[str, Mapping[str, Sequence[str]]] = {
    "need": {
        "family": ("Haluan oppia hoitamaan vauvaa rauhassa.", "Tarvitsen lepoa ja jonkun, jolta kysyä."),
        "worker": ("Vanhempi tarvitsee tukea vauvan viestien lukemiseen ja yölliseen hoitoon.",),
        "referrer": ("Toivomme arviota siitä, millaista tukea perhe tarvitsee kotona.",),
    },
    "strengths": {
        "family": ("Olen sitkeä, ja siskoni auttaa.", "Rakastan vauvaani."),
        "worker": ("Vanhempi on lämmin ja pyytää apua.", "Perheellä on läheisiä, joihin voi luottaa."),
    },
    "means": {
        "family": ("Käyn neuvolassa ja ryhmässä.",),
        "worker": ("Viikon tavoitteet maanantaisin, videokuvaus joka toinen viikko.", "Työpari joka viikko."),
        "referrer": ("Verkosto kokoontuu kuukausittain.",),
    },
}
REVISED = (
    "Tarvitsen enää tukea öihin.",
    "Haluan harjoitella kotona olemista viikonloppuisin.",
    "Nyt tärkeintä on asunto.",
)
DISAGREES = "En ole samaa mieltä siitä, että yöt ovat suurin huoli."

TO_BABY = (
    "Hei! Opit täällä kääntymään ja nauroit, kun ikkunassa lensi lintu.",
    "Hei! Muistamme, miten rauhoituit lauluun ja miten pidit vedestä.",
)
TO_CHILD = (
    "Hei! Olit rohkea, kun piirsit sen, mistä oli vaikea puhua.",
    "Hei! Keksit meille uuden leikin, ja leikimme sitä vieläkin.",
)
GOODBYE = "Kaikkea hyvää sinulle. Meille saa aina tulla käymään."
CORRECTED = "Yksi päivä oli kirjattu väärin"
REACHED = (
    "Arki sujuu. Päiväkoti alkoi elokuussa.",
    "Retkahdus keväällä, nyt hoidossa ja vauva kotona.",
    "Uusi asunto löytyi, tukihenkilö käy kerran viikossa.",
    "Väsyttää, mutta apua saa. Kaipaa ryhmää.",
)
TRIED = "Puhelin oli kiinni."
ASKED_THEN = "Soitetaan iltapäivällä, kerrotaan kuka soittaa."
HANDED_OVER = (
    "Toivoo ensimmäistä aikaa pian, lapsi mukana.",
    "Haluaa jatkaa keskustelua väkivallasta kotiin palattua.",
    "Tarvitsee tuen rinnalleen, kun asunto vaihtuu.",
)
FULL = "Ryhmä alkaa maaliskuussa."
