"""A family's plan: what each voice says in each section, its versions, and how one differs from the former."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import OF_PLANS, Voice
from poukama.casework.models import (
    CareGoal,
    Episode,
    PlanApproval,
    PlanParagraph,
    PlanVersion,
)
from poukama.casework.queries.goals import member_names, still_there
from poukama.casework.rules import Action
from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels, words
from poukama.toolkit import clock
from poukama.toolkit.facts import Text
from poukama.toolkit.sealing import opens

GOALS = "goals"
"""The attribute of a section in whose place the goals stand."""
_BETWEEN = re.compile(r"(?<=[.!?…])\s+|\s*\n+\s*")
"""Where one sentence ends and the next begins."""


@dataclass(frozen=True)
class ParagraphRow:
    """A paragraph with whose it is."""

    paragraph: PlanParagraph
    whose: str
    voice: Text


@dataclass(frozen=True)
class SectionRow:
    """A section of a plan: what each voice says, and in what some disagree."""

    key: str
    title: str
    shows_goals: bool
    said: list[ParagraphRow]
    disagreements: list[ParagraphRow]


@dataclass(frozen=True)
class ApprovalRow:
    """Somebody accepts a version; what was written today can be taken back."""

    approval: PlanApproval
    who: Text
    is_of_today: bool


@dataclass(frozen=True)
class Part:
    """A sentence that stayed, came or went (`is_`: same, added, removed)."""

    is_: str
    text: str


@dataclass(frozen=True)
class Change:
    """What changed of one thing between two versions, told in words, with the sentences."""

    title: str
    says: str
    parts: list[Part]


def sections_of(episode: Episode) -> list[tuple[str, str, bool]]:
    """The sections that the pack gives the work form's plans: key, title, whether the goals stand there. One query."""
    terms = words(TermList.PLAN_SECTION).of(episode.work_form)
    return [(term.key, term.label(), term.attributes.get(GOALS) is True) for term in terms]


def paragraphs(actor: Actor, episode: Episode) -> QuerySet[PlanParagraph]:
    """The paragraphs of an episode's plan that are not taken back, unordered; none of whom has parted since."""
    found = PlanParagraph.objects.filter(episode=episode, voided_at=None)
    return visible(actor, Action.READ_PLAN_PARAGRAPH, found).filter(still_there())


def versions(actor: Actor, episode: Episode) -> QuerySet[PlanVersion]:
    """The versions of an episode's plan, unordered."""
    return visible(actor, Action.READ_PLAN_VERSION, PlanVersion.objects.filter(episode=episode))


def section_rows(
    episode: Episode, found: Collection[PlanParagraph], names: Mapping[int, str]
) -> list[SectionRow]:
    """The sections with what of the paragraphs opens. A section that is no longer in use is shown while it has words."""
    there = [row for row in found if opens(row)]
    sections = sections_of(episode)
    known = {key for key, _title, _goals in sections}
    labels = term_labels(TermList.PLAN_SECTION)
    gone = sorted({row.section for row in there} - known)
    rows = [*sections, *((key, labels.get(key, key), False) for key in gone)]
    return [_section(key, title, shows, there, names) for key, title, shows in rows]


def of_version(actor: Actor, version: PlanVersion) -> list[PlanParagraph]:
    """What a version said, as far as the actor may read it; also what was written anew later. One query."""
    found = visible(actor, Action.READ_PLAN_PARAGRAPH, PlanParagraph.objects.filter(versions=version))
    return list(found.filter(still_there()).order_by("recorded_at", "pk"))


def goals_of_version(actor: Actor, version: PlanVersion) -> list[CareGoal]:
    """The goals of a version that open. One query."""
    found = visible(actor, Action.READ_GOAL, CareGoal.objects.filter(plan_versions=version))
    rows = found.filter(still_there()).order_by("-level", "starts_on", "recorded_at", "pk")
    return [goal for goal in rows if opens(goal)]


def approval_rows(version: PlanVersion, names: Mapping[int, str]) -> list[ApprovalRow]:
    """Who has accepted a version, of those whom the actor may see: their `names`. One query."""
    found = PlanApproval.objects.filter(version=version, voided_at=None).order_by("approved_on", "pk")
    return [
        ApprovalRow(
            row,
            names.get(row.member_id or 0, "") or Voice(row.voice).label,
            clock.is_today(row.recorded_at),
        )
        for row in found
        if row.member_id is None or row.member_id in names
    ]


