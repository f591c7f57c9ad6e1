"""What lies in the repository speaks of the project alone, and can be found by its name."""

import re

from tests.architecture.house import POUKAMA, ROOT, kept_files, layers, sources

BANNED = {"utils", "helpers", "common", "misc", "managers"}
TEXT = {".py", ".html", ".md", ".toml", ".json", ".txt", ".css", ".js", ".yaml", ".yml", ".po", ".sh", ""}
MACHINE_PATH = re.compile(r"(?<![\w.~}:/])/(?:root|home|Users|work)/[a-z]", re.IGNORECASE)
LONG = 440
MADE = ("/.venv/", "/node_modules/", "/static/vendor/", "/var/")


def test_no_file_is_named_for_nothing():
    assert {str(path.relative_to(ROOT)) for path in kept_files() if path.stem in BANNED} == set()
    assert {
        str(path.relative_to(ROOT)) for path in kept_files() if BANNED & set(path.relative_to(ROOT).parts)
    } == set()


def test_every_app_introduces_itself():
    wanted = {"README.md", "__init__.py", "apps.py"}
    assert {
        f"{app}/{name}" for app in layers() for name in wanted if not (POUKAMA / app / name).exists()
    } == set()


def test_no_file_is_too_long_to_read():
    found = {str(path.relative_to(ROOT)) for path in sources() if len(path.read_text().splitlines()) > LONG}
    assert found == set()


def test_nothing_that_is_made_is_kept():
    found = {
        str(path.relative_to(ROOT))
        for path in kept_files()
        if path.suffix in {".mo", ".pyc", ".sqlite3"}
        or any(part in f"/{path.relative_to(ROOT)}" for part in MADE)
    }
    assert found == set()


def test_no_file_knows_the_machine_it_was_written_on():
    found = {
        str(path.relative_to(ROOT))
        for path in kept_files()
        if path.suffix in TEXT and MACHINE_PATH.search(path.read_text(errors="ignore"))
    }
    assert found == set()


def test_lock_files_name_no_addresses():
    locks = [ROOT / "package-lock.json", *(ROOT / "requirements").glob("*.txt")]
    assert {
        path.name for path in locks if re.search(r"https?://|--find-links|index-url", path.read_text())
    } == set()


def test_every_dependency_says_why():
    lines = (ROOT / "pyproject.toml").read_text().split("[tool.")[0].splitlines()
    listed = [line for line in lines if re.match(r'    "[A-Za-z][\w.-]*(\[.*\])?(~=|>=|==|",)', line)]
    assert [line.strip() for line in listed if "#" not in line] == []
    assert len(listed) > 20


def test_every_promise_of_the_threat_model_names_a_test_that_exists():
    text = (ROOT / "docs/threat-model.md").read_text()
    promises = [line for line in text.split("## What does not hold")[0].splitlines() if line.startswith("| ")]
    held = [line.split(" | ")[-1] for line in promises if not line.startswith("| Promise")]
    assert len(held) > 20
    assert [each for each in held if not re.search(r"`tests/[\w./]+`", each)] == []
    named = set(re.findall(r"`(tests/[\w./]*)`", text))
    assert {name for name in named if not (ROOT / name).exists()} == set()
