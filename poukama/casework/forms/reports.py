"""What is asked when a report is signed off, corrected or sent."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.casework.choices import REQUIRED, ReportKind
from poukama.casework.forms.long_words import LongWords
from poukama.casework.models import REPORT_LENGTH, Episode
from poukama.casework.queries.gathering import Block
from poukama.casework.services.reports import BlockIn
from poukama.clients.forms.consent import GroundField, ToSomebodyForm
from poukama.clients.forms.words import Words
from poukama.clients.models import REASON_LENGTH, KnownIn
from poukama.toolkit import clock
from poukama.toolkit.fields import DayField

_ROWS_MOST, _ROWS_LEAST = 14, 3
_VOICE = gettext_lazy(
    "Write what the family thinks, in their words. If they did not want to say, write that."
)
_CHILD = gettext_lazy("In the child's own words; of a baby, what the baby shows.")


_LOOKS = {"class": "ds-input", "autocomplete": "off"}


def _rows(block: Block) -> int:
    """Room for what is proposed, as far as a screen has it."""
    return min(_ROWS_MOST, max(_ROWS_LEAST, len(block.lines) + len(block.text) // 90 + 1))


class ReportForm(forms.Form):
    """The blocks of a report, each with what is proposed for it."""

    def __init__(
        self, *args: Any, kind: ReportKind, blocks: Sequence[Block], corrects: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.blocks = kind, blocks
        for block in blocks:
            is_required = block.block == REQUIRED[kind]
            self.fields[block.name] = LongWords(
                most=REPORT_LENGTH,
                widget=forms.Textarea(attrs=_LOOKS | {"rows": _rows(block)}),
                label=block.title,
                required=is_required,
                initial=block.text,
                help_text=_HELP.get(kind, "") if is_required else "",
                error_messages={"required": _NEEDED[kind]},
            )
        if corrects:
            self.fields["reason"] = Words(
                label=_("Why it is corrected"),
                max_length=REASON_LENGTH,
                error_messages={"required": _("Say why.")},
            )

    def rows(self) -> list[tuple[Block, forms.BoundField]]:
        """The blocks with their fields."""
        return [(block, self[block.name]) for block in self.blocks]

    def written(self) -> list[BlockIn]:
        """What stands in each block, of a valid form."""
        return [
            BlockIn(block.block, self.cleaned_data[block.name], block.heading, block.sources)
            for block in self.blocks
        ]


class SendForm(ToSomebodyForm):
    """To whom a report was sent, when, and on which ground."""

    sent_on = DayField(label=gettext_lazy("On which day"), may_be_ahead=False)

    def __init__(self, *args: Any, episode: Episode, known: KnownIn, **kwargs: Any) -> None:
        kwargs["initial"] = {"sent_on": clock.today()}
        if episode.source_partner_id is not None:
            kwargs["initial"]["to"] = f"p{episode.source_partner_id}"
        super().__init__(*args, known=known, **kwargs)
        self.fields["basis"] = GroundField(
            work_form=episode.work_form,
            label=_("On which ground"),
            help_text=_(
                "A consent is checked of each whom it is about: it must hold, and be for this receiver."
            ),
        )


_HELP = {ReportKind.MONTH: _VOICE, ReportKind.CHILD: _CHILD}
_NEEDED = {
    ReportKind.MONTH: gettext_lazy(
        "No report leaves without the family's own view. Write it, or that they did not want to say."
    ),
    ReportKind.CHILD: gettext_lazy(
        "A summary of a child is not signed off without the child's own words, or what the child shows."
    ),
    ReportKind.LETTER: gettext_lazy("The letter is still empty."),
}
