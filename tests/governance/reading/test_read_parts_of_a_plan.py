"""The parts of a plan, each in the shapes in which people write it."""

import pytest

from poukama.governance.reading.proposals import StaffKind
from poukama.governance.reading.reader import read_plan
from poukama.governance.reading.writing import join, known_words

HEADING = "Tavoiteltava asiakas- ja/tai käyttäjämäärä vuonna 2025"
PAIR = "2.1 Sorvala\n\nTavoitteet Tulokset\n\nPerheiden arki sujuu.\n\nArki on sujunut.\n\n"


def counted(text: str, heading: str = HEADING) -> list[tuple[str, int | float]]:
    plan = read_plan(f"{PAIR}{heading}\n{text}\n".encode())
    return [(target.label, target.value) for target in plan.targets]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Perheet 20", [("Perheet", 20)]),
        ("Perheet  20  \n\nLapset   3 ", [("Perheet", 20), ("Lapset", 3)]),
        ("Käynnit 1 300\n\nLapset 1.500", [("Käynnit", 1300), ("Lapset", 1500)]),
        ("Käynnit 12\u00a0500", [("Käynnit", 12500)]),
        (
            "Perheet; yksilö- ja ryhmämuotoi-\nnen ohjaus\n\n200\n\nLapset 4",
            [("Perheet; yksilö- ja ryhmämuotoinen ohjaus", 200), ("Lapset", 4)],
        ),
        ("Perheet\n20\nLapset\n30", [("Perheet", 20), ("Lapset", 30)]),
        ("• Perheet 20\n• Lapset 30", [("Perheet", 20), ("Lapset", 30)]),
        ("- perheet 20\n- lapset 30", [("perheet", 20), ("lapset", 30)]),
        ("Perheet: 20\nLapset – 30\nNuoret ..... 40", [("Perheet", 20), ("Lapset", 30), ("Nuoret", 40)]),
        ("Perheet 20 perhettä\nKäynnit 30 kpl", [("Perheet", 20), ("Käynnit", 30)]),
        ("Perheet vähintään 20\nKeskeytyneet enintään 2", [("Perheet", 20), ("Keskeytyneet", 2)]),
        ("Alle 3-vuotiaat 20\nNuoret 13-17 v. 30", [("Alle 3-vuotiaat", 20), ("Nuoret 13-17 v.", 30)]),
        ("Perheet (avoin työ) 20", [("Perheet (avoin työ)", 20)]),
        ("Päättyneet 0", [("Päättyneet", 0)]),
        ("Suuri yleisö / alueen asukkaat 2000", [("Suuri yleisö / alueen asukkaat", 2000)]),
        ("Perheet\t20\nLapset\t30", [("Perheet", 20), ("Lapset", 30)]),
        ("Perheet 20\n\n2.2 Kuusjoki\n\nVuonna 2025 kehitetään 3", [("Perheet", 20)]),
        ("Perheet 20\n\n3 Avopalvelut", [("Perheet", 20)]),
        ("Perheet 20\n\nTyötä tehdään kunnissa ja se jatkuu yhä vuonna 2025\n", [("Perheet", 20)]),
        (
            "Perheet 20\n\nTyötä tehdään kolmessa kunnassa ja tukihenkilö tapaa perhettä 3\n\nkertaa vuodessa.",
            [("Perheet", 20)],
        ),
        ("Lapset alle 25\n40", [("Lapset alle 25", 40)]),
        ("Henkilötyövuodet 2,5", [("Henkilötyövuodet", 2.5)]),
    ],
)
def test_a_target_is_a_label_and_a_number(text, expected):
    assert counted(text) == expected


@pytest.mark.parametrize(
    "heading",
    [
        "Tavoiteltava asiakas- ja/tai käyttäjämäärä vuonna 2025",
        "Tavoiteltava asiakasmäärä",
        "Tavoiteltavat asiakasmäärät vuodelle 2026:",
        "Tavoiteltu käyttäjämäärä 2027",
        "Tavoiteltava asiakas- ja/tai käyttäjä-\nmäärä vuonna 2025",
        "Tavoiteltava asiakas- ja/tai käyttäjämäärä\nvuonna 2025",
        "Määrälliset tavoitteet 2025",
        "Asiakasmäärätavoitteet",
        "Målsatt antal klienter och/eller användare år 2025",
        "Eftersträvat antal klienter 2025",
        "Kvantitativa mål 2025",
    ],
)
def test_the_heading_of_targets_has_many_forms(heading):
    assert counted("Perheet 20\n\nLapset 30", heading) == [("Perheet", 20), ("Lapset", 30)]


