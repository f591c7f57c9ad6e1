"""Whether everything that a pack refers to exists in it: work forms, teams, words, measures, filter values."""

from collections import Counter
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from poukama.activities.choices import Visitor
from poukama.casework.choices import HeadingKind
from poukama.organisation.choices import PartnershipKind, TermList
from poukama.outcomes.choices import Channel
from poukama.reporting.measures import BY_KEY
from poukama.setup.packs.bindings import BINDINGS
from poukama.setup.packs.items import Item, items_of
from poukama.setup.packs.problems import Document, Path, Problem, dotted
from poukama.setup.packs.schema import PackPart

_FILTER_LISTS: Mapping[str, TermList] = {
    "member_role": TermList.MEMBER_ROLE,
    "phase": TermList.PHASE,
    "occasion_kind": TermList.OCCASION_KIND,
    "group_kind": TermList.OCCASION_KIND,
    "category": TermList.PEOPLE_CATEGORY,
    "place": TermList.OUTREACH_PLACE,
    "service": TermList.CHAT_SERVICE,
    "volunteer_role": TermList.VOLUNTEER_ROLE,
    "end_reason": TermList.END_REASON,
}

KEPT_FROM = ["end", "birth", "death"]
"""From what a retention time is counted."""
MOST_YEARS = 150


def broken_references(document: Document, pack: PackPart) -> list[Problem]:
    """Every reference to something that is not there, and every key given twice."""
    return list(_Check(document, pack).problems())


