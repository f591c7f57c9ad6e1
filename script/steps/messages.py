"""Collect every string that people read into each app's catalogues, and say what is untranslated.

Strings come from Python (`_`, `gettext`, `ngettext`, `pgettext` and their lazy forms) and from templates
(`{% translate %}`, `{% blocktranslate %}`, `_("…")`). The source language is English. Catalogues are sorted and
hold neither dates nor line numbers, so that two branches can be merged.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("fi", "sv")
FUNCTIONS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-z]|%[sd]|\{(\w*)[^}]*\}")
VOLATILE = (
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
)

Key = tuple[str | tuple[str, ...], str | None]


def main() -> None:
    """Update the catalogues, or with --check only judge them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing; fail when anything is amiss")
    parser.add_argument("apps", nargs="*", metavar="APP", help="only these apps (all when none is named)")
    arguments = parser.parse_args()
    if not settings.configured:
        settings.configure(USE_I18N=True)

    found = {app: list(messages_of(app)) for app in apps()}
    complaints = []
    for language in LANGUAGES:
        old = {app: read(catalogue_path(app, language), language) for app in found}
        new = {app: updated(found[app], app, language, old) for app in found}
        wanted = {app: new[app] for app in new if not arguments.apps or app.name in arguments.apps}
        for app, catalogue in wanted.items():
            path = catalogue_path(app, language)
            if arguments.check:
                complaints += stale(path, catalogue)
            else:
                write(path, catalogue)
            complaints += flaws(path, catalogue)
        complaints += contradictions(new, language)
    for complaint in complaints:
        print(complaint)
    if complaints:
        print(f"{len(complaints)} to mend. New strings are added by: script/messages", file=sys.stderr)
    sys.exit(bool(complaints))


def apps() -> list[Path]:
    """The folders of the apps."""
    return sorted(path.parent for path in ROOT.glob("poukama/*/apps.py"))


def catalogue_path(app: Path, language: str) -> Path:
    """Where an app keeps its translations into a language."""
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def messages_of(app: Path) -> Iterator[tuple[Key, list[str]]]:
    """Every message of an app with the comments that translators should see."""
    for path in sorted(app.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from extracted(path.read_text())
    for path in sorted([*app.rglob("templates/**/*.html"), *app.rglob("templates/**/*.txt")]):
        source = templatize(path.read_text(), origin=str(path))
        yield from extracted("\n".join(line.lstrip() for line in source.splitlines()))


def extracted(source: str) -> Iterator[tuple[Key, list[str]]]:
    """The messages of Python source, or of a template that was made to look like it."""
    calls: Iterable[Any] = extract_python(
        io.BytesIO(source.encode()), FUNCTIONS, ["Translators:"], {"encoding": "utf-8"}
    )
    for _line, function, arguments, comments in calls:
        values = arguments if isinstance(arguments, tuple) else (arguments,)
        key = key_of(FUNCTIONS[function], values)
        if key is not None:
            yield key, comments


def key_of(shape: tuple[Any, ...] | None, values: tuple[Any, ...]) -> Key | None:
    """What a call names: its text, or texts of one and many, and its context. None for what is no literal."""
    context = None
    positions = []
    for position in shape or (1,):
        if isinstance(position, tuple):
            context = values[position[0] - 1] if len(values) >= position[0] else None
        else:
            positions.append(position)
    texts: list[Any] = [values[position - 1] if len(values) >= position else None for position in positions]
    if not all(isinstance(text, str) and text for text in texts):
        return None
    return (texts[0] if len(texts) == 1 else tuple(texts)), context


def updated(
    found: list[tuple[Key, list[str]]], app: Path, language: str, old: dict[Path, Catalog]
) -> Catalog:
    """The catalogue as it should be: what is found, with the translations that there are.

    A string new to this app that another app has translated already is filled in from there.
    """
    catalogue = Catalog(locale=language, fuzzy=False)
    elsewhere = [other for name, other in old.items() if name != app]
    for (text, context), comments in found:
        known = next((hit for book in [old[app], *elsewhere] if (hit := lookup(book, text, context))), None)
        catalogue.add(
            text,
            string=known.string if known else None,
            auto_comments=comments,
            flags=known.flags & {"fuzzy"} if known else (),
            user_comments=known.user_comments if known else (),
            context=context,
        )
    return catalogue


def lookup(catalogue: Catalog, text: str | tuple[str, ...], context: str | None) -> Message | None:
    """The message with this very text, if it has any translation."""
    first = text if isinstance(text, str) else text[0]
    message = catalogue.get(first, context)
    if message is None or message.id != text or not any(forms(message)):
        return None
    return message


def forms(message: Message) -> tuple[str, ...]:
    """The translations of a message: one, or one for each number form."""
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string or "",)


def read(path: Path, language: str) -> Catalog:
    """The catalogue in a file, empty when there is none."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def rendered(catalogue: Catalog) -> bytes:
    """The text of a catalogue: sorted, and without what changes by itself."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = buffer.getvalue().decode().splitlines()
    kept = [line for line in lines if not line.startswith(tuple(f'"{name}:' for name in VOLATILE))]
    start = kept.index('msgid ""')
    text = "\n".join(kept[start:]).strip() + "\n"
    return text.replace("PROJECT VERSION", "Poukama").encode()


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue, or remove it when the app says nothing to anybody."""
    if len(catalogue) == 0:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(rendered(catalogue))


def stale(path: Path, catalogue: Catalog) -> list[str]:
    """Whether the file differs from what it should be."""
    wanted = rendered(catalogue) if len(catalogue) else b""
    present = path.read_bytes() if path.exists() else b""
    return [] if wanted == present else [f"{path.relative_to(ROOT)}: does not hold what the app says now"]


def flaws(path: Path, catalogue: Catalog) -> Iterator[str]:
    """Messages that are untranslated, unsure, or lose a placeholder."""
    name = path.relative_to(ROOT)
    for message in catalogue:
        if not message.id:
            continue
        first = message.id if isinstance(message.id, str) else message.id[0]
        if not all(forms(message)):
            yield f"{name}: untranslated: {first!r}"
        elif "fuzzy" in message.flags:
            yield f"{name}: unsure: {first!r}"
        elif placeholders(message.id) != placeholders(forms(message)):
            yield f"{name}: placeholders differ: {first!r}"


def placeholders(texts: str | Sequence[str]) -> set[str]:
    """The names that are filled in, in any of the forms."""
    joined = texts if isinstance(texts, str) else "\n".join(texts)
    return {match[0] for match in PLACEHOLDER.finditer(joined)}


def contradictions(catalogues: dict[Path, Catalog], language: str) -> Iterator[str]:
    """Strings that two apps translate differently: people would see only one of the two."""
    seen: dict[Key, tuple[str, tuple[str, ...]]] = {}
    for app, catalogue in catalogues.items():
        for message in catalogue:
            if not message.id or not all(forms(message)):
                continue
            key = (message.id if isinstance(message.id, str) else tuple(message.id), message.context)
            other, translation = seen.setdefault(key, (app.name, forms(message)))
            if translation != forms(message):
                yield f"{language}: {app.name} and {other} translate {message.id!r} differently; use a context"


if __name__ == "__main__":
    main()
