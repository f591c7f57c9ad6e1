"""The end of a report: where every number comes from, and what is still asked from whom."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.reporting import words
from poukama.reporting.annual.numbers import Numbers
from poukama.reporting.annual.questions import Question
from poukama.reporting.annual.work import mark_of, reference
from poukama.reporting.counting.passports import Passport
from poukama.reporting.figures import Figure
from poukama.toolkit import formatting
from poukama.toolkit.papers import blocks
from poukama.toolkit.papers.blocks import Block


def _figures(numbers: Numbers) -> Iterator[tuple[str, str, Figure]]:
    for each in numbers.year.targets:
        if each.figure is not None:
            yield each.target.code, each.target.label, each.figure
    for code, (extra, figure) in numbers.extras.items():
        yield code, extra.label, figure


def tell_sources(numbers: Numbers, snapshots: Mapping[str, int], letter: str) -> list[Block]:
    """Every number with its definition, its mark, what was left out, and the snapshot that keeps it."""
    told = [
        blocks.heading(
            1,
            blocks.numbered(_("Appendix %(letter)s:") % {"letter": letter}, _("Where the numbers come from")),
        ),
        blocks.paragraph(
            _(
                "Every number is counted from the records and frozen as it is printed here, so that it can be shown and counted again. The reference is its code and the version of its definition."
            )
        ),
    ]
    found = list(_figures(numbers))
    definitions = {figure.ask.definition.key: figure.ask.definition for _code, _label, figure in found}
    columns = [
        blocks.column(_("Reference"), 1.2),
        blocks.column(_("What was counted"), 3.2),
        blocks.column(_("Value"), 1.2, numeric=True),
        blocks.column(_("Definition"), 2.6),
        blocks.column(_("Source"), 1.1),
        blocks.column(_("Snapshot"), 1.3, numeric=True),
    ]
    rows = [
        [
            blocks.cell(reference(code, figure)),
            blocks.cell(label),
            blocks.cell(words.said(figure)),
            blocks.cell(str(figure.ask.definition.title)),
            blocks.cell(mark_of(figure)),
            blocks.cell(str(snapshots[code]) if code in snapshots else "\N{EN DASH}"),
        ]
        for code, label, figure in found
    ]
    told.append(blocks.table(_("Numbers of the report"), columns, rows))
    remarks = [remark for code, _label, figure in found for remark in _remarks(code, figure)]
    if remarks:
        told += [
            blocks.heading(
                2, blocks.numbered(f"{letter}.1", _("What was left out, and what could not be joined"))
            ),
            blocks.bullets(remarks),
        ]
    told.append(blocks.heading(2, blocks.numbered(f"{letter}.{2 if remarks else 1}", _("Definitions"))))
    for definition in definitions.values():
        name = _("%(title)s, version %(version)s") % {
            "title": definition.title,
            "version": definition.version,
        }
        told.append(blocks.named(name, str(definition.counts)))
    return told


def _remarks(code: str, figure: Figure) -> Iterator[str]:
    if figure.estimated and figure.value:
        share = _("an estimate: %(n)s of it was estimated by someone, %(share)s")
        yield f"{code}: " + share % {
            "n": formatting.number(figure.estimated),
            "share": formatting.percent(figure.estimated_share),
        }
    passport = figure.passport or Passport()
    for left in passport.left_out:
        words_of = ngettext("%(n)s record left out", "%(n)s records left out", left.rows)
        yield f"{code}: {words_of % {'n': formatting.number(left.rows)}}. {left.reason}."
    if passport.unjoinable and not figure.estimated:
        words_of = ngettext(
            "%(n)s gave no identity and may have been counted before",
            "%(n)s gave no identity and may have been counted before",
            passport.unjoinable,
        )
        yield f"{code}: {words_of % {'n': formatting.number(passport.unjoinable)}}."


def tell_questions(questions: Sequence[Question], letter: str) -> list[Block]:
    """What is still asked, by owner."""
    still = [question for question in questions if question.is_open]
    if not still:
        return []
    told = [
        blocks.heading(
            1, blocks.numbered(_("Appendix %(letter)s:") % {"letter": letter}, _("Open questions"))
        ),
        blocks.paragraph(
            _("The report is a draft until each of these has been answered, or left out with a reason.")
        ),
    ]
    owners = dict.fromkeys(question.owner for question in still)
    for at, owner in enumerate(owners, start=1):
        told.append(blocks.heading(2, f"{letter}.{at} {owner}", is_listed=False))
        told.append(blocks.bullets([f"{each.about} – {each.text}" for each in still if each.owner == owner]))
    return told


def tell_left_out(questions: Sequence[Question], letter: str) -> list[Block]:
    """What was left out of the report, with the reason."""
    left = [each for each in questions if each.answer and each.answer.is_left_out]
    if not left:
        return []
    told = [
        blocks.heading(
            1, blocks.numbered(_("Appendix %(letter)s:") % {"letter": letter}, _("Left out of the report"))
        )
    ]
    return [*told, blocks.bullets([f"{each.about} – {each.answer.text}" for each in left if each.answer])]
