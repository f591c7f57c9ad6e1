"""Messages to somebody whose time has come."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.clients.ending import GONE, Bond, Index, Keeper, Whose, keeps, let_go
from poukama.organisation.models import User
from poukama.outbox.choices import State
from poukama.outbox.models import Message

UNSENT = Bond("message", _("A message has not been sent or settled."))


def connect() -> None:
    """Have messages asked when a record ends; called once, when the app starts."""
    keeps(Keeper("outbox", 20, {"outbox.Message": GONE}, bonds=bonds, end=end))


def bonds(whose: Sequence[Whose], day: date) -> Iterable[tuple[str, Bond]]:
    """Messages that wait. One query."""
    index = Index(whose)
    about = Q(known__family__in=index.families) | Q(known__client__in=index.clients)
    rows = Message.objects.filter(about, voided_at=None, settled_at=None).exclude(state=State.SENT)
    rows = rows.filter(known__work_form__in={each.work_form.pk for each in whose})
    for family, client in rows.order_by("pk").values_list("known__family", "known__client"):
        for key in index.of(family=family, client=client):
            yield key, UNSENT


def end(whose: Whose, by: User) -> Mapping[str, int]:
    """Let go of them."""
    about = Q(known__family=whose.family, known__family__isnull=False) | Q(known__client__in=whose.clients)
    return let_go(Message.objects.filter(about, known__work_form=whose.work_form))
