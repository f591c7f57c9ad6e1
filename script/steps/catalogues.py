"""Compile every app's translations (.po, committed) into what Django reads (.mo, not committed)."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Compile all catalogues; a second takes some hundred of them."""
    for source in sorted(ROOT.glob("poukama/*/locale/*/LC_MESSAGES/*.po")):
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)


if __name__ == "__main__":
    main()
