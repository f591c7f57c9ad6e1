"""Copy what the browser needs, as frontend.json lists it, from node_modules into the served static folder."""

import json
import shutil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "node_modules"
TARGET = ROOT / "poukama/toolkit/static/vendor"


def main() -> None:
    """Make the folder anew."""
    wanted = json.loads((ROOT / "frontend.json").read_text())
    shutil.rmtree(TARGET, ignore_errors=True)
    for bundle in wanted["bundles"]:
        place(bundle["target"]).write_text(bundled(bundle))
    for copy in wanted["copies"]:
        shutil.copyfile(PACKAGES / copy["package"] / copy["file"], place(copy["target"]))


def place(name: str) -> Path:
    """Where a served file goes; makes its folder."""
    path = TARGET / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def bundled(bundle: dict[str, Any]) -> str:
    """The files of a bundle in one, each in its cascade layer."""
    folder = PACKAGES / bundle["package"]
    parts = (f"@layer {part['layer']}{{{(folder / part['file']).read_text()}}}" for part in bundle["files"])
    return "\n".join([bundle["head"], *parts, ""])


if __name__ == "__main__":
    main()