def difference(
    actor: Actor, version: PlanVersion, former: PlanVersion, titles: Mapping[str, str]
) -> list[Change]:
    """What changed from the former version: which sections, which sentences, which goals. A few queries."""
    names = member_names(actor, version.episode)
    before, after = of_version(actor, former), of_version(actor, version)
    changes = _of_voices(before, after, titles, names)
    changes += _of_disagreements(before, after, titles)
    goals_before, goals_after = goals_of_version(actor, former), goals_of_version(actor, version)
    gone = [goal.text for goal in goals_before if goal not in goals_after]
    come = [goal.text for goal in goals_after if goal not in goals_before]
    if gone or come:
        parts = [*(Part("removed", text) for text in gone), *(Part("added", text) for text in come)]
        changes.append(Change(gettext("Goals"), _goals_said(len(come), len(gone)), parts))
    return changes


def sentences(text: str) -> list[str]:
    """A text by its sentences and lines."""
    return [part for part in _BETWEEN.split(text.strip()) if part]


def compared(before: str, after: str) -> list[Part]:
    """Two texts, sentence by sentence."""
    one, other = sentences(before), sentences(after)
    parts: list[Part] = []
    for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "equal":
            parts += [Part("same", text) for text in other[c:d]]
        else:
            parts += [Part("removed", text) for text in one[a:b]]
            parts += [Part("added", text) for text in other[c:d]]
    return parts


def _section(
    key: str, title: str, shows: bool, there: Sequence[PlanParagraph], names: Mapping[int, str]
) -> SectionRow:
    order = {voice: place for place, voice in enumerate(OF_PLANS)}
    of = sorted(
        (row for row in there if row.section == key),
        key=lambda row: (order[Voice(row.voice)], row.member_id or 0, row.recorded_at),
    )
    rows = [ParagraphRow(row, names.get(row.member_id or 0, ""), Voice(row.voice).label) for row in of]
    return SectionRow(
        key,
        title,
        shows,
        [row for row in rows if not row.paragraph.is_disagreement],
        [row for row in rows if row.paragraph.is_disagreement],
    )


def _of_voices(
    before: Sequence[PlanParagraph],
    after: Sequence[PlanParagraph],
    titles: Mapping[str, str],
    names: Mapping[int, str],
) -> list[Change]:
    one, other = _by_voice(before), _by_voice(after)
    changes = []
    for key in sorted(
        {*one, *other}, key=lambda key: (list(titles).index(key[0]) if key[0] in titles else 99, key)
    ):
        parts = compared(one.get(key, ""), other.get(key, ""))
        came = sum(part.is_ == "added" for part in parts)
        went = sum(part.is_ == "removed" for part in parts)
        if came or went:
            section, voice, member = key
            named = [titles.get(section, section), str(Voice(voice).label), names.get(member, "")]
            changes.append(Change(", ".join(filter(None, named)), _said(came, went), parts))
    return changes


def _by_voice(found: Sequence[PlanParagraph]) -> dict[tuple[str, str, int], str]:
    return {
        (row.section, row.voice, row.member_id or 0): row.text
        for row in found
        if not row.is_disagreement and opens(row)
    }


def _of_disagreements(
    before: Sequence[PlanParagraph], after: Sequence[PlanParagraph], titles: Mapping[str, str]
) -> list[Change]:
    changes = []
    for row in before:
        if row.is_disagreement and row not in after and opens(row):
            says = gettext("A disagreement was settled.")
            changes.append(Change(titles.get(row.section, row.section), says, [Part("removed", row.text)]))
    for row in after:
        if row.is_disagreement and row not in before and opens(row):
            says = gettext("Somebody disagrees: a paragraph of its own.")
            changes.append(Change(titles.get(row.section, row.section), says, [Part("added", row.text)]))
    return changes


def _said(came: int, went: int) -> str:
    said = []
    if came:
        said.append(ngettext("%(n)s sentence added", "%(n)s sentences added", came) % {"n": came})
    if went:
        said.append(ngettext("%(n)s sentence taken out", "%(n)s sentences taken out", went) % {"n": went})
    return ", ".join(said)


def _goals_said(came: int, went: int) -> str:
    said = []
    if came:
        said.append(ngettext("%(n)s goal added", "%(n)s goals added", came) % {"n": came})
    if went:
        said.append(ngettext("%(n)s goal taken out", "%(n)s goals taken out", went) % {"n": went})
    return ", ".join(said)
