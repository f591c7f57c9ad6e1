"""`python -m bench.inside JOB OPTIONS`: run one job in the house of the environment and print what it found.

With `--stay` the job is begun once and then asked with a line of JSON on its input as often as one likes.
"""

import json
import sys
from importlib import import_module

import django

django.setup()

JOBS = (
    "demo",
    "load",
    "multiply",
    "lengthen",
    "figures",
    "pages",
    "sessions",
    "lists",
    "door",
    "counted",
    "names",
    "family",
    "report",
    "filling",
    "work",
)


def main() -> None:
    """Run the job, or stay and answer."""
    job, options = sys.argv[1], json.loads(sys.argv[2])
    if job not in JOBS:
        sys.exit(f"There is no job {job}.")
    module = import_module(f"bench.inside.{job}")
    if "--stay" not in sys.argv:
        print(json.dumps(module.run(**options)), flush=True)
        return
    ask = module.begin(**options)
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        print(json.dumps(ask(**json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
