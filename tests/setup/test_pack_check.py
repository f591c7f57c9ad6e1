"""What `pack check` says is wrong: always with file, line, what was found and what was expected."""

import pytest
from django.utils import translation

from poukama.organisation.models import Association, PackItem
from poukama.reporting.measures import BY_KEY
from poukama.setup.packs.applying import apply_pack
from poukama.setup.packs.checking import check
from poukama.setup.packs.problems import PackInvalid
from poukama.setup.packs.reading import read_folder
from tests.setup.small_pack import small_pack

TEXT = "text (put it in quotes if it looks like a number)"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def problems(folder):
    return check(read_folder(folder))[1]


def test_the_small_pack_is_right(tmp_path):
    assert problems(small_pack(tmp_path)) == []


@pytest.mark.parametrize(
    ("changed", "code", "place", "found", "expected"),
    [
        (
            {"house": ("name: Talo", "nmae: Talo, name: Talo")},
            "unknown_key",
            "house.yaml:4",
            "unknown key “nmae”",
            "one of: is_secret, key, name",
        ),
        (
            {"house": ("key: house, name: Talo", "key: house")},
            "missing",
            "house.yaml:4",
            "no “name”",
            "it must be given",
        ),
        (
            {"house": ("    area: families\n", "    area: families\n    area: other\n")},
            "duplicate_key",
            "house.yaml:9",
            "“area” a second time (first on line 8)",
            "each key once",
        ),
        (
            {"pack": ('version: "1"', 'version: "1"\nsites: []\nname: other')},
            "duplicate_key",
            "pack.yaml:5",
            "“name” a second time (first on line 2)",
            "each key once",
        ),
        ({"plan": ("aim: 10", "aim: ten")}, "wrong_type", "plan.yaml:10", "“ten”", "a whole number"),
        ({"plan": ("aim: 10", "aim: -1")}, "wrong_value", "plan.yaml:10", "“-1”", "at least 0"),
        ({"plan": ("year: 2024", "year: 3000")}, "wrong_value", "plan.yaml:2", "“3000”", "at most 2100"),
        (
            {"plan": ("amount: 1000", "amount: much")},
            "wrong_type",
            "plan.yaml:12",
            "“much”",
            "an amount in euros",
        ),
        (
            {"house": ("key: house", "key: the house")},
            "wrong_value",
            "house.yaml:4",
            "“the house”",
            "letters a–z, digits, - and _ only",
        ),
        ({"house": ("name: Talo", "name: 7")}, "wrong_type", "house.yaml:4", "“7”", "keys with values"),
        (
            {"house": ("name: Talo", "name: Talo, is_secret: maybe")},
            "wrong_type",
            "house.yaml:4",
            "“maybe”",
            "true or false",
        ),
        (
            {"house": ("areas:\n  - {key: families, name: Perheet}", "areas: families")},
            "wrong_type",
            "house.yaml:1",
            "“families”",
            "a list",
        ),
        (
            {"house": ("regime: R3", "regime: R9")},
            "wrong_value",
            "house.yaml:21",
            "“R9”",
            "one of: R1, R2, R3, R4, R5, R6, R7",
        ),
        (
            {"house": ("work_forms: [groups]\n", "work_forms: [trips]\n")},
            "unknown_work_form",
            "house.yaml:13",
            "work form “trips”, which the pack does not have",
            "one of: groups",
        ),
        (
            {"house": ("    area: families", "    area: elsewhere")},
            "unknown_area",
            "house.yaml:8",
            "area “elsewhere”, which the pack does not have",
            "one of: families",
        ),
        (
            {"plan": ("team: families", "team: others")},
            "unknown_team",
            "plan.yaml:14",
            "team “others”, which the pack does not have",
            "one of: families",
        ),
        (
            {"plan": ("owner: lead", "owner: boss")},
            "unknown_position",
            "plan.yaml:6",
            "position “boss”, which the pack does not have",
            "one of: lead, worker-1, worker-2",
        ),
        (
            {"plan": ("goal: G1}", "goal: G9}")},
            "unknown_goal",
            "plan.yaml:10",
            "goal “G9”, which the pack does not have",
            "one of: G1",
        ),
        (
            {"plan": ("phase: start", "phase: middle")},
            "unknown_filter_value",
            "plan.yaml:10",
            "unknown value “middle” of the filter “phase”",
            "one of: start",
        ),
        (
            {"plan": ("measure: families_in_phase", "measure: happiness")},
            "unknown_measure",
            "plan.yaml:10",
            "unknown measure “happiness”",
            f"one of: {', '.join(sorted(BY_KEY))}",
        ),
        (
            {"plan": ("phase: start", "visitor: adult")},
            "unknown_filter",
            "plan.yaml:10",
            "unknown filter “visitor” of the measure “families_in_phase”",
            "one of: work_form, phase",
        ),
        (
            {"plan": ("work_form: groups\n", "work_form: trips\n")},
            "unknown_work_form",
            "plan.yaml:5",
            "work form “trips”, which the pack does not have",
            "one of: groups",
        ),
        (
            {"plan": ("title: Suunnitelma", f"title: {'x' * 121}")},
            "wrong_value",
            "plan.yaml:3",
            f"“{'x' * 60}…”",
            "at most 120 characters",
        ),
        (
            {"plan": ("title: Suunnitelma", 'title: ""')},
            "wrong_value",
            "plan.yaml:3",
            "“”",
            "at least 1 characters",
        ),
        ({"plan": ("title: Suunnitelma", "title:")}, "wrong_type", "plan.yaml:3", "nothing", TEXT),
        ({"plan": ("title: Suunnitelma", "title: [a]")}, "wrong_type", "plan.yaml:3", "a list", TEXT),
        (
            {"plan": ("title: Suunnitelma", "title: {a: b}")},
            "wrong_type",
            "plan.yaml:3",
            "keys with values",
            TEXT,
        ),
        ({"plan": ("title: Suunnitelma", "title: 1.5")}, "wrong_type", "plan.yaml:3", "“1.5”", TEXT),
        ({"plan": ("title: Suunnitelma", "title: true")}, "wrong_type", "plan.yaml:3", "true", TEXT),
        (
            {"plan": ("amount: 1000", "amount: true")},
            "wrong_type",
            "plan.yaml:12",
            "true",
            "an amount in euros",
        ),
        ({"plan": ("aim: 10", "aim: 0x1f")}, "wrong_type", "plan.yaml:10", "“0x1f”", "a whole number"),
        (
            {"plan": ("amount: 1000", "amount: .inf")},
            "wrong_type",
            "plan.yaml:12",
            "“.inf”",
            "an amount in euros",
        ),
        (
            {"plan": ("title: Suunnitelma", "title: Suunnitelma\n    approved_on: 2024-02-31")},
            "wrong_type",
            "plan.yaml:4",
            "“2024-02-31”",
            "a day, like 2024-12-31",
        ),
        (
            {"plan": ("amount: 1000", "amount: 99999999999999")},
            "wrong_value",
            "plan.yaml:12",
            "“99999999999999”",
            "another value",
        ),
        (
            {"house": ("{stea: 100}", "{city: 100}")},
            "unknown_term",
            "house.yaml:24",
            "unknown funder “city”",
            "one of: stea",
        ),
        (
            {
                "house": (
                    "  funder:\n",
                    "  note_heading:\n    - {key: seen, name: Havainnot, attributes: {kind: picture}}\n  funder:\n",
                )
            },
            "wrong_value",
            "house.yaml:29",
            "“picture”",
            "one of: text, observations, own_words, goals, agreed",
        ),
        (
            {
                "house": (
                    "  - {key: families, name: Perheet}\n",
                    "  - {key: families, name: Perheet}\n  - {key: families, name: Muut}\n",
                )
            },
            "key_twice",
            "house.yaml:3",
            "“families” a second time",
            "each key once among its kind",
        ),
        (
            {
                "house": (
                    "sites:\n  - {key: house, name: Talo}",
                    "sites: &s\n  - {key: house, name: Talo}\nunits: *s",
                )
            },
            "alias",
            "house.yaml:3",
            "a reference (*)",
            "the thing written out",
        ),
    ],
)
def test_an_error_names_its_place_and_what_was_expected(tmp_path, changed, code, place, found, expected):
    told = problems(small_pack(tmp_path, **changed))

    assert [(p.code, str(p.place), p.found, p.expected, p.is_warning) for p in told[:1]] == [
        (code, place, found, expected, False)
    ]


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        ({"plan": ("unit: family, ", "")}, "target_without_unit", "plan.yaml:10"),
        (
            {"plan": ("measure: families_in_phase, filters: {work_form: groups, phase: start}, ", "")},
            "target_without_measure",
            "plan.yaml:10",
        ),
        (
            {"plan": ("title: Suunnitelma", "title: Suunnitelma\n    stated_income: 999")},
            "income_sum",
            "plan.yaml:4",
        ),
        ({"plan": ("unit: family", "unit: person")}, "unit_of_another", "plan.yaml:10"),
        ({"plan": ("work_form: groups, phase: start", "phase: start")}, "counts_everything", "plan.yaml:10"),
        ({"plan": ("count: 3", "count: 4")}, "staff_sum", "plan.yaml:14"),
        ({"house": ("{stea: 100}", "{stea: 90}")}, "funding_sum", "house.yaml:24"),
    ],
)
def test_a_doubt_is_a_warning_that_does_not_stop(tmp_path, changed, code, place):
    pack, told = check(read_folder(small_pack(tmp_path, **changed)))

    assert pack is not None
    assert [(p.code, str(p.place), p.is_warning) for p in told] == [(code, place, True)]


