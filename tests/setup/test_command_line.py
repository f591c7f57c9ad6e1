"""`script/poukama`: help for people, exit codes and JSON for programs, everything in the user's language."""

import io
import json
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from poukama.organisation.models import Site
from poukama.setup import cli
from poukama.setup.commands import COMMANDS
from tests.setup.small_pack import small_pack


@pytest.fixture(autouse=True)
def english_terminal(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def pack(*words):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("pack", *words, stdout=out, stderr=err)
    except SystemExit as leaving:
        return leaving.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_the_overview_names_every_command(capsys, words):
    assert cli.main(words) == 0

    told = capsys.readouterr().out
    assert [command.name for command in COMMANDS if f"  {command.name} " not in told] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_explains_itself_even_when_it_is_not_installed(capsys, command):
    assert cli.main([*command.words, "--help"]) == 0

    told = capsys.readouterr().out
    with translation.override("en"):
        assert told.startswith(f"script/poukama {command.usage}\n  {command.does}\n")
    assert f"Example: {command.example}" in told


def test_a_group_explains_all_of_its_commands(capsys):
    assert cli.main(["pack", "--help"]) == 0

    assert capsys.readouterr().out.count("Example: ") == 4


@pytest.mark.parametrize(
    ("language", "says"),
    [
        (["--language", "fi"], "Poukama komentorivillä."),
        (["--language=sv"], "Poukama på kommandoraden."),
        ([], "Poukama at the command line."),
        (["--language", "xx"], "Poukama at the command line."),
    ],
)
def test_the_language_can_be_chosen(capsys, language, says):
    cli.main([*language, "--help"])

    assert capsys.readouterr().out.startswith(says)


def test_without_a_known_language_the_house_speaks_finnish(capsys, monkeypatch):
    monkeypatch.setenv("LANG", "C")

    cli.main([])

    assert capsys.readouterr().out.startswith("Poukama komentorivillä.")


def test_a_word_that_is_no_command_is_refused(capsys):
    assert cli.main(["dance"]) == 2

    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "There is no command “dance”.\nAll commands: script/poukama --help\n")


def test_help_of_a_whole_line_is_that_of_its_command(capsys):
    assert cli.main(["pack", "check", "lahti-2024", "--help"]) == 0

    assert capsys.readouterr().out.startswith("script/poukama pack check FOLDER [--json]\n")


def test_help_of_no_command_is_refused(capsys):
    assert cli.main(["dance", "--help"]) == 2

    assert capsys.readouterr().err.startswith("There is no command “dance”.\n")


def test_half_a_command_shows_how_it_goes_on(capsys):
    assert cli.main(["plan"]) == 2

    told = capsys.readouterr().err
    assert "script/poukama plan read FILE [--json]" in told
    assert "script/poukama plan lint --year YEAR [--json]" in told


@pytest.mark.parametrize(
    "words", [["pack", "check"], ["pack", "check", "a", "b"], ["pack", "check", "a", "--loud"]]
)
def test_words_that_are_not_understood_are_answered_with_how_it_is_written(capsys, words):
    assert cli.main(words) == 2

    assert capsys.readouterr().err == (
        f"This was not understood: {' '.join(words)}\n"
        "It is written like this: script/poukama pack check FOLDER [--json]\n"
    )


def test_a_command_that_is_not_installed_says_so(capsys, monkeypatch):
    monkeypatch.setattr(cli, "get_commands", dict)

    assert cli.main(["audit", "verify"]) == 1

    assert capsys.readouterr().err == "“audit” is not part of this installation.\n"


def test_a_database_that_is_not_there_is_told_in_words(capsys, monkeypatch):
    def fail(command, words):
        raise cli.DatabaseError("no such table: x")

    monkeypatch.setattr(cli, "_run_django", fail)

    assert cli.main(["pack", "apply", "lahti-2024"]) == 1
    assert capsys.readouterr().err.startswith("The database cannot be used: no such table: x\n")


class Countdown(BaseCommand):
    """A command for tests: ends as it is told."""

    def add_arguments(self, parser):
        parser.add_argument("ending")

    def handle(self, *, ending, **options):
        if ending == "refuses":
            raise CommandError("No.")
        if ending == "stops":
            sys.exit("Stopped.")
        self.stdout.write("Done.")


@pytest.mark.parametrize(
    ("ending", "code", "out", "err"),
    [("well", 0, "Done.\n", ""), ("refuses", 1, "", "No.\n"), ("stops", 1, "", "")],
)
def test_the_exit_code_is_0_only_when_it_was_done(capsys, monkeypatch, ending, code, out, err):
    monkeypatch.setattr(cli, "get_commands", lambda: {"demo": Countdown(no_color=True)})
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)

    assert cli.main(["demo", ending]) == code
    told = capsys.readouterr()
    assert (told.out, told.err) == (out, err)