@pytest.mark.parametrize(
    "header",
    [
        "Tavoitteet Tulokset",
        "Tavoite Tulos",
        "TAVOITTEET TULOKSET",
        "Päätavoitteet Tulokset",
        "Tavoitteet\nTulokset",
        "Tavoitteet | Tulokset",
        "Tavoite Tavoiteltu tulos",
        "Mål Resultat",
        "Målsättningar Förväntade resultat",
    ],
)
def test_the_header_of_goals_has_many_forms(header):
    plan = read_plan(f"2.1 Sorvala\n\n{header}\n\nPerheiden arki sujuu\n\nArki on sujunut.\n".encode())
    assert [(goal.goal, goal.result) for goal in plan.goals] == [("Perheiden arki sujuu", "Arki on sujunut.")]


def test_columns_kept_apart_by_spaces_are_read_by_their_places():
    text = (
        "2.1 Sorvala\n\n"
        "Tavoitteet                    Tulokset\n\n"
        "Perheiden arki sujuu ja       Arki on sujunut. Perheet\n"
        "lapset voivat hyvin.          ovat saaneet tukea kodis-\n"
        "                              sa.\n\n"
        "Isät mukaan.                  Isiä on tavoitettu.\n"
    )
    plan = read_plan(text.encode())
    assert [(goal.goal, goal.result) for goal in plan.goals] == [
        (
            "Perheiden arki sujuu ja lapset voivat hyvin.",
            "Arki on sujunut. Perheet ovat saaneet tukea kodissa.",
        ),
        ("Isät mukaan.", "Isiä on tavoitettu."),
    ]


def test_a_row_that_breaks_over_pages_comes_together():
    text = (
        "2.1 Sorvala\n\nTavoitteet Tulokset\n\n"
        "Perheiden arki sujuu kodeissa ja vanhempien voi-\nmat riittävät. Työ vahvistaa\n\n"
        "Perheet ovat saaneet tukea ja heidän arkensa on\nsujunut aiempaa paremmin kodeissa sekä\n"
        "\fperheiden turvallisuutta ja lasten hyvää\nhoitoa.\n\n"
        "lasten hoito on parantunut.\n\n"
        "Isät mukaan.\n\nIsiä on tavoitettu.\n"
    )
    plan = read_plan(text.encode())
    assert [(goal.goal.split()[-1], goal.result.split()[-1]) for goal in plan.goals] == [
        ("hoitoa.", "parantunut."),
        ("mukaan.", "tavoitettu."),
    ]
    assert "Työ vahvistaa perheiden turvallisuutta" in plan.goals[0].goal
    assert "kodeissa sekä lasten hoito" in plan.goals[0].result


def test_page_numbers_are_no_targets():
    pages = [
        f"{PAIR}{HEADING}\nPerheet {20 + page}\n\nLapset\n\n{30 + page}\n\n{page}\n" for page in range(1, 5)
    ]
    plan = read_plan("\f".join(pages).encode())
    assert [target.value for target in plan.targets] == [21, 31, 22, 32, 23, 33, 24, 34]


def test_a_table_of_contents_holds_no_sections():
    text = (
        "Sisällys\n1 Alku ........ 2\n2 Työ 3\n2.1 Sorvala ........ 4\n\n1 Alku\n\nTeksti.\n\n2 Työ\n\n"
        + PAIR
    )
    plan = read_plan(text.encode())
    assert [(section.number, section.title) for section in plan.sections] == [
        ("1", "Alku"),
        ("2", "Työ"),
        ("2.1", "Sorvala"),
    ]
    assert [(form.title, form.area) for form in plan.work_forms] == [("Sorvala", "Työ")]