def test_all_errors_of_all_files_are_told_at_once(tmp_path):
    folder = small_pack(
        tmp_path, house=("name: Talo", "name: 7"), plan=("aim: 10", "aim: ten"), pack=('"1"', "1")
    )

    assert [(p.code, str(p.place)) for p in problems(folder)] == [
        ("wrong_type", "house.yaml:4"),
        ("wrong_type", "pack.yaml:3"),
        ("wrong_type", "plan.yaml:10"),
    ]


def test_broken_yaml_is_told_with_its_line(tmp_path):
    folder = small_pack(tmp_path, plan=("title: Suunnitelma", "title: [Suunnitelma"))

    assert [(p.code, p.place.file, p.expected) for p in problems(folder)] == [
        ("syntax", "plan.yaml", "valid YAML")
    ]


def test_yaml_nested_beyond_reason_is_told(tmp_path):
    folder = small_pack(tmp_path)
    (folder / "z.yaml").write_text("a: " + "[" * 5000)

    assert [(p.code, str(p.place)) for p in problems(folder)] == [("syntax", "z.yaml:1")]


def test_a_control_character_is_told(tmp_path):
    folder = small_pack(tmp_path)
    (folder / "z.yaml").write_text("a: \x07")

    assert [(p.code, str(p.place)) for p in problems(folder)] == [("syntax", "z.yaml:1")]


