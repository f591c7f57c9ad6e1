"""The secrets behind second factors, sealed: who has a copy of the database cannot make anybody's codes."""

from base64 import b64decode, b64encode
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.db import transaction

from poukama.toolkit.sealing import keys, rotation, seal, unseal
from poukama.toolkit.sealing.boxes import number_of

PLACE = "mfa_authenticator.data"
_SECRETS = ("secret", "seed")
"""Under what an authenticator app and a set of recovery codes keep theirs; a passkey has none that is secret."""


def sealed_secret(text: str) -> str:
    """The secret as it is kept."""
    return b64encode(seal(text, PLACE)).decode()


def opened_secret(kept: str) -> str:
    """The secret itself; raises `BoxBroken`."""
    return unseal(b64decode(kept), PLACE)


def reseal_secrets() -> Iterator[int]:
    """Seal every secret again that an older key has sealed; each step says how many."""
    rows = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk")
    for pk in rows.values_list("pk", flat=True).iterator():
        yield _reseal(pk)


@transaction.atomic
def _reseal(pk: int) -> int:
    row = Authenticator.objects.select_for_update().get(pk=pk)
    old = [name for name in _SECRETS if name in row.data and _is_old(row.data[name])]
    for name in old:
        row.data[name] = sealed_secret(opened_secret(row.data[name]))
    if old:
        row.save(update_fields=["data"])
    return len(old)


def _is_old(kept: str) -> bool:
    return number_of(b64decode(kept)) != keys.ring().newest


def connect() -> None:
    """Have a rotation of the keys seal the secrets again; called once, when the app starts."""
    rotation.also_reseal(reseal_secrets)
