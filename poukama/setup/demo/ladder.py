"""A few who come for advice more than once with a receipt code, and one of them who becomes a client."""

from collections.abc import Sequence

from poukama.casework.models import EpisodeMember
from poukama.casework.queries import told_by
from poukama.casework.receipt_words import Words
from poukama.casework.services.receipts import chain_of, is_of_one, link_earlier
from poukama.clients.choices import ClientIdentification
from poukama.clients.models import KnownIn
from poukama.setup.demo.safety import GROWN_UP
from poukama.setup.demo.staff import Staff
from poukama.toolkit import clock
from poukama.toolkit.sealing.chains import Chain

CODES: Sequence[Words] = (
    ("ahven", "kanerva", "tuuli"),
    ("omena", "lumihiutale", "silta"),
    ("karhu", "mustikka", "poiju"),
)
"""Of invented people, and so no secret: whoever tries the demonstration may tell them."""
EVERY, FIRST = 4, 2
"""Every fourth who can have a code has one, and so have the first two: the same person."""


class Receipts:
    """Who comes with which code. Nothing is drawn by chance, so that a year is as it was without them."""

    def __init__(self) -> None:
        self._chains: dict[Words, Chain] = {}
        self._came = 0

    def of(self, *, people: int, families: int) -> Chain | None:
        """The code of whoever comes now; None for most."""
        if not is_of_one(people=people, families=families):
            return None
        self._came += 1
        turn, rest = divmod(self._came, EVERY)
        if rest and self._came > FIRST:
            return None
        return self.chain(CODES[turn % len(CODES)])

    def chain(self, words: Words) -> Chain:
        """The chain of a code; each is made once, since that takes long on purpose."""
        if words not in self._chains:
            self._chains[words] = chain_of(words)
        return self._chains[words]


def climb(staff: Staff, receipts: Receipts) -> None:
    """The first code's holder is now a client, and links all but the latest of their contacts to their card."""
    members = EpisodeMember.objects.filter(
        voided_at=None,
        ends_on=None,
        episode__voided_at=None,
        episode__ends_on=None,
        client__birth_year__lte=clock.today().year - GROWN_UP,
        client__identification=ClientIdentification.CODED,
    )
    member = members.select_related("episode__work_form").order_by("pk").first()
    chain = receipts.chain(CODES[0])
    contacts = told_by(chain)
    if member is None or len(contacts) < 2:
        return
    work_form = member.episode.work_form
    known = KnownIn.objects.get(client=member.client_id, work_form=work_form)
    chosen = [row.pk for row in contacts[:-1]]
    link_earlier(known=known, chain=chain, chosen=chosen, by=staff.of(work_form)[0])