class _Check:
    def __init__(self, document: Document, pack: PackPart) -> None:
        self.document = document
        self.pack = pack
        self.items = items_of(pack)
        self.keys: dict[str, list[str]] = {kind: [] for kind in BINDINGS}
        for item in self.items:
            self.keys[item.kind].append(item.key)

    def problems(self) -> Iterator[Problem]:
        yield from self._twice()
        for item in self.items:
            yield from self._links(item)
            if item.kind in ("target", "focus_area"):
                yield from self._counted(item)
        yield from self._sections()
        yield from self._funders()
        yield from self._headings()
        yield from self._retention()

    def _twice(self) -> Iterator[Problem]:
        seen = Counter(item.id for item in self.items)
        met: set[str] = set()
        for item in self.items:
            if seen[item.id] > 1 and item.id in met:
                yield self._problem(
                    "key_twice",
                    (*item.path, self._key_name(item)),
                    _("“%(key)s” a second time") % {"key": item.key},
                    _("each key once among its kind"),
                )
            met.add(item.id)

    def _links(self, item: Item) -> Iterator[Problem]:
        binding = BINDINGS[item.kind]
        for name, kind in binding.links.items():
            key = str(item.content[name])
            full = f"{item.key.partition('/')[0]}/{key}" if BINDINGS[kind].within else key
            if key and full not in self.keys[kind] and not self._inherited(item, name):
                yield self._unknown(kind, key, (*item.path, name), self.keys[kind])
        for name, kind in binding.sets.items():
            for key in item.content[name]:
                if key not in self.keys[kind]:
                    yield self._unknown(kind, key, (*item.path, name), self.keys[kind])

    def _inherited(self, item: Item, name: str) -> bool:
        """Said in the section that a goal or target stands in; told there once, not in each."""
        return item.kind in ("goal", "target") and (*item.path, name) not in self.document.places

    def _sections(self) -> Iterator[Problem]:
        for number, plan in enumerate(self.pack.plans):
            for index, section in enumerate(plan.work_forms):
                path = ("plans", number, "work_forms", index)
                if section.work_form not in self.keys["work_form"]:
                    yield self._unknown(
                        "work_form", section.work_form, (*path, "work_form"), self.keys["work_form"]
                    )
                if section.owner and section.owner not in self.keys["position"]:
                    yield self._unknown("position", section.owner, (*path, "owner"), self.keys["position"])

    def _funders(self) -> Iterator[Problem]:
        funders = [term.key for term in self.pack.terms.funder]
        for index, form in enumerate(self.pack.work_forms):
            for funder in form.funding:
                if funder not in funders:
                    yield self._problem(
                        "unknown_term",
                        ("work_forms", index, "funding", funder),
                        _("unknown funder “%(key)s”") % {"key": funder},
                        _one_of(funders),
                    )

    def _headings(self) -> Iterator[Problem]:
        """A heading of notes asks for something that there is to ask."""
        for index, term in enumerate(self.pack.terms.note_heading):
            kind = term.attributes.get("kind", HeadingKind.TEXT.value)
            if kind not in HeadingKind.values:
                path = ("terms", "note_heading", index, "attributes", "kind")
                yield self._problem("wrong_value", path, f"“{kind}”", _one_of(HeadingKind.values))

    def _retention(self) -> Iterator[Problem]:
        """A work form's retention time is in the list, and every time can be counted."""
        times = [term.key for term in self.pack.terms.retention_class]
        for index, form in enumerate(self.pack.work_forms):
            if form.retention_class and form.retention_class not in times:
                yield self._problem(
                    "unknown_term",
                    ("work_forms", index, "retention_class"),
                    _("unknown retention time “%(key)s”") % {"key": form.retention_class},
                    _one_of(times),
                )
        for which in (TermList.RETENTION_CLASS, TermList.SERVICE_TASK):
            for index, term in enumerate(self.pack.terms.of(which)):
                path = ("terms", which.value, index, "attributes")
                years, since = term.attributes.get("years", 0), term.attributes.get("from", "end")
                if not isinstance(years, int) or not 0 <= years <= MOST_YEARS:
                    yield self._problem(
                        "wrong_value", (*path, "years"), f"“{years}”", _("a number of years up to 150")
                    )
                if since not in KEPT_FROM:
                    yield self._problem("wrong_value", (*path, "from"), f"“{since}”", _one_of(KEPT_FROM))

    def _counted(self, item: Item) -> Iterator[Problem]:
        if item.kind == "target":
            yield from self._measured(item.content["measure"], item.content["filters"], item.path)
            return
        for index, part in enumerate(item.content["indicators"]):
            yield from self._measured(part["measure"], part["filters"], (*item.path, "indicators", index))

    def _measured(self, key: str, filters: Mapping[str, str | list[str]], path: Path) -> Iterator[Problem]:
        measure = BY_KEY.get(key)
        if key and measure is None:
            yield self._problem(
                "unknown_measure",
                (*path, "measure"),
                _("unknown measure “%(key)s”") % {"key": key},
                _one_of(sorted(BY_KEY)),
            )
            return
        known = ["work_form", *(measure.dimensions if measure else ())]
        for name, value in filters.items():
            if name not in known:
                yield self._problem(
                    "unknown_filter",
                    (*path, "filters", name),
                    _("unknown filter “%(name)s” of the measure “%(measure)s”")
                    % {"name": name, "measure": key},
                    _one_of(known),
                )
            else:
                yield from self._filter_values(name, value, (*path, "filters", name))

    def _filter_values(self, name: str, value: str | list[str], path: Path) -> Iterator[Problem]:
        allowed = self._values(name)
        for one in value if isinstance(value, list) else [value]:
            if allowed is not None and one not in allowed:
                yield self._problem(
                    "unknown_filter_value",
                    path,
                    _("unknown value “%(value)s” of the filter “%(name)s”") % {"value": one, "name": name},
                    _one_of(allowed),
                )

    def _values(self, name: str) -> list[str] | None:
        if name in _FILTER_LISTS:
            return [term.key for term in self.pack.terms.of(_FILTER_LISTS[name].value)]
        return {
            "work_form": self.keys["work_form"],
            "form": self.keys["form"],
            "network": self.keys["network"],
            "visitor": list(Visitor.values),
            "kind": list(PartnershipKind.values),
            "channel": list(Channel.values),
        }.get(name)

    def _unknown(self, kind: str, key: str, path: Path, allowed: list[str]) -> Problem:
        return self._problem(
            f"unknown_{kind}",
            path,
            _("%(kind)s “%(key)s”, which the pack does not have")
            % {"kind": str(BINDINGS[kind].title).lower(), "key": key},
            _one_of([one.rpartition("/")[2] for one in allowed]),
        )

    def _key_name(self, item: Item) -> str:
        return BINDINGS[item.kind].key_field

    def _problem(self, code: str, path: Path, found: str, expected: str) -> Problem:
        return Problem(
            code=code,
            place=self.document.place(path),
            where=dotted(path),
            found=found,
            expected=expected,
        )


def _one_of(allowed: list[str]) -> str:
    return _("one of: %(keys)s") % {"keys": ", ".join(allowed)}