def test_a_plan_is_read_as_json(capsys, tmp_path):
    (tmp_path / "plan.txt").write_text("Toimintasuunnitelma 2025")

    assert cli.main(["plan", "read", str(tmp_path / "plan.txt"), "--json"]) in (0, 1)
    assert isinstance(json.loads(capsys.readouterr().out), dict)


def test_a_plan_is_read_without_a_database(capsys, tmp_path):
    (tmp_path / "notes.txt").write_text("Maitoa ja leipää.")

    assert cli.main(["plan", "read", str(tmp_path / "notes.txt")]) == 1
    assert cli.main(["plan", "read"]) == 2
    assert cli.main(["plan", "read", "a", "b"]) == 2
    assert "It is written like this: script/poukama plan read FILE [--json]" in capsys.readouterr().err


def test_a_right_pack_is_told_to_be_right(tmp_path):
    assert pack("check", str(small_pack(tmp_path))) == (0, f"{tmp_path.name} voidaan ottaa käyttöön.\n", "")


def test_a_pack_is_found_by_its_name():
    code, out, _err = pack("check", "lahti-2024")

    assert (code, "plan-2024.yaml:12" in out) == (0, True)


def test_a_wrong_pack_is_told_on_the_error_stream(tmp_path):
    code, out, err = pack("check", str(small_pack(tmp_path, plan=("aim: 10", "aim: ten"))))

    assert (code, out) == (1, "")
    assert err.splitlines()[:3] == [
        "plan.yaml:10: virhe: plans[0].work_forms[0].targets[0].aim",
        "    löytyi: “ten”",
        "    pitäisi olla: kokonaisluku",
    ]


def test_problems_as_json(tmp_path):
    code, out, err = pack("check", str(small_pack(tmp_path, plan=("aim: 10", "aim: ten"))), "--json")

    assert (code, err) == (1, "")
    answer = json.loads(out)
    assert answer["ok"] is False
    assert [(each["code"], each["file"], each["line"]) for each in answer["problems"]] == [
        ("wrong_type", "plan.yaml", 10)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["diff", "apply"])
def test_a_wrong_pack_is_neither_compared_nor_applied(tmp_path, what):
    code, out, err = pack(what, str(small_pack(tmp_path, plan=("aim: 10", "aim: ten"))))

    assert (code, out, "plan.yaml:10" in err) == (1, "", True)
    assert not Site.objects.exists()


@pytest.mark.django_db
def test_differences_are_shown_before_and_after(tmp_path):
    folder = str(small_pack(tmp_path))
    assert "+ Toimipaikka house" in pack("diff", folder)[1]
    assert pack("apply", folder)[1].endswith("Lisätty: 15. Muutettu: 0. Poistettu: 0.\n")
    assert pack("apply", folder) == (0, "Ei muutettavaa.\n", "")

    small_pack(tmp_path, house=("name: Talo", "name: Uusi talo"))

    assert pack("diff", folder)[1].splitlines() == [
        "~ Toimipaikka house",
        "    name: Talo → Uusi talo",
        "Lisättävää: 0. Muutettavaa: 1. Poistettavaa: 0.",
    ]
    assert json.loads(pack("diff", folder, "--json")[1]) == {
        "changes": [
            {
                "kind": "site",
                "key": "house",
                "action": "change",
                "reason": None,
                "fields": {"name": {"before": "Talo", "after": "Uusi talo"}},
            }
        ],
        "kept": [],
    }


@pytest.mark.django_db
def test_what_is_kept_is_told_with_the_reason(tmp_path):
    folder = str(small_pack(tmp_path))
    pack("apply", folder)
    Site.objects.update(name="Meidän talo")

    assert pack("diff", folder)[1].splitlines() == [
        "= Toimipaikka house (säilyy: muutettu täällä)",
        "    name: täällä Meidän talo, paketissa Talo",
        "Ei muutettavaa.",
    ]


@pytest.mark.django_db
def test_export_names_the_files_it_wrote_and_does_not_write_over(tmp_path):
    pack("apply", str(small_pack(tmp_path / "in")))

    code, out, _err = pack("export", str(tmp_path / "out"))
    assert (code, sorted(out.split())) == (0, sorted(path.name for path in (tmp_path / "out").iterdir()))
    assert pack("diff", str(tmp_path / "out"))[1] == "Ei muutettavaa.\n"
    code, out, err = pack("export", str(tmp_path / "out"))
    assert (code, out, "on jo tiedostoja" in err) == (1, "", True)
