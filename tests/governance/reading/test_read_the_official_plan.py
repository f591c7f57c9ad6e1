"""The reader on the association's plan of 2024, held against what a person reads there.

The plan is not in the repository. It is looked for in the folder named by POUKAMA_SHARED, or beside the checkout.
Goals and results are told as lines of that file ("508-509"), or as the words of one line ("1118:0-6"): letters are
compared, so that it does not matter how a broken word was mended; how they are mended has a test of its own.
"""

import os
import random
import re
from pathlib import Path

import pytest

from poukama.governance.reading.proposals import Reading, StaffKind
from poukama.governance.reading.reader import read_plan
from tests.governance.reading.retyped import as_narrow_pdf, as_word
from tests.governance.reading.sister_plans import Form, Plan, as_docx, as_pdf, as_text, setting, settled
from tests.governance.reading.timing import quickest

SHARED = Path(os.environ.get("POUKAMA_SHARED", Path(__file__).resolve().parents[4] / "shared"))
PLAN = SHARED / "source" / "toimintasuunnitelma-2024.txt"

pytestmark = pytest.mark.skipif(
    not PLAN.exists(), reason=f"the plan of 2024 is not at {PLAN}: set POUKAMA_SHARED"
)

PAIRS = {
    "4.1": ["508-509 | 511-515", "517-521 | 523-528", "530-532 | 534-536"],
    "4.2": ["665-670 | 672-677", "679-687 | 689-696", "699-709 | 711-715"],
    "4.3": ["842-843 | 845-850", "852-853 | 856-861", "863-866 | 869-874", "876-878 | 881-892"],
    "4.4": [
        "1096-1098 | 1100-1106",
        "1108-1109 | 1111-1116",
        "1118:0-6 | 1118:6-99 1119-1122",
        "1124-1126 | 1128-1136",
        "1138-1140 | 1142-1146",
    ],
    "5.1": ["1258-1262 | 1264-1272", "1274-1276 | 1278-1280", "1282-1284 | 1286-1288"],
    "5.2": [
        "1421-1426 | 1428-1434",
        "1436-1443 | 1445-1450",
        "1452-1462 | 1464-1472",
        "1474-1479 | 1482-1491",
        "1493:0-4 | 1493:4-99 1494-1494",
    ],
    "5.3": [
        "1602-1606 1614-1616 | 1608-1613 1619-1620",
        "1622-1626 | 1629-1640",
        "1642-1644 | 1646-1650",
        "1652-1653 | 1655-1658",
    ],
    "6.1": [
        "1833-1834 | 1836-1837",
        "1839-1840 | 1842-1845",
        "1847-1849 | 1851-1854",
        "1856-1859 | 1861-1864",
        "1866-1867 | 1869-1871",
    ],
    "6.2": [
        "1921:0-5 | 1921:5-99",
        "1923:0-5 | 1923:5-99",
        "1925:0-4 | 1925:4-99",
        "1927:0-3 | 1927:3-99",
        "1929-1930 | 1932-1932",
    ],
    "6.3": ["2030-2034 | 2037-2043", "2045-2046 | 2049-2056"],
}

TARGETS = {
    "4.1": [36, 28, 2, 5],
    "4.2": [30, 200, 25, 18, 60],
    "4.3": [20, 20, 20, 2, 40],
    "4.4": [50, 300, 500, 2000, 4],
    "5.1": [75, 12, 60],
    "5.2": [250, 80, 120, 60],
    "5.3": [40, 500],
    "6.1": [200, 55, 70, 10, 200],
    "6.2": [6, 10, 0, 10, 40, 4, 8, 1, 6, 6],
    "6.3": [1300, 1500, 15, 250, 20],
}


@pytest.fixture(scope="module")
def plan() -> Reading:
    return read_plan(PLAN)


