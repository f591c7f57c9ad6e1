"""What the guards look at: the apps in their order, their models, files, templates and addresses."""

import ast
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps as installed
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
POUKAMA = ROOT / "poukama"


@cache
def layers() -> dict[str, int]:
    """Each app's layer; 0 is the top. Apps side by side have the same."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (rows,) = [contract["layers"] for contract in contracts if contract["id"] == "layers"]
    return {app.strip(): rank for rank, row in enumerate(rows) for app in row.split("|")}


def may_use(upper: str, lower: str) -> bool:
    """Whether the first app stands above the second, or is the same."""
    return upper == lower or layers()[upper] < layers()[lower]


@cache
def models() -> tuple[type[Model], ...]:
    """Every model of ours that has a table."""
    ours = [config for config in installed.get_app_configs() if config.name.startswith("poukama.")]
    return tuple(model for config in ours for model in config.get_models())


def app_of(path: Path) -> str:
    """The app that a file belongs to."""
    return path.relative_to(POUKAMA).parts[0]


@cache
def sources() -> dict[Path, ast.Module]:
    """The parsed Python of the apps, without migrations."""
    paths = [path for path in sorted(POUKAMA.rglob("*.py")) if "migrations" not in path.parts]
    return {path: ast.parse(path.read_text()) for path in paths}


def imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(module, name) of every import; the name is empty for `import module`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


@cache
def templates() -> dict[str, Path]:
    """Every template of ours by the name under which it is loaded."""
    return {
        path.relative_to(folder).as_posix(): path
        for folder in sorted(POUKAMA.glob("*/templates"))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@dataclass(frozen=True)
class Address:
    """One URL pattern with the view that answers it."""

    name: str
    view: Callable[..., Any]
    converters: dict[str, Any]

    @property
    def action(self) -> str:
        """The action that the view names, empty when it names none."""
        return str(getattr(self.view, "action", ""))


@cache
def addresses() -> tuple[Address, ...]:
    """Every address of the site."""
    return tuple(_addresses(get_resolver(), "", {}))


def _addresses(resolver: URLResolver, prefix: str, converters: dict[str, Any]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        inner = converters | getattr(pattern.pattern, "converters", {})
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _addresses(pattern, space, inner)
        elif isinstance(pattern, URLPattern):
            yield Address(prefix + (pattern.name or str(pattern.pattern)), pattern.callback, inner)


@cache
def kept_files() -> tuple[Path, ...]:
    """The files of the repository as git keeps them, or all files where there is no git."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = done.stdout.decode().split("\0") if done.returncode == 0 else []
    paths = [ROOT / name for name in names if name]
    if not paths:
        skipped = {".venv", "node_modules", "var", "vendor", ".git"}
        paths = [path for path in ROOT.rglob("*") if path.is_file() and not skipped & set(path.parts)]
    return tuple(path for path in paths if path.exists())
