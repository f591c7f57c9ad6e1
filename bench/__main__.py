"""`script/bench [NAME …] [--quick]`: measure, hold against what is promised, and say so with the exit code."""

import argparse
import sys

from bench.benchmarks import ALL, course_of
from bench.houses import ROOT, Houses, server
from bench.report import tell


def main() -> int:
    """Run what was chosen; 0 only when every bound holds."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"{', '.join(ALL)}; none means all")
    parser.add_argument("--quick", action="store_true", help="a few minutes: without the largest database")
    chosen = parser.parse_args()
    if unknown := sorted(set(chosen.name) - set(ALL)):
        parser.error(f"there is no benchmark {', '.join(unknown)}")
    folder = ROOT / "var/bench"
    missed = []
    with server(folder) as url:
        course = course_of(Houses(folder, url), quick=chosen.quick)
        for name in chosen.name or ALL:
            does = ALL[name]
            if not tell(f"{name}: {(does.__doc__ or '').strip()}", does(course)):
                missed.append(name)
    print(f"\nMissed: {', '.join(missed)}" if missed else "\nEvery bound holds.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