@pytest.fixture(scope="module")
def raw() -> list[str]:
    return ["", *PLAN.read_text(encoding="utf-8").split("\n")]


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def cell(raw: list[str], places: str) -> str:
    parts = []
    for place in places.split():
        line, _colon, words = place.partition(":")
        first, last = (int(one) for one in (words or line).split("-"))
        parts += raw[int(line)].split()[first:last] if words else raw[first : last + 1]
    return letters("".join(parts))


def numbers_of(plan: Reading) -> dict[str, str]:
    return {form.title: form.number for form in plan.work_forms}


def test_every_goal_has_its_own_result(plan, raw):
    """Thirty-nine rows of goals: the four rows of chapter 5.3 are sometimes told as three."""
    numbers = numbers_of(plan)
    found = {number: [] for number in PAIRS}
    for goal in plan.goals:
        found[numbers[goal.work_form]].append((letters(goal.goal), letters(goal.result)))

    expected = {
        number: [tuple(cell(raw, half) for half in pair.split("|")) for pair in pairs]
        for number, pairs in PAIRS.items()
    }
    assert found == expected


def test_all_48_numbers_are_found_and_none_is_invented(plan):
    numbers = numbers_of(plan)
    found = {number: [] for number in TARGETS}
    for target in plan.targets:
        found[numbers[target.work_form]].append(target.value)

    assert found == TARGETS
    assert (len(plan.targets), sum(target.is_result for target in plan.targets)) == (48, 5)


def test_every_number_stands_in_the_text_it_came_from(plan, raw):
    for target in plan.targets:
        assert re.search(rf"(?<!\d){target.value}(?!\d)", target.source.text)
        assert target.source.text.split("\n")[0] == re.sub(r"\s+", " ", raw[target.source.line]).strip()


def test_a_label_over_two_lines_is_one_label(plan):
    long_labels = {
        target.value: target.label
        for target in plan.targets
        if len(target.source.text.split("\n")) > 2 and not target.is_result
    }
    assert {value: (label.split()[0], label.split()[-1]) for value, label in long_labels.items()} == {
        200: ("Uniohjausperheet;", "uniohjaus"),
        300: ("Päihteiden", "(ETMA-työ)"),
        250: ("Lähisuhteissaan", "aikuiset"),
        60: ("Apua", "asiakkaat"),
    }


