"""Signing in as the invented staff, without the sign-in page."""

import time

from django.test import Client

from poukama.access.middleware import KEPT_AT
from poukama.organisation.models import User
from poukama.setup.demo.staff import DOMAIN

DIRECTOR, AT_THE_DOOR, ADMINISTRATOR = "toiminnanjohtaja", "perhetupa-ohjaaja", "yllapito"
WORKERS = ("erotyontekija-1", "jannika-esihenkilo", "baby-blues-tyontekija", "peukaloinen-tyontekija-1")


def signed_in(who: str) -> Client:
    """A client signed in as one of the staff, at work since a moment."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=f"{who}@{DOMAIN}"))
    session = client.session
    session[KEPT_AT] = int(time.time())
    session.save()
    return client
