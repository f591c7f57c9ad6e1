"""Searching sealed names by their beginning, against the same search over plain words; and sealing again."""

import random
import time
from datetime import date
from typing import Any
from unittest.mock import patch

from django.apps.registry import Apps
from django.db import connection, models, transaction

from bench.paired import ratio, seconds
from poukama.access.actor import Actor
from poukama.clients.models import Client, Identity, KnownIn, NameMark
from poukama.clients.queries import finding
from poukama.clients.rules import STAFF
from poukama.organisation.models import User, WorkForm
from poukama.setup.demo.staff import DOMAIN
from poukama.toolkit import clock
from poukama.toolkit.sealing import blind, making, rotation

WHO, WHERE = "erotyontekija-1", "elp"
AT_A_TIME = 5_000
FEW = 2_000
TEXTS = ("vel", "velto", "tor mil", "lumme", "vel 1985")
_SYLLABLES = [a + b + c for a in "hjklmnprstv" for b in "aeiouyäö" for c in ("", "l", "n", "r", "s", "i")]


PLAIN_WORDS = "bench_plain_word"


class PlainWord(models.Model):
    """A word of somebody's name as it would stand without sealing, with the index that a search would have."""

    id = models.BigIntegerField(primary_key=True)
    word = models.CharField(max_length=60)
    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+", db_index=False)
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        apps = Apps()  # of this measurement alone, not of the system
        app_label = "clients"
        db_table = PLAIN_WORDS

    def __str__(self) -> str:
        return self.word


def run(clients: int, rounds: int) -> dict[str, Any]:
    """Make so many clients known by name in one work form; ratios of a search, and fields sealed again in a second."""
    chance = random.Random(clients)
    worker, place = User.objects.get(email=f"{WHO}@{DOMAIN}"), WorkForm.objects.get(key=WHERE)
    _make_plain_words()
    _copy_those_named_already()
    for begin in range(0, clients, AT_A_TIME):
        _add(range(begin, min(begin + AT_A_TIME, clients)), worker, place, chance)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    actor = Actor(worker, clock.today())
    assert actor.held
    found = {text: finding.find(actor, text) for text in TEXTS}
    with patch.object(finding, "named_so", _plainly):
        # Where more share a beginning than a search looks at, somebody with two such words takes two places of the plain.
        if clients <= FEW:
            assert {text: finding.find(actor, text) for text in TEXTS} == found
    sealed, _seconds = ratio(lambda: _all(actor), lambda: _all_plainly(actor), rounds=rounds)
    each = min(seconds(lambda: _all(actor)) for _turn in range(rounds)) / len(TEXTS)
    making.add_key()
    began = time.perf_counter()
    fields = sum(step.sealed for step in rotation.reseal())
    assert fields >= 2 * clients, "every name that was told is sealed again"
    return {
        "ratio": sealed,
        "seconds": each,
        "fields": fields,
        "a_second": fields / (time.perf_counter() - began),
    }


def _make_plain_words() -> None:
    """The table and its indexes, inside a transaction too, where SQLite's schema editor refuses to work."""
    columns = ", ".join(
        f"{field.column} {field.db_type(connection)} NOT NULL"
        for field in PlainWord._meta.local_concrete_fields
    )
    beginnings = "word varchar_pattern_ops" if connection.vendor == "postgresql" else "word"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {PLAIN_WORDS} ({columns})")
        cursor.execute(f"CREATE INDEX {PLAIN_WORDS}_word ON {PLAIN_WORDS} ({beginnings})")
        cursor.execute(f"CREATE INDEX {PLAIN_WORDS}_identity ON {PLAIN_WORDS} (identity_id)")
        cursor.execute(f"CREATE UNIQUE INDEX {PLAIN_WORDS}_id ON {PLAIN_WORDS} (id)")


def _copy_those_named_already() -> None:
    """The names that the synthetic year has told, as plain words too."""
    named = Identity.objects.filter(voided_at=None).select_related("work_form").order_by("pk")
    words = [
        (identity, word)
        for identity in named
        for word in blind.words(f"{identity.first_names or ''} {identity.last_name or ''}")
    ]
    PlainWord._default_manager.bulk_create(
        PlainWord(
            id=-number,
            identity=identity,
            client_id=identity.client_id,
            work_form=identity.work_form,
            word=word,
        )
        for number, (identity, word) in enumerate(words, start=1)
    )


def _all(actor: Actor) -> None:
    for text in TEXTS:
        finding.find(actor, text)


def _all_plainly(actor: Actor) -> None:
    with patch.object(finding, "named_so", _plainly):
        _all(actor)


def _plainly(
    actor: Actor, text: str, born_in: int | None = None, work_form: WorkForm | None = None
) -> models.QuerySet[Any, Any]:
    """The same rule and order, with words that anybody can read."""
    first, *others = sorted(blind.words(text), key=len, reverse=True) or ["-"]
    found = PlainWord._default_manager.filter(actor.within("work_form", *STAFF), word__startswith=first)
    for word in others:
        same = PlainWord._default_manager.filter(identity=models.OuterRef("identity"), word__startswith=word)
        found = found.filter(models.Exists(same))
    if work_form is not None:
        found = found.filter(work_form=work_form)
    if born_in is not None:
        found = found.filter(client__birth_year=born_in)
    clients: models.QuerySet[Any, Any] = found.order_by("-pk").values_list("client", flat=True)
    return clients


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 3)))).capitalize()


@transaction.atomic
def _add(numbers: range, worker: User, place: WorkForm, chance: random.Random) -> None:
    made = {"created_at": clock.now(), "created_by": worker, "identification": "coded"}
    clients = Client.objects.bulk_create(
        Client(
            code_name=f"Kaisla {n + 1000}", search_key=f"kaisla {n + 1000}", birth_year=1950 + n % 60, **made
        )
        for n in numbers
    )
    KnownIn.objects.bulk_create(
        KnownIn(client=client, work_form=place, since_on=date(2024, 1, 1)) for client in clients
    )
    told = {"work_form": place, "recorded_at": clock.now(), "recorded_by": worker}
    identities = Identity.objects.bulk_create(
        Identity(client=client, first_names=_name(chance), last_name=_name(chance), **told)
        for client in clients
    )
    named = [(identity, f"{identity.first_names} {identity.last_name}") for identity in identities]
    NameMark.objects.bulk_create(
        NameMark(identity=identity, client_id=identity.client_id, work_form=place, mark=mark)
        for identity, name in named
        for mark in blind.marks_of(finding.NAMES, name)
    )
    first = 10 * numbers.start + 1
    PlainWord._default_manager.bulk_create(
        PlainWord(
            id=first + number, identity=identity, client_id=identity.client_id, work_form=place, word=word
        )
        for number, (identity, word) in enumerate(
            (identity, word) for identity, name in named for word in blind.words(name)
        )
    )
