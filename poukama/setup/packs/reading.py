"""Reading the YAML files of a pack into plain data that remembers the file and line of every thing."""

import re
from contextlib import suppress
from datetime import date
from pathlib import Path as FilePath

from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from poukama.setup.packs.problems import Document, Path, Place, Problem, dotted

LARGEST_FILE = 1_000_000
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")  # no 0x1f, 1e3, 1_000 or .inf: nobody would mean them
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def read_folder(folder: FilePath) -> Document:
    """Read all `.yaml` files of a folder. What is wrong in one does not stop the others from being read."""
    document = Document(name=folder.name)
    if not folder.is_dir():
        document.problems.append(
            _problem("no_folder", Place(str(folder), 1), (), _("no such folder"), _("the folder of a pack"))
        )
        return document
    files = sorted(path for path in folder.iterdir() if path.suffix in {".yaml", ".yml"})
    if not files:
        document.problems.append(
            _problem(
                "no_files", Place(str(folder), 1), (), _("no YAML files"), _("files whose names end in .yaml")
            )
        )
    for path in files:
        _Reader(document, path).read()
    return document


class _Reader:
    def __init__(self, document: Document, path: FilePath) -> None:
        self.document = document
        self.path = path
        self.file = path.name
        self.seen: set[int] = set()
        self.places: dict[Path, Place] = {}

    def read(self) -> None:
        node = self._compose()
        if node is None:
            return
        if not isinstance(node, MappingNode):
            found = _("a list") if isinstance(node, SequenceNode) else str(node.value)[:60]
            expected = _("sections, each with its name")
            self._complain("wrong_type", Place(self.file, 1), (), found, expected)
            return
        data = self._mapping(node, ())
        for section, value in data.items():
            self._merge(section, value)

    def _compose(self) -> Node | None:
        if self.path.stat().st_size > LARGEST_FILE:
            self._complain("too_large", Place(self.file, 1), (), _("a very large file"), _("at most 1 MB"))
            return None
        try:
            text = self.path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            self._complain(
                "not_text", Place(self.file, 1), (), _("something else than text"), _("UTF-8 text")
            )
            return None
        try:
            composed: Node | None = YAML(typ="safe", pure=True).compose(text)
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self._complain("syntax", Place(self.file, line), (), str(error.problem), _("valid YAML"))
            return None
        except (YAMLError, RecursionError) as error:
            self._complain("syntax", Place(self.file, 1), (), str(error), _("valid YAML"))
            return None
        return composed

    def _value(self, node: Node, path: Path) -> object:
        if id(node) in self.seen and not isinstance(node, ScalarNode):
            self._complain("alias", self._place(node), path, _("a reference (*)"), _("the thing written out"))
            return None
        self.seen.add(id(node))
        self.places.setdefault(path, self._place(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self._value(part, (*path, index)) for index, part in enumerate(node.value)]
        return _scalar(str(node.tag), str(node.value))

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, object]:
        data: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            here = (*path, key)
            if key in data:
                self._complain(
                    "duplicate_key",
                    self._place(key_node),
                    here,
                    _("“%(key)s” a second time (first on line %(line)s)")
                    % {"key": key, "line": self.places[here].line},
                    _("each key once"),
                )
                continue
            self.places[here] = self._place(key_node)
            data[key] = self._value(value_node, here)
        return data

    def _merge(self, section: str, value: object) -> None:
        """Add a section to the whole: lists are joined, anything else may be said in one file only."""
        data = self.document.data
        if section == "terms" and isinstance(value, dict):
            lists = data.setdefault("terms", {})
            if isinstance(lists, dict):
                self._take_place(("terms",), ("terms",))
                for name, terms in value.items():
                    self._join(lists, name, terms, ("terms", name))
                return
        self._join(data, section, value, (section,))

    def _join(self, whole: dict[str, object], name: str, value: object, path: Path) -> None:
        already = whole.get(name)
        if already is None:
            whole[name] = value
            self._take_place(path, path)
        elif isinstance(already, list) and isinstance(value, list):
            for index in range(len(value)):
                self._take_place((*path, index), (*path, len(already) + index))
            already.extend(value)
        else:
            self._complain(
                "duplicate_key",
                self.places[path],
                path,
                _("“%(key)s” a second time (first in %(place)s)")
                % {"key": name, "place": self.document.places[path]},
                _("each key once"),
            )

    def _take_place(self, path: Path, target: Path) -> None:
        """Move the places of a part to where the part stands in the whole."""
        for inner, place in self.places.items():
            if inner[: len(path)] == path:
                self.document.places.setdefault((*target, *inner[len(path) :]), place)

    def _place(self, node: Node) -> Place:
        return Place(self.file, node.start_mark.line + 1)

    def _complain(self, code: str, place: Place, path: Path, found: str, expected: str) -> None:
        self.document.problems.append(_problem(code, place, path, found, expected))


def _scalar(full_tag: str, text: str) -> object:
    tag = full_tag.rpartition(":")[2]
    if tag == "int" and _NUMBER.fullmatch(text):
        return int(text)
    if tag == "float" and _NUMBER.fullmatch(text):
        return float(text)
    if tag == "bool":
        return text.lower() == "true"
    if tag == "null":
        return None
    if tag == "timestamp" and _DATE.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    return text


def _problem(code: str, place: Place, path: Path, found: str, expected: str) -> Problem:
    return Problem(code=code, place=place, where=dotted(path), found=found, expected=expected)
