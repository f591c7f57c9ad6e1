from poukama.casework.forms.changing import AddMemberForm, CloseForm, EndMemberForm, PhaseForm
from poukama.casework.forms.finding import FilterForm, SearchForm
from poukama.casework.forms.opening import OpenForm
from poukama.casework.forms.recording import ConsultationForm, ContactForm

__all__ = [
    "AddMemberForm",
    "CloseForm",
    "ConsultationForm",
    "ContactForm",
    "EndMemberForm",
    "FilterForm",
    "OpenForm",
    "PhaseForm",
    "SearchForm",
]
