"""The words of receipt codes: short, common and harmless, easy to write by hand and to say on the phone.

No two are so near each other that a slip of one letter makes one into the other, dots over letters or not.
Whoever sees three of them on a slip learns nothing of where it was given.
"""

import re
import secrets
import unicodedata

WORDS = tuple(
    "aallokko aalto aamiainen aamu ahjo ahven airo aisti akvaario alahylly alasin albumi alku almanakka alppi "
    "alppiruusu amppeli ananas ankkuri anturi apila appelsiini aprikoosi apteekki areena arkku arktinen "
    "aronia arpa artisokka asema asfaltti askel astelma astia ateria atlas atooli aukio aurinko auto "
    "avajaiset avanto avoin avokado balsami bambu banaani banjo barokki basilika betoni biisoni boksi "
    "brokkoli bussi bändi delfiini donitsi dragoni dyyni eines elefantti eliksiiri elokuu emali ennätys "
    "ensilumi erämaa esine esirippu estradi etana etappi etelä etiketti etäisyys eukalyptus eväs fagotti "
    "fasaani festari filmi flamingo flanelli flyygeli folio foorumi fresko galleria gaselli geeli gepardi "
    "globus gorilla grafiikka graniitti greippi grilli guava haahka haalari haapa haarukka hahtuva haikara "
    "haitari hakanen halla hanhi hanska hanuri hapero harakka harava harju harmaa harppu harso hattara hattu "
    "hauki havu havukka heijastin heisi helikopteri helle helmi helttasieni herne herukka hevonen hiekka "
    "hiekkalinna hiihto hiillos hillasuo hillo hirvi hiutale hohde hohto holvi honka hopea horisontti horsma "
    "hotelli huhmar huhtikuu huilu huippu huivi humus hunaja huone huopa huopikas huurre huvila hyasintti "
    "hylje hyppy hyrrä hyytelö hämy hämärä härkä höyhen höyry höyrylaiva iiris ilma ilmapallo iltapala "
    "iltarusko ilves imuri inkivääri iskelmä istuin istutus itikka itä itämeri jalava jalokivi jalusta "
    "jasmiini jatsi jauho jenkka jogurtti joki jono joulu jousi joutsen judo juhannus juhla jumpperi juniori "
    "juoni juova juusto juustohöylä jyvä jäkälikkö jäkälä jänis järvi järviruoko jääkaappi jääkarhu jäälautta "
    "jääpuikko jäätelö kaakko kaapeli kaappi kaarisaha kaarisilta kaarna kaarre kahvila kaiku kaisla kaivo "
    "kajuutta kaktus kalakukko kalastaja kalenteri kaltio kamera kamiina kammari kampa kanava kaneli "
    "kanelipulla kanerva kangas kaniini kannel kannu kanootti kansi kantarelli karamelli karaoke kardemumma "
    "karhu karikko karpalo karttu karuselli kasari kasetti kastanja kastike kasvi katiska katos katse kattila "
    "katto katu kaukalo kaulin kauppa kaupunki kaviaari keinu keitin keitto keksi kelkka kellari kello "
    "kellotapuli kenguru kenkä kenttä kerma kerrosleipä keräkaali keräsin kesäkuu keto ketsuppi kettu kevät "
    "kevätpuro kide kieli kierros kiertotähti kihokki kiikari kiila kiilto kiisseli kiitäjä kilohaili kilpi "
    "kimalle kimono kimppu kinkku kirahvi kirja kirjain kirnu kirsikka kissa kitara kitarasoolo kiuas kiuru "
    "kiwi klarinetti koala kohina kohokas koira koivikko koivu kolibri kolmio komero kompassi kompotti "
    "konsertti kookos koppelo koralli korento koriste koristelu korkeus korkki korpikuusi korppi korvasieni "
    "koski kosmos kosteikko kotilo kotka koukku krassi kravatti kruunu kuikka kuivuri kukkaro kuksa kulho "
    "kulku kulleri kulta kumina kummeli kumpare kuningas kuoro kupari kuperkeikka kupla kupoli kuppi "
    "kurjenpolvi kurki kurpitsa kurre kurssi kutoja kuukivi kuunsäde kuura kuusama kuusi kuutamo kuva kuvake "
    "kuvio kvartsi kylki kylmä kylpy kyläkauppa kymppi kynnys kynttilä kyntö kynä kypärä kytkin kyttyrä "
    "kyyhky kyyti käki käkikello käpy käsilaukku käsine käsityö kävely käytävä käännös käärö köli köynnös "
    "laakeri laakso laari laatikko laavu laguuni lahna laidun laituri lakana lakmus lakritsi lammas lammikko "
    "lamppu lanka lankku lanttu lapanen lapio lasagne lasi lastu lattia lauha laukka lautanen lautta "
    "laventeli lehmus lehmä lehti leija leijaus leijona leinikki leipomo leiri lemmikki lentokone leppä "
    "leppäkerttu leskenlehti letto levä liekki lieriö liesi lieve liikenne liikunta liimapuikko liina lime "
    "limonadi linja linnunrata lintu lipeä lippu lista litteä liukumäki liuos liuska lohi lohko loikka loimu "
    "loisto lokakuu lokero lomake lootus lossi lounas luisti luistinrata lukko luku lukusali lumi lumihiutale "
    "lumikenkä lumilinna lumipallo lumiukko lumme luonnos luotain luoto lupiini luppo lusikka luumu luuta "
    "lyhyt lyyra lähde lähtö lämpö lätäkkö löyly löytö maa maailma maali maatiainen magneetti mahonki "
    "maininki maissi maitohorsma majakka majava majoneesi makaroni makasiini makkara makrilli mandariini "
    "manner mansetti mansikka mantteli marengi marjapuuro markka marmeladi marmori marraskuu marsu masto "
    "matala matka matkalaukku mauste maustehylly mehiläinen mehukas mela melodia meloni merenranta meri "
    "meriheinä merihevonen merikotka merilevä merimies meripihka mesimarja messinki meteori metro metsikkö "
    "metsä metsälampi metsäpolku metsätähti mielikuva mieto miilu mikseri minttu mitta moottori mopo moreeni "
    "mosaiikki muffini muhennos muhku mukulakivi muna munakas munkki muovi murikka murmeli muro museo "
    "musiikki mustarastas mustekala mustikka mutteri muumi muurahainen muurain mylly mylläri mäkihyppy mämmi "
    "mänty mäyrä määränpää mökki naamio naapuri nahkiainen nappi nappula narsissi naula naulakko nauris "
    "naurulokki navetta neilikka nektariini neliö neulanen niemi nietos niini niitty niittykukka nikkeli "
    "nivel nojatuoli nokka nokkaeläin nokkahuilu norkko nostin nota nousu nousuvesi numero nuoli nuotio "
    "nuotti nuppu nurkka nurmi nuttu nuudeli nykäys nylon nyytti näkinkenkä näkymä näkötorni näyttely näyttö "
    "näätä oboe ohjaamo ohjain ohra ohuus oja ojanne oksa oliivi olkapää olkihattu olohuone omena omenamehu "
    "omenapiiras omenapuu onki onkiruoho onnenpotku ooppera opaali opaskartta opintopiiri oranssi oras "
    "orkesteri orkidea orsi orvokki osake osmankäämi osteri ostos ostoskori otava paahdin paahtoleipä paanu "
    "paatti pahvi paikka paistos paju pajunkissa pakastin pakkanen pala palanen palapeli paletti palkki palko "
    "palli palmikko palmu panda pankko pannari paperi paprika papukaija paraati parketti parmesaani parsa "
    "parsakaali partio parveke pasta patja pato patsas patteri pauhu pehku peili peippo pelargonia pelikaani "
    "pellava pelto peltopyy penger penkki pensas pensseli perhonen perjantai persikka persilja peruna "
    "perunalastu perunamuusi pesukone pesula pesä peura piano pihka pihlaja piippu piirakka piirros pikajuna "
    "pikkelssi pikkujoulu pikkuleipä pikkulintu pilari pilke pilkku pilttuu pilvi pinaatti pingviini pinkka "
    "pinni pinta pintaliito piparkakku pippuri pistaasi piste pitko pitkospuu pitsi pizza planeetta plankton "
    "platina pohja pohjoinen poiju poikki poljin polku polttopuu pomelo ponnahdus popcorn poreallas porkkana "
    "poro porras portti posliini posti postikortti poutapilvi proomu puffi puhallin puhelin puhuri puikko "
    "puimuri puisto pujo pujottelu pulkka pulkkamäki punainen punajuuri puntari puolipilvi puolukka purje "
    "purjevene puska putki puu puuro puuseppä puutalo puutarha puutarhuri puuvilla pyhäinpäivä pyramidi "
    "pyrstö pyökki pyörre pyörä pyöräretki pähkinä päivä päiväkirja päivänsäde päärynä pääsky pääskynen "
    "pölkky pöllö pöytä pöytäliina raastin radio rahka raidallinen raikas raitti raja rannikko ranta "
    "rantakivi raparperi rapsodia rapu rasia ratapiha ratas ratikka ratsu ravintola rehu reikä reimari "
    "rentukka reppu retiisi retkeily retki reuna revontuli riekko rieska riippa riippukeinu riippumatto riisi "
    "riite rikka rinne rintaneula ripa ristikko ritari riuku rivi roihu rooli roolipeli roska rosmariini "
    "rotko rottinki rouske rubiini ruis ruisku ruiskukka ruisleipä rukki rulla rumpu runo ruohikko ruoho "
    "ruohosipuli ruokakori ruori ruoste rusakko rusetti rusina ruskea ruudukko ruukku ruutana ruutu ruuvi "
    "ryhmä ryijy rypsi rypäle rytmi räiskäle räme ränni räpylä räsymatto räystäs räätäli röykkiö saapas "
    "saaristo saavi saavutus sadetakki safari safiiri saha sahrami saippua salaatti salmi salmiakki saluuna "
    "salvia sametti sammakko sammal sammio samovaari saniainen sankari sanomalehti sarake sarana sarastus "
    "sarja sarvikuono satama sateenkaari sateenvarjo satukirja satula satulinna saunavihta sauva savanni "
    "seepra seesami seikkailu seinä seitti selkä selleri sementti seppele serenadi serpentiini seula sieni "
    "siima siimes siipi siipiratas siirappi siivilä siksak silakka silkki silmukka silta simpukka sinappi "
    "sinfonia sininen siniristi sinitiainen sinivuokko sirkkeli sirkus sirpale sisilisko sisu sitrus sitruuna "
    "skootteri sohva sointu soitin sokeri solki solmu soppa sopuli sorkka sormus sormustin sorsa sorvi soutu "
    "spagetti strutsi sudenmarja suihku suihkulähde suikale suippo sukellus sukka suklaa suksi suksisauva "
    "sulkapallo sumu sunnuntai suo suola suolaheinä suolakurkku suopursu suppilo surffi sushi suunta suuri "
    "suutari suvanto syksy sylinteri syreeni syvyys syysmyrsky sähkö säilyke sälekaihdin sämpylä sänky särki "
    "särö sävel sävy taateli taika taikina taikuri taimen taimi taitto taivas takiainen takkatuli talikko "
    "talitiainen talja talkkuna talvi talviuni tamburiini tammikuu tango tanhu tanssi tanssikenkä tapetti "
    "tapuli tarha tarina tarjotin tarjous tasku taskulamppu tauko taulu tavara teatteri teeri tehdas teippi "
    "teline teltta tennis terassi terho termos termospullo terälehti teräs tiainen tie tiikeri tiikki tiira "
    "tiistai tiivis tikapuut tikkari tilli timantti timjami tippa tiski tiskirätti toffee tofu tomaatti "
    "tonnikala tontti tori torppa torstai tossu toukokuu traktori trumpetti tuikku tulikivi tulikukka "
    "tulitikku tulppa tulppaani tulva tumma tunika tunneli tunturi tuoksu tuomi turbiini turkisvuori turkki "
    "turkoosi turska turve tutka tuulenvire tuuli tuulihattu tuulikello tuulimylly tuulipuku tuutti tykky "
    "tyrni tyrsky tyven tyyny tähdenlento tähti tähtikartta täky täplikäs täplä täytekynä tölkki törmä töyhtö "
    "uimaranta uistin uittaja ukonhattu ukonilma ulappa ulkoilu ulkosaari unikko uninen untuva ura urheilu "
    "urku urut usva uuni uunilohi uutinen uutto vaahtera vaahto vaahtokylpy vaaksa vaalea vaate vadelma "
    "vaellus vaijeri vakka valas valjaat valkoinen valkokangas valkosipuli valo valokuva valssi valtameri "
    "vanamo vanilja vanne vanukas varasto varjo varpu varpunen varsi vartti vasa vasara vasikka vaski "
    "vastaranta vatkain vatukka vauhti vehnä veistos vekki velli vene venho venttiili veranta verkko verso "
    "verstas vesi vesiheinä vesilintu vesimeloni vesipisara vesiputous vetoketju viehe vihanta viherkasvi "
    "vihko vihreä vihta viidakko viikko viikuna viinirypäle viiri viisari viitta viiva vilja viljapelto "
    "villapaita villasukka vinssi viola virsu virtahepo virtapiiri virveli visakoivu vispilä viuhka viulu "
    "vohveli voi voikeksi voikukka voileipä voima volframi voltti vuokaavio vuokko vuolu vuolukivi vuono "
    "vuoristo vuorovesi vuosi vyyhti välke väriliitu västäräkki väylä ylänkö ympyrä yrtti yrttimaa yökkönen "
    "yömyssy äes äimä äyriäinen ääni öljy".split()
)
COUNT = 3
MOST = 100
"""Letters that are looked at: nobody writes three of these words longer."""

