"""To whom something is told: a partner, another work form, or somebody named in words."""

from dataclasses import dataclass

from poukama.clients.models import Consent, Disclosure
from poukama.organisation.models import Partner, WorkForm


@dataclass(frozen=True)
class Receiver:
    """Exactly one of the three."""

    partner: Partner | None = None
    work_form: WorkForm | None = None
    words: str = ""

    def __str__(self) -> str:
        named = self.partner or self.work_form
        return named.label() if named else self.words

    @property
    def columns(self) -> dict[str, Partner | WorkForm | str | None]:
        """As a row keeps it."""
        return {
            "to_partner": self.partner,
            "to_work_form": self.work_form,
            "to_words": None if self.partner or self.work_form else self.words,
        }

    def is_same(self, other: "Receiver") -> bool:
        """Whether both are the same; words mean the same however they are written."""
        if self.partner or self.work_form or other.partner or other.work_form:
            return (self.partner, self.work_form) == (other.partner, other.work_form)
        return _plain(self.words) == _plain(other.words)


def receiver_of(row: Consent | Disclosure) -> Receiver:
    """To whom a row is about; its box of words is opened."""
    return Receiver(row.to_partner, row.to_work_form, row.to_words or "")


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
