"""The command line of the house: finds the command, speaks the user's language, exits with 0 only when done."""

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr

import django
from django.conf import settings
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections
from django.utils import translation
from django.utils.translation import gettext as _

from poukama.governance.reading.command import read_command
from poukama.setup.commands import COMMANDS, HouseCommand

DONE, FAILED, BAD_USAGE = 0, 1, 2
HELP = ("-h", "--help")


def main(argv: Sequence[str]) -> int:
    """Do what was asked; the exit code is 0 only when it was done."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    words = list(argv)
    language = _language(words)
    with translation.override(language):
        if not words or words[0] in (*HELP, "help"):
            _tell(_overview())
            return DONE
        if any(word in HELP for word in words):
            return _help(words)
        command = _command(words)
        if command is None:
            return _not_understood(words)
        return _run(command, words, language)


def _language(words: list[str]) -> str:
    """The language asked for, else that of the terminal, else Finnish. Takes the option out of the words."""
    asked = ""
    for index, word in enumerate(words):
        if word == "--language" and index + 1 < len(words):
            asked = words[index + 1]
            del words[index : index + 2]
            break
        if word.startswith("--language="):
            asked = word.partition("=")[2]
            del words[index]
            break
    terminal = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    known = [code for code, _name in settings.LANGUAGES]
    for wish in (asked, *terminal):
        if wish[:2].lower() in known:
            return wish[:2].lower()
    return settings.LANGUAGE_CODE[:2]


def _command(words: list[str]) -> HouseCommand | None:
    for command in COMMANDS:
        if tuple(words[: len(command.words)]) == command.words:
            return command
    return None


def _run(command: HouseCommand, words: list[str], language: str) -> int:
    try:
        if command.words == ("plan", "read"):
            return _read_plan(words[2:], command, language)
        return _run_django(command, words)
    except DatabaseError as error:
        _complain(_("The database cannot be used: %(error)s") % {"error": str(error).strip()})
        _complain(_("Set it up with script/server, or see where DATABASE_URL points."))
        return FAILED


def _read_plan(words: list[str], command: HouseCommand, language: str) -> int:
    files = [word for word in words if not word.startswith("--")]
    if len(files) != 1 or set(words) - {*files, "--json"}:
        _complain(_usage(command))
        return BAD_USAGE
    return read_command(files[0], as_json="--json" in words, language=language)


def _run_django(command: HouseCommand, words: list[str]) -> int:
    name = words[0]
    app = get_commands().get(name)
    if app is None:
        _complain(_("“%(name)s” is not part of this installation.") % {"name": name})
        return FAILED
    loaded = app if isinstance(app, BaseCommand) else load_command_class(app, name)
    if not _is_understood(loaded, words):
        _complain(_("This was not understood: %(words)s") % {"words": " ".join(words)})
        _complain(_usage(command))
        return BAD_USAGE
    try:
        call_command(loaded, *words[1:])  # without the checks of the settings before every answer
    except CommandError as refusal:
        _complain(str(refusal))
        return refusal.returncode
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else FAILED
    finally:
        connections.close_all()
    return DONE


def _is_understood(loaded: BaseCommand, words: list[str]) -> bool:
    """Whether the command takes these words; asked first, since its parser would complain in English."""
    parser = loaded.create_parser("poukama", words[0])
    try:
        with redirect_stderr(io.StringIO()):
            parser.parse_args(words[1:])
    except (SystemExit, CommandError):
        return False
    return True


def _help(words: list[str]) -> int:
    asked = [word for word in words if word not in HELP]
    found = [command for command in COMMANDS if command.words[: len(asked)] == tuple(asked)]
    if not found:
        exact = _command(asked)
        if exact is None:
            return _not_understood(asked)
        found = [exact]
    _tell("\n\n".join(_told(command) for command in found))
    return DONE


def _overview() -> str:
    width = max(len(command.name) for command in COMMANDS)
    lines = [
        _("Poukama at the command line. What the screens do, these do too."),
        "",
        *(f"  {command.name:<{width}}  {command.does}" for command in COMMANDS),
        "",
        _("More about one of them: script/poukama pack check --help"),
        _("In another language: --language fi, sv or en"),
    ]
    return "\n".join(lines)


def _told(command: HouseCommand) -> str:
    return "\n".join(_lines(command))


def _lines(command: HouseCommand) -> Iterator[str]:
    yield f"script/poukama {command.usage}"
    yield f"  {command.does}"
    if command.aside:
        yield f"  {command.aside}"
    width = max((len(option.form) for option in command.options), default=0)
    for option in command.options:
        yield f"    {option.form:<{width}}  {option.meaning}"
    yield "  " + _("Example: %(example)s") % {"example": command.example}


def _not_understood(words: list[str]) -> int:
    _complain(_("There is no command “%(words)s”.") % {"words": " ".join(words)})
    near = [command for command in COMMANDS if words and command.words[0] == words[0]]
    for command in near:
        _complain(f"  script/poukama {command.usage}")
    if not near:
        _complain(_("All commands: script/poukama --help"))
    return BAD_USAGE


def _usage(command: HouseCommand) -> str:
    return _("It is written like this: script/poukama %(usage)s") % {"usage": command.usage}


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _complain(text: str) -> None:
    sys.stderr.write(f"{text}\n")
