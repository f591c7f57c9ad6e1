from poukama.casework.forms.changing import (
    AddMemberForm,
    CloseForm,
    EndMemberForm,
    PhaseForm,
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
from poukama.casework.forms.opening import (
    OpenForm,
)
from poukama.casework.forms.parting import (
    PartForm,
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

__all__ = [
    "AddMemberForm",
    "BirthForm",
    "ChooseEarlierForm",
    "CloseForm",
    "ConsultationForm",
    "ContactForm",
    "DueDayForm",
    "EndMemberForm",
    "ExpectForm",
    "FilterForm",
    "LossForm",
    "OpenForm",
    "PartForm",
    "PhaseForm",
    "ReceiptForm",
    "ReceiptWordsField",
    "SearchForm",
    "refuse_ground",
]
