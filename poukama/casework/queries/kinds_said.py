"""How many contacts of each kind, in words: "3 tapaamista, 1 puhelu"."""

from collections.abc import Mapping

from django.utils.translation import get_language

from poukama.organisation.choices import TermList
from poukama.organisation.models import Term
from poukama.organisation.words import words
from poukama.toolkit import formatting

MANY = "many"
"""The attribute of a kind of contact that says it in the plural, by language: "kolme tapaamista"."""


def kinds_said(counts: Mapping[str, int]) -> list[str]:
    """Each kind with how many, the most first. One query at most."""
    kinds = words(TermList.CONTACT_KIND).by_key
    most_first = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [_counted(kinds.get(kind), kind, many) for kind, many in most_first]


def _counted(term: Term | None, kind: str, many: int) -> str:
    """3 tapaamista, 1 puhelu; where the list has no plural of the word, 3 × tapaaminen."""
    label = term.label() if term else kind
    one = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    plural = (term.attributes.get(MANY) or {}).get((get_language() or "fi")[:2]) if term else None
    if many == 1:
        return f"{many}{formatting.NBSP}{one}"
    return f"{many}{formatting.NBSP}{plural}" if plural else f"{many}{formatting.NBSP}×{formatting.NBSP}{one}"
