"""The application that a web server runs."""

import logging
import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from poukama.toolkit.sealing import keys

try:
    keys.verify()
except keys.KeyProblem as problem:
    sys.exit(f"Not served: {problem}")
finally:
    connections.close_all()  # a worker must not share a connection that was opened before it was made
if settings.DEMO:
    logging.getLogger("poukama").warning("A demonstration: signing in asks for no second factor.")
