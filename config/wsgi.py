"""The application that a web server runs."""

import logging
import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connections
from django.utils import translation

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from poukama.toolkit.sealing import keys


def refuse(why: object) -> None:
    """Say why nothing is served, and end as gunicorn understands it: it gives up instead of trying for ever."""
    sys.stderr.write(f"Not served: {why}\n")
    sys.exit(4)


try:
    with translation.override("en"):  # as everything that is said before anybody signs in
        keys.verify()
except keys.KeyProblem as problem:
    refuse(problem)
except DatabaseError:
    refuse("the database is not up to date. Mend with: script/poukama migrate")
finally:
    connections.close_all()  # a worker must not share a connection that was opened before it was made
if settings.DEMO:
    logging.getLogger("poukama").warning("A demonstration: signing in asks for no second factor.")