def test_an_empty_file_says_nothing(tmp_path):
    folder = small_pack(tmp_path)
    (folder / "z.yaml").write_text("# later\n")

    assert problems(folder) == []


def test_words_may_be_continued_in_another_file(tmp_path):
    folder = small_pack(tmp_path)
    (folder / "z.yaml").write_text("terms:\n  phase:\n    - {key: start, name: Taas alku}\n")

    assert [(p.code, str(p.place)) for p in problems(folder)] == [("key_twice", "z.yaml:3")]


def test_words_that_are_no_lists_are_told(tmp_path):
    folder = small_pack(tmp_path)
    (folder / "a.yaml").write_text("terms: []\n")

    assert [(p.code, str(p.place)) for p in problems(folder)] == [
        ("wrong_type", "a.yaml:1"),
        ("duplicate_key", "house.yaml:25"),
    ]


def test_a_file_that_is_no_text_is_told(tmp_path):
    folder = small_pack(tmp_path)
    (folder / "z.yaml").write_bytes(b"\xff\xfe\x00")

    assert [(p.code, str(p.place)) for p in problems(folder)] == [("not_text", "z.yaml:1")]


def test_a_file_that_is_a_list_is_told(tmp_path):
    folder = small_pack(tmp_path)
    (folder / "z.yaml").write_text("- one\n")
    (folder / "zz.yaml").write_text("one\n")

    assert [(p.code, str(p.place), p.found) for p in problems(folder)] == [
        ("wrong_type", "z.yaml:1", "a list"),
        ("wrong_type", "zz.yaml:1", "one"),
    ]


def test_an_enormous_file_is_not_read(tmp_path):
    folder = small_pack(tmp_path)
    (folder / "z.yaml").write_text("#" * 1_000_001)

    assert [(p.code, str(p.place)) for p in problems(folder)] == [("too_large", "z.yaml:1")]


def test_a_folder_that_is_not_there_or_has_no_files_is_told(tmp_path):
    (tmp_path / "empty").mkdir()

    assert {p.code for p in problems(tmp_path / "nowhere")} == {"no_folder"}
    assert {p.code for p in problems(tmp_path / "empty")} >= {"no_files"}


def test_a_section_may_stand_in_two_files_but_a_single_thing_may_not(tmp_path):
    folder = small_pack(tmp_path)
    (folder / "more.yaml").write_text(
        "sites:\n  - {key: cabin, name: Mökki}\nassociation: {name: A, short_name: B}\n"
    )

    assert [(p.code, str(p.place)) for p in problems(folder)] == [("duplicate_key", "pack.yaml:4")]


@pytest.mark.django_db
def test_a_pack_with_errors_is_refused_whole(tmp_path):
    folder = small_pack(tmp_path, plan=("aim: 10", "aim: ten"))

    with pytest.raises(PackInvalid) as refusal:
        apply_pack(document=read_folder(folder))

    assert [p.code for p in refusal.value.problems] == ["wrong_type"]
    assert (Association.objects.count(), PackItem.objects.count()) == (0, 0)
