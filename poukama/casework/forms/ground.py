"""On which ground somebody who is known under another controller is made known here."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _

from poukama.clients.forms import GroundField, said_why
from poukama.clients.models import KnownIn
from poukama.clients.services import Ground, GroundNeeded, NoConsent
from poukama.organisation.models import WorkForm


def add_ground(form: forms.Form, work_form: WorkForm, sources: Sequence[KnownIn]) -> None:
    """Ask for the ground, when there is somebody for whom it is needed."""
    if not sources:
        return
    where = ", ".join(dict.fromkeys(known.work_form.label() for known in sources))
    form.fields["basis"] = GroundField(
        work_form=work_form,
        required=False,
        label=_("On which ground are they made known here?"),
        help_text=_(
            "They are known in %(where)s, whose register is another controller's. Their consent is checked; "
            "what is told is written down there."
        )
        % {"where": where},
    )


def ground_of(form: forms.Form, sources: Sequence[KnownIn]) -> Ground | None:
    """The ground, of a valid form; None when none was chosen or asked for."""
    basis = form.cleaned_data.get("basis", "")
    return Ground(basis, sources) if basis else None


def refuse_ground(form: forms.Form, refused: NoConsent | GroundNeeded | None) -> None:
    """Say at the field of the ground why it does not do, or that one is needed."""
    if isinstance(refused, NoConsent):
        said = said_why(refused)
    elif "basis" in form.fields:
        said = _("They are known under another controller only. Choose a ground.")
    else:
        said = _("They are known under another controller only, and it is not yours to tell of them.")
    form.add_error("basis" if "basis" in form.fields else None, said)
