"""The secrets behind second factors, sealed: who has a copy of the database cannot make anybody's codes.

The library tells only the secret, not whose it is, so the seal is tied to the table and not to the person.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from poukama.toolkit.sealing import BoxBroken, keys, rotation, seal, unseal
from poukama.toolkit.sealing.boxes import number_of

TABLE = "mfa_authenticator"
_PLACE = f"{TABLE}.data"
_SECRETS = ("secret", "seed")
"""Under what an authenticator app and a set of recovery codes keep theirs; a passkey has none that is secret."""


def sealed_secret(text: str) -> str:
    """The secret as it is kept."""
    return b64encode(seal(text, _PLACE)).decode()


def opened_secret(kept: str) -> str:
    """The secret itself; raises `BoxBroken`, also for one that was never sealed."""
    return unseal(_box(kept), _PLACE)


class SecondSecrets:
    """The sealed secrets of everybody, as a rotation of the keys goes through them."""

    def reseal(self) -> Iterator[rotation.Step]:
        """Seal every secret again that an older key has sealed."""
        for pk in list(_rows().values_list("pk", flat=True)):
            yield _reseal(pk)

    def left(self) -> int:
        """How many an older key has sealed."""
        return sum(len(_old(data)) for data in _rows().values_list("data", flat=True).iterator())

    def anything_sealed(self) -> bool:
        """Whether anybody has a sealed secret."""
        return _rows().exists()


def connect() -> None:
    """Have a rotation of the keys seal the secrets again; called once, when the app starts."""
    rotation.also_reseal(TABLE, SecondSecrets())


def _rows() -> QuerySet[Authenticator]:
    rows: QuerySet[Authenticator] = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    return rows.order_by("pk")


@transaction.atomic
def _reseal(pk: int) -> rotation.Step:
    row = _rows().select_for_update().filter(pk=pk).first()
    if row is None:
        return rotation.Step(TABLE, 0)
    sealed = broken = 0
    for name in _old(row.data):
        try:
            row.data[name], sealed = sealed_secret(opened_secret(row.data[name])), sealed + 1
        except BoxBroken:
            broken += 1
    if sealed:
        row.save(update_fields=["data"])
    return rotation.Step(TABLE, sealed, broken)


def _old(data: dict[str, str]) -> list[str]:
    """Which secrets of a row another key than the newest has sealed, or none."""
    newest = keys.ring().newest
    return [name for name in _SECRETS if name in data and number_of(_box(data[name])) != newest]


def _box(kept: str) -> bytes:
    """The box; an empty one, which does not open, for what is none."""
    try:
        return b64decode(kept, validate=True)
    except ValueError:
        return b""