def test_a_numbered_list_is_no_chapter():
    text = "1 Alku\n\n1. Miten työ sujuu?\n2. Perheiden tuki vahvistuu\n\n2 Työ\n\n" + PAIR
    plan = read_plan(text.encode())
    assert [section.number for section in plan.sections if section.number] == ["1", "2", "2.1"]


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("6 uutta paria", [("uutta paria", 6)]),
        ("Vähintään 10 vastausta kyselyyn", [("vastausta kyselyyn", 10)]),
        ("6 uutta paria ja 10 iltaa", [("uutta paria", 6), ("iltaa", 10)]),
        ("3-5 kk:n ikäiset vauvat nukkuvat", []),
        ("12 kk:n ikäiset vauvat nukkuvat", []),
        ("Vuonna 2025 aloitetaan ryhmät", []),
    ],
)
def test_a_result_may_be_a_number(result, expected):
    plan = read_plan(f"2.1 Sorvala\n\nTavoitteet Tulokset\n\nPerheet saavat tukea\n\n{result}\n".encode())
    assert [(target.label, target.value) for target in plan.targets if target.is_result] == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["sosi-", "aaliset suhteet"], "sosiaaliset suhteet"),
        (["Lumme -", "työ"], "Lumme -työ"),
        (["yksilö-", "ja ryhmätyö"], "yksilö- ja ryhmätyö"),
        (["yksilö- ", "ja ryhmätyö"], "yksilö- ja ryhmätyö"),
        (["oikea-", "aikainen"], "oikea-aikainen"),
        (["perhe-", "elämä"], "perhe-elämä"),
        (["Itä-", "Hämeessä"], "Itä-Hämeessä"),
        (["6-", "12 kk"], "6-12 kk"),
        (["SOTE-", "keskus"], "SOTE-keskus"),
        (["päivä ja -", "ilta"], "päivä ja -ilta"),
        (["ja/", "tai"], "ja/tai"),
        (["• yksi", "• kaksi"], "yksi kaksi"),
        (["pysty\u00ad", "vyys"], "pystyvyys"),
        (["opetta-", "ja, joka"], "opettaja, joka"),
        (["", "yksi  kaksi", " "], "yksi kaksi"),
    ],
)
def test_broken_lines_become_running_text(lines, expected):
    assert join(lines) == expected


def test_the_documents_own_spelling_decides_about_a_hyphen():
    known = known_words(["Tämä Lumme-työ jatkuu hyvin.", "Uusi chat-tuki ja opettaja tulevat nyt."])
    assert join(["chat-", "tuki"], known) == "chat-tuki"
    assert join(["Lumme-", "ryhmä"], known) == "Lumme-ryhmä"
    assert join(["opetta-", "ja tulee"], known) == "opettaja tulee"


def test_money_in_a_list_is_read_and_money_in_prose_is_not():
    text = (
        "9 Talous\n\nEtu nousee 100 euroon. Avustus kasvaa 5 000 €\n\nja se riittää.\n\nTuotot muodostuvat:\n\n"
        "Hyvinvointialueet 1.458.028 €\nAvustukset 160 000 €\nMyynti 1 200,50 €\nTuotot yhteensä 1 619 228,50 €\n"
    )
    plan = read_plan(text.encode())
    assert [(line.label, line.amount, line.is_total) for line in plan.budget] == [
        ("Hyvinvointialueet", 1458028, False),
        ("Avustukset", 160000, False),
        ("Myynti", 1200.5, False),
        ("Tuotot yhteensä", 1619228.5, True),
    ]


def test_staff_is_read_by_area_team_and_position():
    text = (
        "8 Henkilökunta\n\nHenkilöstörakenne on seuraava:\n\nPerhetyö (6)\n\nKodin työryhmä (4)*\n\n• johtaja\n\n"
        "• 2  ohjaajaa, yötyö\n\n• vastaava perhetyön-\n\ntekijä\n\n* Johtaja vastaa\n\nAvotyön työryhmä (2)\n\n"
        "• 2 ohjaajaa\n\nHallinto (1)\n\n• talouspäällikkö\n\nYhteensä (7)\n\nTeksti jatkuu tästä.\n"
    )
    plan = read_plan(text.encode())
    assert [(line.kind, line.label, line.count) for line in plan.staff] == [
        (StaffKind.GROUP, "Perhetyö", 6),
        (StaffKind.TEAM, "Kodin työryhmä", 4),
        (StaffKind.POSITION, "johtaja", 1),
        (StaffKind.POSITION, "ohjaajaa, yötyö", 2),
        (StaffKind.POSITION, "vastaava perhetyöntekijä", 1),
        (StaffKind.TEAM, "Avotyön työryhmä", 2),
        (StaffKind.POSITION, "ohjaajaa", 2),
        (StaffKind.GROUP, "Hallinto", 1),
        (StaffKind.POSITION, "talouspäällikkö", 1),
        (StaffKind.TOTAL, "Yhteensä", 7),
    ]
    assert [line.note for line in plan.staff if line.note] == ["Johtaja vastaa"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ryhmä kokoontuu kerran viikossa.", [("times_a_week", 1)]),
        ("Ilta järjestetään kaksi kertaa vuodessa.", [("times_a_year", 2)]),
        ("Tapaamme muutaman kerran vuodessa.", [("some_times_a_year", None)]),
        ("Päivystämme n. 20 tuntia kuukaudessa.", [("hours_a_month", 20)]),
        ("Valmennus on 1 krt/kk kunnassa.", [("times_a_month", 1)]),
        ("Tapaamiset 1-2 viikon välein.", [("interval", 1)]),
        ("Seuranta kuukausittain ja puolivuosittain.", [("monthly", None), ("half_yearly", None)]),
        ("Avoinna maanantaista perjantaihin klo 9-15.", [("opening", None)]),
        ("Avoinna ma-pe klo 8.30–16.", [("opening", None)]),
        ("Alkaa 1.3.2025 keväällä.", [("date", None), ("season", None)]),
        ("Grupperna träffas en gång i månaden, varje vecka.", [("times_a_month", 1), ("weekly", None)]),
        ("Vuosikello ja viikkotavoite.", []),
    ],
)
def test_rhythms_and_dates_are_recognised(text, expected):
    plan = read_plan(f"{PAIR}2.2 Kuusjoki\n\n{text}\n".encode())
    assert [(one.kind, one.times) for one in plan.rhythms] == expected


