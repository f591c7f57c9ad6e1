from poukama.casework.forms.agreeing import (
    CallOffForm,
    TimeForm,
)
from poukama.casework.forms.changing import (
    AddMemberForm,
    CloseForm,
    EndMemberForm,
    PhaseForm,
)
from poukama.casework.forms.entries import (
    ReferenceForm,
)
from poukama.casework.forms.expecting import (
    BirthForm,
    DueDayForm,
    ExpectForm,
    LossForm,
)
from poukama.casework.forms.finding import (
    FilterForm,
    SearchForm,
)
from poukama.casework.forms.ground import (
    refuse_ground,
)
from poukama.casework.forms.key_workers import (
    KEY_WORKERS_REFUSED,
    KeyWorkersForm,
    refuse_key_workers,
)
from poukama.casework.forms.notes import (
    NoteForm,
    ServiceTaskForm,
    TakeOutForm,
)
from poukama.casework.forms.opening import (
    OpenForm,
)
from poukama.casework.forms.parting import (
    PartForm,
)
from poukama.casework.forms.quick_note import (
    ContactWithTextForm,
)
from poukama.casework.forms.receipts import (
    ChooseEarlierForm,
    ReceiptForm,
    ReceiptWordsField,
)
from poukama.casework.forms.recording import (
    ConsultationForm,
    ContactForm,
)
from poukama.casework.forms.shared_past import (
    GoThroughForm,
    WhyForm,
)

__all__ = [
    "KEY_WORKERS_REFUSED",
    "KeyWorkersForm",
    "refuse_key_workers",
    "AddMemberForm",
    "BirthForm",
    "CallOffForm",
    "ChooseEarlierForm",
    "CloseForm",
    "ConsultationForm",
    "ContactForm",
    "ContactWithTextForm",
    "DueDayForm",
    "EndMemberForm",
    "ExpectForm",
    "FilterForm",
    "GoThroughForm",
    "LossForm",
    "NoteForm",
    "OpenForm",
    "PartForm",
    "PhaseForm",
    "ReceiptForm",
    "ReceiptWordsField",
    "ReferenceForm",
    "SearchForm",
    "ServiceTaskForm",
    "TakeOutForm",
    "TimeForm",
    "WhyForm",
    "refuse_ground",
]
