"""`python -m poukama`: the command line of the house."""

import sys

from poukama.setup.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
