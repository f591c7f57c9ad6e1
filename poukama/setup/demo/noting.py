"""Notes along an episode: of a child most of all, of what was done, and now and then in somebody's own words."""

from datetime import date, time

from poukama.casework.choices import HeadingKind, PartKind
from poukama.casework.models import EpisodeMember
from poukama.casework.services import PartIn, Written, write_note
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term
from poukama.setup.demo import sayings
from poukama.setup.demo.along import Along

SEEN = {"baby": sayings.OF_BABY, "child": sayings.OF_CHILD}


def write(along: Along, day: date) -> None:
    """One note, of a day that may have passed."""
    along.notes += 1
    chance = along.aside
    child = along.children[along.notes % len(along.children)] if along.children else None
    parts: list[PartIn] = []
    for heading in along.world.words(TermList.NOTE_HEADING, along.episode.work_form):
        kind = heading.attributes.get("kind", HeadingKind.TEXT)
        if kind == HeadingKind.OBSERVATIONS and not parts:
            parts.append(_observed(along, heading, child if child and chance.happens(0.85) else None))
        elif kind == HeadingKind.TEXT and len(parts) == 1:
            everybody = tuple(along.adults + along.children)
            parts.append(PartIn(heading.key, chance.one_of(sayings.DONE), tells_of=everybody))
        elif kind == HeadingKind.OWN_WORDS and along.notes % 3 == 0:
            parts.append(_own_words(along, heading))
    write_note(
        episode=along.episode,
        written=Written(day, parts, starts_at=time(9 + along.notes % 6, 15), together=chance.happens(0.5)),
        by=along.by,
    )


def _observed(along: Along, heading: Term, child: EpisodeMember | None) -> PartIn:
    whom = child or along.adults[along.notes % len(along.adults)]
    icon = along.icon(whom)
    words = along.world.words(TermList.OBSERVATION, along.episode.work_form)
    fits = [term.key for term in words if icon in term.attributes.get("of", ())]
    tapped = tuple(along.aside.some(fits, 1 + along.notes % 2))
    text = along.aside.one_of(SEEN.get(icon, sayings.OF_ADULT))
    return PartIn(heading.key, text, tells_of=(whom,), observations=tapped)


def _own_words(along: Along, heading: Term) -> PartIn:
    """A child who can speak says it, else a grown-up."""
    speaks = [member for member in along.children if along.icon(member) == "child"]
    whose = speaks[0] if speaks else along.adults[0]
    said = along.aside.one_of(sayings.CHILDS_WORDS if speaks else sayings.OWN_WORDS)
    return PartIn(heading.key, said, PartKind.OWN_WORDS, whose=whose)