def test_opening_hours_have_days_and_a_clock():
    plan = read_plan(f"{PAIR}2.2 Kuusjoki\n\nAvoinna ma-to klo 8.30–16.\n".encode())
    (one,) = plan.rhythms
    assert (one.weekdays, one.starts_at, one.ends_at, one.work_form) == (
        (0, 1, 2, 3),
        "08:30",
        "16:00",
        "Kuusjoki",
    )


@pytest.mark.parametrize(
    "headings",
    [("4 Perhetyö", "4.1 Sorvala"), ("4. Perhetyö", "4.1. Sorvala"), ("4 Perhetyö", "4.1. Sorvala")],
)
def test_chapters_may_be_numbered_with_a_dot(headings):
    chapter, form = headings
    body = PAIR.removeprefix("2.1 Sorvala\n\n")
    text = f"{chapter}\n\nTeksti.\n\n1. Perheet mukaan\n2. Isät mukaan\n\n{form}\n\n{body}{HEADING}\nPerheet 20\n"
    plan = read_plan(text.encode())
    assert [(one.work_form, one.value) for one in plan.targets] == [("Sorvala", 20)]
    assert [one.area for one in plan.work_forms] == ["Perhetyö"]


def test_a_work_form_told_under_headings_of_its_own_keeps_its_goals():
    body = PAIR.removeprefix("2.1 Sorvala\n\n") + f"{HEADING}\nPerheet 20\n\n"
    text = (
        "2 Työ\n\n2.1 Sorvala\n\nTeksti.\n\n2.1.1 Ohjaus\n\nTeksti.\n\n2.1.2 Ryhmät\n\nTeksti.\n\n"
        f"{body}2.2 Kuusjoki\n\n2.2.1 Koti\n\n{body}2.2.2 Tupa\n\n{body}"
    )
    plan = read_plan(text.encode())
    assert [one.work_form for one in plan.goals] == ["Sorvala", "Koti", "Tupa"]
    assert [one.work_form for one in plan.targets] == ["Sorvala", "Koti", "Tupa"]


def test_a_plan_in_swedish_is_read_too():
    text = (
        "4 Familjearbete\n\n4.1 Sorvala\n\nVerksamheten pågår varje vecka.\n\nMål Resultat\n\n"
        "Föräldrarna får stöd i var-\ndagen.\n\nVardagen löper bättre.\n\n"
        "Målsatt antal klienter och/eller användare år 2025\nFamiljer 20\n\nBesök 1 300\n\n"
        "5 Personal\n\nPersonalstruktur:\n\nFamiljearbete (3)\n\n• 2 handledare\n\n• chef\n\n"
        "6 Ekonomi\n\nIntäkter:\n\nBidrag 1 000 €\nIntäkter sammanlagt 1 000 €\n"
    )
    plan = read_plan(text.encode())
    assert [(one.goal, one.result) for one in plan.goals] == [
        ("Föräldrarna får stöd i vardagen.", "Vardagen löper bättre.")
    ]
    assert [(one.label, one.value, one.unit) for one in plan.targets] == [
        ("Familjer", 20, "family"),
        ("Besök", 1300, "visit"),
    ]
    assert [(one.label, one.count) for one in plan.staff] == [
        ("Familjearbete", 3),
        ("handledare", 2),
        ("chef", 1),
    ]
    assert [(one.amount, one.is_total) for one in plan.budget] == [(1000, False), (1000, True)]
    assert (plan.year, [one.kind for one in plan.rhythms]) == (2025, ["weekly"])
