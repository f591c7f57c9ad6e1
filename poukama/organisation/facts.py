"""What the organisation publishes for counting: partners."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from poukama.organisation.choices import PartnershipKind
from poukama.organisation.models import Network, Partnership
from poukama.toolkit.facts import Counting, Dimension, Fact, Record, Source


def _networks() -> dict[str, str]:
    return {network.key: network.label() for network in Network.objects.order_by("key")}


def _describe(rows: Iterable[Partnership]) -> list[Record]:
    return [Record(row.starts_on, f"K-{row.pk}", row.partner.label(), "") for row in rows]


PARTNERSHIPS = Fact(
    key="organisation.partnerships",
    title=_("Partners working with us"),
    model=Partnership,
    work_form="work_form__key",
    first_day="starts_on",
    last_day="ends_on",
    ended="ended_at",
    counts={
        "partners": Counting(_("partners"), distinct="partner_id"),
        "rows": Counting(_("partnerships")),
    },
    dimensions={
        "kind": Dimension(_("Capacity"), "kind", lambda: dict(PartnershipKind.choices)),
        "network": Dimension(_("Network"), "network__key", _networks),
    },
    sources=(Source("organisation_partnership", "starts_on"),),
    describe=_describe,
    related=("partner",),
    read_action="workforce.read_partnership",
)

FACTS = (PARTNERSHIPS,)
