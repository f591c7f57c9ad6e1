"""The lint: what does not hold together in a plan, told with where, why and what to do."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from poukama.governance.reading.bodies import ENDED_BODIES, EndedBody
from poukama.governance.reading.findings import KINDS, Severity
from poukama.governance.reading.lint import lint
from poukama.governance.reading.proposals import (
    BudgetLineFound,
    GoalFound,
    Passage,
    Reading,
    Source,
    StaffKind,
    StaffLineFound,
    TargetFound,
    WorkFormFound,
)
from tests.governance.reading.test_read_the_official_plan import PLAN, read_plan

TODAY = date(2026, 11, 24)
HERE = Source(text="", line=7)


def found(plan: Reading, today: date = TODAY, **options) -> list[tuple[str, dict[str, object]]]:
    return [(finding.code, dict(finding.data)) for finding in lint(plan, today=today, **options)]


def codes(plan: Reading, today: date = TODAY) -> list[str]:
    return [finding.code for finding in lint(plan, today=today)]


def money(*lines: tuple[str, float, bool]) -> Reading:
    return Reading(
        budget=tuple(BudgetLineFound(label, amount, HERE, is_total=total) for label, amount, total in lines)
    )


def target(label: str, **values) -> Reading:
    values = {"unit": "person"} | values
    return Reading(targets=(TargetFound("Sorvala", label, 20, HERE, **values),))


def staff(*lines: tuple[StaffKind, str, int | None]) -> Reading:
    return Reading(staff=tuple(StaffLineFound(label, count, kind, HERE) for kind, label, count in lines))


def says(text: str, year: int = 2024) -> Reading:
    return Reading(year=year, passages=(Passage("Sorvala", text, HERE),))


def test_an_empty_plan_has_nothing_to_find():
    assert lint(Reading(), today=TODAY) == []


def test_a_sum_that_does_not_add_up_says_by_how_much():
    plan = money(
        ("Avustus", 1_200_000, False), ("Myynti", 34_000.5, False), ("Tuotot yhteensä", 1_230_000, True)
    )
    data = {"label": "Tuotot yhteensä", "computed": 1_234_000.5, "stated": 1_230_000, "difference": 4000.5}
    assert found(plan) == [("budget_sum_differs", data)]
    (finding,) = lint(plan, today=TODAY)
    assert (finding.severity, finding.source) == (Severity.ERROR, HERE)


def test_each_total_sums_its_own_lines_and_the_last_the_totals():
    plan = money(
        ("Avustus", 100, False),
        ("Tuotot yhteensä", 100, True),
        ("Palkat", 60, False),
        ("Vuokrat", 20, False),
        ("Kulut yhteensä", 80, True),
        ("Kaikki yhteensä", 180, True),
    )
    assert found(plan) == []
    wrong = replace(plan, budget=(*plan.budget[:-1], replace(plan.budget[-1], amount=190)))
    assert [(code, data["difference"]) for code, data in found(wrong)] == [("budget_sum_differs", 10)]


def test_staff_that_adds_up_is_left_in_peace():
    assert (
        found(
            staff(
                (StaffKind.GROUP, "Perhetyö", 5),
                (StaffKind.TEAM, "Kodin työryhmä", 3),
                (StaffKind.POSITION, "ohjaaja", 3),
                (StaffKind.TEAM, "Avotyön työryhmä", None),
                (StaffKind.POSITION, "ohjaaja", 2),
                (StaffKind.GROUP, "Hallinto", 1),
                (StaffKind.POSITION, "johtaja", 1),
                (StaffKind.TOTAL, "Yhteensä", 6),
            )
        )
        == []
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [(StaffKind.TEAM, "Kodin työryhmä", 4), (StaffKind.POSITION, "ohjaaja", 3)],
            ("staff_team_sum_differs", {"label": "Kodin työryhmä", "computed": 3, "stated": 4}),
        ),
        (
            [
                (StaffKind.GROUP, "Perhetyö", 5),
                (StaffKind.TEAM, "Kodin työryhmä", 3),
                (StaffKind.TEAM, "Avotyö", 1),
            ],
            ("staff_group_sum_differs", {"label": "Perhetyö", "computed": 4, "stated": 5}),
        ),
        (
            [(StaffKind.GROUP, "Perhetyö", 2), (StaffKind.TEAM, "Koti", 2), (StaffKind.TOTAL, "Yhteensä", 3)],
            ("staff_total_differs", {"label": "Yhteensä", "computed": 2, "stated": 3}),
        ),
    ],
)
def test_staff_is_held_against_its_totals(lines, expected):
    assert found(staff(*lines)) == [expected]


def test_a_target_that_does_not_say_what_it_counts():
    assert codes(target("Vertainen toiminta", unit="")) == ["target_without_unit"]
    assert codes(target("Perheet", unit="family")) == []


def test_a_stored_target_wants_a_measure_and_a_read_one_has_none_yet():
    assert codes(target("Perheet", measure="")) == ["target_without_measure"]
    assert codes(target("Perheet", measure="families_in_care")) == []
    assert codes(target("Perheet", measure=None)) == []


@pytest.mark.parametrize(
    ("label", "doubt"),
    [
        ("Ryhmään osallistuneet", ("family", "person")),
        ("Koulutukset ammattilaisille", ("training", "person")),
        ("Riskissä olevat perheet ja läheiset (avoin työ)", ("family", "person")),
        ("Chatissa kohdatut", ("contact", "person")),
        ("Yhteistyökumppanit", ("partner", "person")),
        ("Vanhemmat", None),
        ("Osallistuneet vanhemmat", None),
        ("Väkivaltaa kokeneet aikuiset", None),
        ("Perheet", None),
        ("Kokemustoimijat ja vapaaehtoiset", None),
        ("Koulutukset", None),
    ],
)
def test_a_label_that_can_count_two_things_is_asked_about(label, doubt):
    asked = [(data["one"], data["other"]) for code, data in found(target(label)) if code == "ambiguous_unit"]
    assert asked == ([doubt] if doubt else [])


def test_a_goal_that_nothing_measures():
    goal = GoalFound("Sorvala", "Arki sujuu", "Arki on sujunut", HERE)
    assert codes(Reading(goals=(goal,))) == ["goal_not_measured"]
    assert codes(replace(target("Perheet"), goals=(goal,))) == []
    assert codes(replace(target("Perheet"), goals=(replace(goal, measured=False),))) == ["goal_not_measured"]
    assert codes(Reading(goals=(replace(goal, measured=True),))) == []


def test_a_work_form_in_two_areas_is_counted_once():
    one = WorkFormFound("Sorvala", "4.1", "Perhetyö", HERE)
    assert found(Reading(work_forms=(one, replace(one, number="6.1", area="Avotyö")))) == [
        ("work_form_counted_twice", {"work_form": "Sorvala", "one": "Perhetyö", "other": "Avotyö"})
    ]
    assert found(Reading(work_forms=(one, replace(one, title="Kuusjoki")))) == []


def test_a_chapter_that_counts_another_chapters_work_form_among_its_own():
    forms = (
        WorkFormFound("Olohuone Sorvala", "6.3", "Avotyö", HERE),
        WorkFormFound("Koti", "4.1", "Perhetyö", HERE),
    )
    text = "Perhetyö koostuu kodista sekä olohuone Sorvalasta."
    plan = Reading(work_forms=forms, passages=(Passage("Perhetyö", text, HERE),))
    assert found(plan) == [
        ("work_form_counted_twice", {"work_form": "Olohuone Sorvala", "one": "Perhetyö", "other": "Avotyö"})
    ]
    assert found(replace(plan, passages=(Passage("Perhetyö", "Perheitä ohjataan Sorvalaan.", HERE),))) == []


@pytest.mark.parametrize(
    ("text", "year", "today", "expected"),
    [
        ("Rahoittajana Lumppulan hyvinvointikuntayhtymä.", 2024, TODAY, ["body_ended"]),
        ("Rahoittajana Lumppulan hyvinvointikuntayhtymä.", 2022, date(2022, 5, 1), []),
        ("Rahoittajana Lumppulan hyvinvointikuntayhtymä.", 2022, TODAY, ["body_ended_since"]),
        ("Työtä valvoo Valvira.", 2024, date(2024, 5, 1), []),
        ("Työtä valvoo Valvira.", 2024, TODAY, ["body_ended_since"]),
        ("Työtä valvoo Valvira.", 2027, TODAY, ["body_ended"]),
        ("Työtä valvovat aluehallintovirastot ja Valvira.", 2026, TODAY, ["body_ended", "body_ended"]),
        ("Työtä valvoo Sosiaali- ja terveysalan lupa- ja valvontavirasto.", 2026, TODAY, ["body_ended"]),
        ("Työtä valvoo Lupa- ja valvontavirasto hyvinvointialueella.", 2026, TODAY, []),
    ],
)
def test_a_body_that_has_ended_is_judged_by_the_plans_year_and_today(text, year, today, expected):
    assert codes(says(text, year), today) == expected


def test_which_bodies_have_ended_is_data():
    body = EndedBody("guild", r"kilta\w*", date(2025, 1, 1), "Liitto", "1/2025")
    plan = says("Kiltamme ja kilta toimivat.", 2025)
    assert [(code, data["name"], data["replaced_by"]) for code, data in found(plan, bodies=[body])] == [
        ("body_ended", "Kiltamme", "Liitto"),
        ("body_ended", "kilta", "Liitto"),
    ]
    assert found(plan) == []


def test_every_ended_body_says_since_when_and_by_what_law():
    assert len({body.key for body in ENDED_BODIES}) == len(ENDED_BODIES)
    for body in ENDED_BODIES:
        assert body.replaced_by
        assert body.source
        assert body.gone_from.year > 2010
        assert not body.pattern().search(body.replaced_by)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mukana on työntekijä Aino Lumppunen.", 1),
        ("Ryhmää vetää Veikko Kuusilammi yhdessä Anna-Maija Lumppusen kanssa.", 2),
        ("Ohjaaja Sorvalan Kuusjoella jatkaa Perhe Polku -ryhmää.", 0),
        ("Olohuone Aino on avoinna.", 0),
    ],
)
def test_a_persons_name_is_noticed_and_not_repeated(text, count):
    findings = lint(says(text), today=TODAY)
    assert [finding.code for finding in findings] == ["personal_name"] * count
    assert all("Lumppu" not in finding.message and not finding.data for finding in findings)


def test_one_project_with_two_spellings():
    texts = (
        "Olemme mukana Perheiden turvallinen polku tulevaisuuteen -hankkeessa.",
        ("Työtä tekee Perheiden turvallista polkua tulevaisuuteen -hanke."),
    )
    plan = Reading(passages=tuple(Passage("Sorvala", text, HERE) for text in texts))
    assert codes(plan) == ["project_spelled_differently"]
    assert codes(Reading(passages=plan.passages[:1] * 2)) == []


def test_a_finding_points_at_its_line():
    passage = Passage("Sorvala", "Työ jatkuu. Sitä valvoo Valvira.", HERE, places=((0, 7), (11, 9)))
    (finding,) = lint(Reading(year=2026, passages=(passage,)), today=TODAY)
    assert (finding.source.line, finding.source.text) == (9, "Sitä valvoo Valvira.")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_finding_says_what_and_what_to_do_in_each_language(code, language):
    with translation.override(language):
        message, advice = str(KINDS[code].message), str(KINDS[code].advice)
    assert message
    assert advice
    if language != "en":
        with translation.override("en"):
            assert message != str(KINDS[code].message)
            assert advice != str(KINDS[code].advice)


def test_amounts_are_written_as_finns_write_them():
    plan = money(("Avustus", 1_234_567, False), ("Yhteensä", 1_234_566.5, True))
    with translation.override("en"):
        (finding,) = lint(plan, today=TODAY)
        assert "1\u00a0234\u00a0567 €" in finding.message
        assert "0,5 €" in finding.message


@pytest.mark.skipif(not PLAN.exists(), reason=f"the plan of 2024 is not at {PLAN}: set POUKAMA_SHARED")
def test_what_is_found_in_the_plan_of_2024():
    findings = lint(read_plan(PLAN), today=TODAY)
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.code] = counts.get(finding.code, 0) + 1
    assert counts == {
        "budget_sum_differs": 1,
        "ambiguous_unit": 8,
        "work_form_counted_twice": 1,
        "personal_name": 2,
        "project_spelled_differently": 1,
        "body_ended": 2,
        "body_ended_since": 2,
    }
    assert findings[0].data == {
        "label": "Tuotot yhteensä",
        "computed": 3_692_171,
        "stated": 3_686_171,
        "difference": 6_000,
    }
    assert [finding.source.line for finding in findings if finding.code == "personal_name"] == [2107, 2109]
