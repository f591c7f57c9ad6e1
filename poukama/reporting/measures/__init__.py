"""Every measure that there is, in one explicit catalogue. How to add one: docs/adding-a-measure.md."""

from poukama.reporting.measures.following import FOLLOWING
from poukama.reporting.measures.model import Combine, Measure, Term
from poukama.reporting.measures.occasions import OCCASIONS
from poukama.reporting.measures.people import PEOPLE
from poukama.reporting.measures.processes import PROCESSES
from poukama.reporting.measures.volunteering import VOLUNTEERING

CATALOGUE: tuple[Measure, ...] = (*PEOPLE, *VOLUNTEERING, *OCCASIONS, *PROCESSES, *FOLLOWING)
BY_KEY = {measure.key: measure for measure in CATALOGUE}

__all__ = ["BY_KEY", "CATALOGUE", "Combine", "Measure", "Term"]