Words = tuple[str, ...]


class NotThreeWords(Exception):
    """There are not three words."""


class NotAWord(Exception):
    """One of the three is not on the list: `place`, from one."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


def drawn() -> Words:
    """Three words drawn by lot."""
    return tuple(secrets.choice(WORDS) for _ in range(COUNT))


def as_words(text: str) -> Words:
    """The three words that somebody wrote, as they stand on the list.

    Capitals, hyphens, spaces and missing dots are forgiven, and so are words written together.
    """
    parts = re.findall(r"[^\W\d_]+", folded(text[:MOST]))
    if len(parts) == COUNT and all(part in _BY_KEY for part in parts):
        return tuple(_BY_KEY[part] for part in parts)
    ways = _ways("".join(parts), COUNT)
    if len(ways) == 1:
        return ways[0]
    if len(parts) != COUNT:
        raise NotThreeWords
    raise NotAWord(next(place for place, part in enumerate(parts, 1) if part not in _BY_KEY))


def folded(text: str) -> str:
    """Small letters without dots or accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _ways(letters: str, count: int) -> list[Words]:
    """Every way to read the letters as so many words written together."""
    if count == 0:
        return [()] if not letters else []
    return [
        (_BY_KEY[letters[:end]], *rest)
        for end in range(1, len(letters) + 1)
        if letters[:end] in _BY_KEY
        for rest in _ways(letters[end:], count - 1)
    ]


_BY_KEY = {folded(word): word for word in WORDS}
