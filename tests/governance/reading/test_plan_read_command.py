"""`poukama plan read FILE`: one shape for programs, a table for people, 0 only when the plan was read."""

import io
import json

import pytest

from poukama.governance.reading.command import read_command

TEXT = """4 Perhetyö

4.1 Sorvala

Tavoitteet Tulokset

Perheiden arki sujuu.

Arki on sujunut.

Tavoiteltava asiakas- ja/tai käyttäjämäärä vuonna 2025
Perheet 20

Päättyneet 0

5 Henkilökunta

Henkilöstörakenne:

Perhetyö (3)

• 3 ohjaajaa

• johtaja

6 Talous

Tuotot:

Avustus 1.000 €
Tuotot yhteensä 1.200 €
"""


def run(path, **options) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = read_command(str(path), out=out, err=err, **options)
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "suunnitelma.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_programs_get_one_shape(plan):
    code, out, err = run(plan, as_json=True, language="en")
    read = json.loads(out)
    findings = read.pop("findings")
    assert (code, err) == (0, "")
    assert read == {
        "targets": [
            {
                "work_form": "Sorvala",
                "label": "Perheet",
                "value": 20,
                "source": {"line": 12, "text": "Perheet 20"},
            },
            {
                "work_form": "Sorvala",
                "label": "Päättyneet",
                "value": 0,
                "source": {"line": 14, "text": "Päättyneet 0"},
            },
        ],
        "goals": [{"work_form": "Sorvala", "goal": "Perheiden arki sujuu.", "result": "Arki on sujunut."}],
        "budget": [{"label": "Avustus", "amount": 1000}, {"label": "Tuotot yhteensä", "amount": 1200}],
        "staff": [
            {"label": "Perhetyö", "count": 3},
            {"label": "ohjaajaa", "count": 3},
            {"label": "johtaja", "count": 1},
        ],
    }
    assert [(one["code"], sorted(one), one["source"]["line"]) for one in findings] == [
        ("budget_sum_differs", ["code", "message", "source"], 31),
        ("staff_team_sum_differs", ["code", "message", "source"], 20),
        ("ambiguous_unit", ["code", "message", "source"], 14),
    ]


def test_people_get_a_table_in_their_language(plan):
    code, out, err = run(plan)
    assert (code, err) == (0, "")
    assert "Perheet" in out
    assert "rivi 12" in out
    assert "200" in out
    assert "Tarkista" in out


@pytest.mark.django_db(databases=[])
def test_no_database_is_needed(plan):
    assert run(plan, as_json=True)[0] == 0


def test_a_refusal_is_told_on_both_channels(tmp_path):
    path = tmp_path / "tyhja.txt"
    path.write_bytes(b"")
    code, out, err = run(path, as_json=True, language="en")
    assert code == 1
    assert json.loads(out) == {"error": {"code": "empty", "message": "There is no text in the file."}}
    assert err == f"{path}: There is no text in the file.\n"


def test_a_missing_file_is_a_refusal(tmp_path):
    code, out, err = run(tmp_path / "ei-ole.txt")
    assert (code, out) == (1, "")
    assert "ei-ole.txt" in err


def test_no_file_at_all_is_bad_usage():
    code, out, err = run("")
    assert (code, out) == (2, "")
    assert err
