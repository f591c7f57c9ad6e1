"""Templates compile, are used, and leave nothing for the browser to run or style but the served files."""

import re
from pathlib import Path

from django.template import TemplateSyntaxError, engines

from tests.architecture.house import POUKAMA, ROOT, sources, templates

ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
LIBRARY_FOLDERS = ("account/", "mfa/", "socialaccount/", "allauth/", "django/")
INLINE = re.compile(
    r"""<style\b|\sstyle\s*=|<script(?![^>]*\bsrc=)(?![^>]*type=["']application/json)|\son[a-z]+\s*=\s*["']|javascript:""",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"""<(?:script|link|img|iframe|source|use)\b[^>]*\b(?:src|href)\s*=\s*["']?(?:https?:)?//"""
)
COMMENTS = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)
ATTRIBUTE_BLOCKS = re.compile(
    r"\{%\s*block\s+(?:size|home|\w+_class|\w+_data)\s*%\}.*?\{%\s*endblock", re.DOTALL
)
MARKED_SAFE = re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off")


def text_of(path: Path) -> str:
    """A template without its comments."""
    return COMMENTS.sub("", path.read_text())


def test_every_template_compiles():
    found = {}
    for name in templates():
        try:
            engines["django"].get_template(name)
        except TemplateSyntaxError as error:
            found[name] = str(error)
    assert found == {}


def test_every_template_is_used():
    everything = "\n".join(
        [*(path.read_text() for path in sources()), *(text_of(path) for path in templates().values())]
    )
    found = set()
    for name in set(templates()) - ERROR_PAGES:
        part = name.removeprefix("cotton/").removesuffix(".html").replace("/", ".")
        used = (
            re.search(
                rf"<c-(?:{re.escape(part)}|{re.escape(part.replace('_', '-'))})(?![a-z0-9_.-])", everything
            )
            if name.startswith("cotton/")
            else name in everything or name.startswith(LIBRARY_FOLDERS)
        )
        found |= set() if used else {name}
    assert found == set()


def test_what_a_part_is_given_is_a_value():
    """A sentence such as `not ended` is no value: the part would get nothing, and say nothing of it."""
    given = re.compile(r"\s:[a-z_-]+=\"([^\"{]*)\"")
    found = {
        (name, value)
        for name, path in templates().items()
        for value in given.findall(text_of(path))
        if " " in value.strip()
    }
    assert found == set()


def test_nothing_is_inline():
    assert {name for name, path in templates().items() if INLINE.search(text_of(path))} == set()


def test_nothing_is_loaded_from_elsewhere():
    assert {name for name, path in templates().items() if ELSEWHERE.search(text_of(path))} == set()
    styles = [path for path in POUKAMA.rglob("static/**/*.css") if "vendor" not in path.parts]
    assert {
        path.name for path in styles if re.search(r"(?:url\(|@import)\s*[\"']?https?:", path.read_text())
    } == set()


def test_nothing_is_shown_unescaped():
    assert {name for name, path in templates().items() if MARKED_SAFE.search(text_of(path))} == set()


def test_every_component_class_in_use_is_served():
    served = (POUKAMA / "toolkit/static/vendor/designsystemet.css").read_text()
    ours = POUKAMA.rglob("static/poukama/*.css")
    used = {
        name
        for path in [*templates().values(), *sources()]
        for name in re.findall(r"(?<![\w-])ds-[a-z]+(?:-[a-z]+)*(?![\w-])", path.read_text())
    }
    known = served + "".join(path.read_text() for path in ours)
    assert {name for name in used if f".{name}" not in known} == set(), (
        "add the component's file to frontend.json"
    )


def test_the_words_on_a_page_are_translated():
    """Text between tags must come from a translation, a variable or be no word at all."""
    found = {}
    for name, path in templates().items():
        text = re.sub(
            r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}",
            "",
            text_of(path),
            flags=re.DOTALL,
        )
        text = ATTRIBUTE_BLOCKS.sub("", text)
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
        text = re.sub(r"<(script|style|svg)\b.*?</\1>", "", text, flags=re.DOTALL)
        text = re.sub(r"<[^>]*>", "\0", text)
        words = [
            word for word in re.findall(r"[^\W\d_]{2,}", text.replace("&nbsp;", " ")) if word != "Poukama"
        ]
        if words:
            found[name] = words[:5]
    assert found == {}


def test_templates_are_in_the_folder_of_their_app():
    shared = {"cotton", *(folder.rstrip("/") for folder in LIBRARY_FOLDERS)}
    found = {
        str(path.relative_to(ROOT))
        for name, path in templates().items()
        if "/" in name and name.split("/")[0] not in {*shared, path.relative_to(POUKAMA).parts[0]}
    }
    assert found == set()
