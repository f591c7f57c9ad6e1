"""Whether every step of a process template can fall due, and is told once."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from poukama.casework.choices import PLANNED, ForWhom
from poukama.organisation.choices import Identification
from poukama.setup.packs.problems import Document, Path, Problem, dotted
from poukama.setup.packs.schema import PackPart, ProcessPart, TermPart
from poukama.setup.packs.steps import TRIGGERS, StepPart

_ENDINGS = ("days_after_end", "months_after_end")
_ICONS = {ForWhom.EACH_CHILD.value: ("baby", "child"), ForWhom.EACH_ADULT.value: ("adult",)}


def broken_processes(document: Document, pack: PackPart) -> list[Problem]:
    """Every step that says nothing clear, does something that the pack does not have, or can never fall due."""
    return list(_Check(document, pack).problems())


class _Check:
    def __init__(self, document: Document, pack: PackPart) -> None:
        self.document, self.pack = document, pack
        self.can_be_done = [
            *(term.key for term in pack.terms.process_step),
            *(form.key for form in pack.forms),
        ]
        self.counted = {form.key for form in pack.work_forms if form.identification == Identification.COUNTED}

    def problems(self) -> Iterator[Problem]:
        for index, process in enumerate(self.pack.process_templates):
            path: Path = ("process_templates", index)
            yield from self._whole(process, path)
            for place, step in enumerate(process.steps):
                yield from self._step(process, step, (*path, "steps", place))

    def _whole(self, process: ProcessPart, path: Path) -> Iterator[Problem]:
        if process.work_form in self.counted:
            yield self._problem(
                "never_begins",
                (*path, "work_form"),
                _("a process in a work form that only counts: it has no episodes"),
                _("a work form that knows its clients"),
            )
        icons = _ICONS.get(process.for_whom)
        roles = _words_in(self.pack.terms.member_role, process.work_form)
        if icons and not any((role.attributes.get("icon") or "adult") in icons for role in roles):
            yield self._problem(
                "never_begins",
                (*path, "for_whom"),
                _("“%(whom)s”, but no role of the work form is one") % {"whom": process.for_whom},
                _("a role with that icon, or another “for_whom”"),
            )
        seen = Counter(step.own_key for step in process.steps)
        for place, step in enumerate(process.steps):
            if seen[step.own_key] > 1 and step.own_key in {each.own_key for each in process.steps[:place]}:
                yield self._problem(
                    "key_twice",
                    (*path, "steps", place),
                    _("“%(key)s” a second time") % {"key": step.own_key},
                    _("each step once; give one of them a “key” of its own"),
                )

    def _step(self, process: ProcessPart, step: StepPart, path: Path) -> Iterator[Problem]:
        if step.does not in self.can_be_done:
            yield self._problem(
                "unknown_step",
                (*path, "does"),
                _("“%(key)s”, which is no word of steps and no form") % {"key": step.does},
                _("one of: %(keys)s") % {"keys": ", ".join(self.can_be_done)},
            )
        if len(step.triggers) != 1:
            found = ", ".join(step.triggers)
            yield self._problem(
                "one_trigger",
                path,
                _("two things to fall due by: %(keys)s") % {"keys": found}
                if found
                else _("nothing to fall due by"),
                _("one of: %(keys)s") % {"keys": ", ".join(TRIGGERS)},
            )
            return
        if step.again_every is not None and step.about_contact is None:
            yield self._problem(
                "wrong_value",
                (*path, "again_every"),
                _("“again_every” of a step that is not about a contact"),
                _("“about_contact” beside it"),
            )
        if step.meetings is not None and step.meetings[0] > step.meetings[1]:
            yield self._problem(
                "wrong_value",
                (*path, "meetings"),
                _("from %(first)s to %(last)s meetings")
                % {"first": step.meetings[0], "last": step.meetings[1]},
                _("the smaller number first"),
            )
        yield from self._never(process, step, path)

    def _never(self, process: ProcessPart, step: StepPart, path: Path) -> Iterator[Problem]:
        lengths = [max(each.meetings) for each in process.steps if each.meetings]
        contact = step.by_contact or step.about_contact
        if contact and lengths and contact > max(lengths):
            yield self._problem(
                "never_due",
                (*path, step.triggers[0]),
                _("contact %(number)s, in a process of %(length)s meetings")
                % {"number": contact, "length": max(lengths)},
                _("at most the number of meetings: the step can never fall due"),
            )
        if step.ending != "planned":
            return
        if step.triggers[0] not in _ENDINGS:
            yield self._problem(
                "wrong_value",
                (*path, "ending"),
                _("“ending” of a step that does not follow an end"),
                _("one of: %(keys)s") % {"keys": ", ".join(_ENDINGS)},
            )
            return
        reasons = _words_in(self.pack.terms.end_reason, process.work_form)
        if not any(reason.attributes.get(PLANNED) is True for reason in reasons):
            yield self._problem(
                "never_due",
                (*path, "ending"),
                _("a planned ending, but no reason to end is planned in the work form"),
                _("a reason with the attribute “planned: true”: the step can never fall due"),
            )

    def _problem(self, code: str, path: Path, found: str, expected: str) -> Problem:
        return Problem(
            code=code, place=self.document.place(path), where=dotted(path), found=found, expected=expected
        )


def _words_in(words: list[TermPart], work_form: str) -> list[TermPart]:
    """The words in use in a work form."""
    return [word for word in words if word.active and (not word.work_forms or work_form in word.work_forms)]
