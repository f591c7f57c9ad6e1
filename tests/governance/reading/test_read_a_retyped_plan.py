"""Plans of two more associations whose printed lines were typed again, so that tables and columns are gone."""

import pytest

from poukama.governance.reading.reader import read_plan
from tests.governance.reading.retyped import as_narrow_pdf, as_word

REEDS = """Kaislarannan ensi- ja turvakoti ry
Toimintasuunnitelma 2025
1 Aluksi
Yhdistys tukee perheitä, joiden arki on kuormittunut. Työ jatkuu neljässä yksikössä.
2 Perhetyö

2.1 Varhaisen vuorovaikutuksen tuki ja kotiin vietävä perheohjaus Tuulenpesän yksikkö Rantapolku
Rantapolku tekee työtä kodeissa ja omissa tiloissaan. Asiakkaat tulevat neuvolan kautta.

Tavoitteet Tulokset

Perheen arki kevenee pysyvästi 7 uutta tukiperhettä

Vanhempien vertaisuus vahvistuu 12 vertaisiltaa syksyn aikana

Isien osuus kasvaa jokaisessa toiminnassa 35 isää mukana toiminnassa

Tavoiteltava asiakas- ja/tai käyttäjämäärä vuonna 2025

Kotikäynneillä tavatut perheet ja niiden läheiset

140

Avoimen ryhmän aikuiset 85

Neuvolan kanssa pidetyt illat 9

Puhelinneuvonnassa autetut vanhemmat ja iso-

vanhemmat

410

Vapaaehtoiset 14

2.2 Kotimajakka

Kotimajakka on avoinna viitenä päivänä viikossa.

Tavoitteet Tulokset

Kävijät löytävät paikan ajoissa 3 uutta yhteistyökumppania

Keskeytyneitä tukisuhteita ei tule 0 keskeytynyttä tukisuhdetta

Tavoiteltava asiakas- ja/tai käyttäjämäärä vuonna 2025

Aikuisten käynnit 2 350

Lasten käynnit 1900

Retket 6
"""
REEDS_TARGETS = {
    "Varhaisen vuorovaikutuksen tuki ja kotiin vietävä perheohjaus Tuulenpesän yksikkö Rantapolku": [
        7, 12, 35, 140, 85, 9, 410, 14,
    ],
    "Kotimajakka": [3, 0, 2350, 1900, 6],
}  # fmt: skip

SHORE = """Strandviks mödra- och skyddshem rf
Verksamhetsplan 2025
1 Inledning
Föreningen stöder familjer i utsatta lägen. Arbetet bedrivs på två orter.
2 Arbete mot våld

2.1 Öppenvården

Öppenvården arbetar med alla parter. Klienterna kommer via socialväsendet.

Mål Resultat

Barnen blir hörda i varje process 18 barnsamtal under året

Föräldrar vågar söka hjälp tidigare 40 nya kontakter

Målsatt antal klienter och användare år 2025

Vuxna som har utsatts för eller använt våld i nära

relationer

95

Barn och unga 48

Samtal i chatten 260

Frivilliga 5

2.2 Natthemmet

Natthemmet är öppet dygnet runt.

Målsatt antal klienter och användare år 2025

Kvinnor 33

Män 4

Barn 41
"""
SHORE_TARGETS = {"Öppenvården": [18, 40, 95, 48, 260, 5], "Natthemmet": [33, 4, 41]}

FORMS = {
    "text": lambda lines: "\n".join(lines).encode(),
    "Word": lambda lines: as_word(lines, keep_empty=False),
    "Word with empty lines": lambda lines: as_word(lines, keep_empty=True),
    "PDF": as_narrow_pdf,
}


def values(reading):
    found = {}
    for target in reading.targets:
        found.setdefault(target.work_form, []).append(target.value)
    return {form: sorted(numbers) for form, numbers in found.items()}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "text, expected", [(REEDS, REEDS_TARGETS), (SHORE, SHORE_TARGETS)], ids=["reeds", "shore"]
)
def test_every_number_is_found_in_its_work_form_and_none_is_invented(form, text, expected):
    reading = read_plan(FORMS[form](text.splitlines()))
    assert values(reading) == {work_form: sorted(numbers) for work_form, numbers in expected.items()}


@pytest.mark.parametrize("form", FORMS)
def test_a_goal_and_its_number_on_one_line_are_told_apart(form):
    reading = read_plan(FORMS[form](REEDS.splitlines()))
    assert ("Perheen arki kevenee pysyvästi", "7 uutta tukiperhettä") in [
        (goal.goal, goal.result) for goal in reading.goals
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_number_on_a_line_of_its_own_belongs_to_the_words_above(form):
    reading = read_plan(FORMS[form](REEDS.splitlines()))
    labels = {target.value: target.label for target in reading.targets}
    assert labels[140] == "Kotikäynneillä tavatut perheet ja niiden läheiset"
    assert labels[410] == "Puhelinneuvonnassa autetut vanhemmat ja isovanhemmat"
    assert labels[85] == "Avoimen ryhmän aikuiset"
