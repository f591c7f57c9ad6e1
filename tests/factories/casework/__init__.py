"""The smallest valid rows of casework, a file for each kind of work."""

from tests.factories.casework.appointments import *  # noqa: F403  # whatever a file makes, the folder offers
from tests.factories.casework.episodes import *  # noqa: F403  # whatever a file makes, the folder offers
from tests.factories.casework.follow_ups import *  # noqa: F403
from tests.factories.casework.goals import *  # noqa: F403  # whatever a file makes, the folder offers
from tests.factories.casework.notes import *  # noqa: F403
from tests.factories.casework.own_data import *  # noqa: F403
from tests.factories.casework.processes import *  # noqa: F403
from tests.factories.casework.reports import *  # noqa: F403
from tests.factories.casework.requests import *  # noqa: F403
from tests.factories.casework.retention import *  # noqa: F403