RETYPED = {
    "Word": lambda lines: as_word(lines, keep_empty=False),
    "Word with empty lines": lambda lines: as_word(lines, keep_empty=True),
    "PDF": as_narrow_pdf,
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", RETYPED)
def test_typed_again_it_has_the_same_numbers(plan, kind):
    again = read_plan(RETYPED[kind](PLAN.read_text(encoding="utf-8").splitlines()))
    assert by_title(again) == by_title(plan)


def by_title(reading):
    return sorted((target.work_form, target.value) for target in reading.targets)


def test_none_of_something_is_a_ceiling(plan):
    assert [target.value for target in plan.targets if target.direction == "at_most"] == [0]


def test_the_money_is_read_with_the_total_that_the_plan_states(plan):
    lines = [line.amount for line in plan.budget if not line.is_total]
    totals = [line.amount for line in plan.budget if line.is_total]
    assert (lines, totals) == ([1458028, 1155843, 160000, 896000, 22300], [3686171])


def test_the_staff_is_read_by_area_team_and_position(plan):
    groups = [line.count for line in plan.staff if line.kind is StaffKind.GROUP]
    teams = [line.count for line in plan.staff if line.kind is StaffKind.TEAM]
    positions = [line.count for line in plan.staff if line.kind is StaffKind.POSITION]
    assert (groups, teams) == ([19, 16, 7, 4], [11, 3, 5, 9, 7, None, None])
    assert (sum(positions), len(positions)) == (46, 29)
    assert [line.count for line in plan.staff if line.note] == [3]


def test_work_forms_stand_in_their_areas(plan):
    areas = {}
    for form in plan.work_forms:
        areas.setdefault(form.area, []).append(form.number)
    assert list(areas.values()) == [
        ["4.1", "4.2", "4.3", "4.4"],
        ["5.1", "5.2", "5.3"],
        ["6.1", "6.2", "6.3"],
    ]


def test_chapters_are_the_ones_of_the_plan(plan):
    numbered = [section.number for section in plan.sections if section.number]
    assert [number for number in numbered if "." not in number] == [str(number) for number in range(1, 10)]
    assert len(numbered) == 20


def test_rhythms_are_recognised(plan):
    found = {(one.kind, one.times, one.weekdays, one.starts_at, one.ends_at) for one in plan.rhythms}
    assert found >= {
        ("opening", None, (0, 1, 2, 3, 4), "09:00", "15:00"),
        ("hours_a_month", 20, (), "", ""),
        ("times_a_month", 1, (), "", ""),
        ("times_a_year", 2, (), "", ""),
        ("times_a_week", 3, (), "", ""),
        ("weekly", 1, (0,), "", ""),
        ("half_yearly", None, (), "", ""),
    }
    assert [one.on_date for one in plan.rhythms if one.on_date] == ["2024-01-01"]


def test_words_broken_at_a_line_end_are_mended_and_hyphens_kept(plan):
    text = " ".join(f"{goal.goal} {goal.result}" for goal in plan.goals)
    for kept in (
        "kiintymys- ja vuorovaikutussuhde",
        "vuorokausi- ja unirytmi",
        "oikea-aikaisesti",
        "vauva-arkeen",
        "6-12 kk:n",
        "Palvelurakenne ja -ohjaus",
        "LKK-työskentely",
        "Päijät-Hämeessä",
    ):
        assert kept in text
    for mended in (
        "kohtuvauvat",
        "vertaisryhmätoiminta",
        "asiakasohjautuvuus",
        "riittävästi",
        "kokemustoimijuutta",
    ):
        assert mended in text
    assert re.findall(r"[a-zåäö]- (?!ja|tai|sekä)[a-zåäö]+", text) == ["a- tukihenkilötoiminnan"]


def test_projects_have_their_goals(plan):
    counts = {}
    for goal in plan.project_goals:
        counts[goal.project] = counts.get(goal.project, 0) + 1
    assert sorted(counts.values()) == [2, 2, 4]


def test_reading_grows_as_the_document_does():
    assert quickest(PLAN.read_bytes() * 3) < 5 * quickest(PLAN)


def reset(plan: Reading) -> Plan:
    """The same plan, to be set again with other line breaks."""
    areas: dict[str, list[Form]] = {}
    for form in plan.work_forms:
        goals = [goal for goal in plan.goals if goal.work_form == form.title]
        counted = [target for target in plan.targets if target.work_form == form.title]
        numeric = tuple(
            (goal.goal, one.label, int(one.value))
            for goal in goals
            for one in counted
            if one.source == goal.source
        )
        pairs = tuple((goal.goal, goal.result) for goal in goals) if not numeric else ()
        targets = tuple((one.label, int(one.value)) for one in counted if not one.is_result)
        areas.setdefault(form.area, []).append(Form(form.title, pairs, targets, numeric))
    budget = tuple((line.label, int(line.amount)) for line in plan.budget if not line.is_total)
    return Plan(2025, tuple((area, tuple(forms)) for area, forms in areas.items()), budget, 1)


def shapes(pairs, counted):
    return (
        [(form, letters(goal), letters(result)) for form, goal, result in pairs],
        sorted((form, letters(label), value) for form, label, value in counted),
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_same_plan_with_other_line_breaks_reads_the_same(plan, seed):
    chance, how = random.Random(seed), setting(seed)
    original = settled(reset(plan), how, chance)
    made = {0: as_docx, 1: as_pdf}.get(seed)
    data = made(original, chance) if made else as_text(original, how, chance).encode()
    again = read_plan(data)

    assert shapes(
        [(goal.work_form, goal.goal, goal.result) for goal in again.goals],
        [(one.work_form, one.label, one.value) for one in again.targets],
    ) == shapes(original.expected_pairs, original.expected_targets)
