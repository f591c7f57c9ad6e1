"""What is asked about those served."""

from poukama.clients.forms.asking import (
    AskForm,
)
from poukama.clients.forms.attachments import (
    AttachmentForm,
    TakeOutForm,
)
from poukama.clients.forms.consent import (
    ConsentForm,
    DisclosureForm,
    GroundField,
    said_why,
)
from poukama.clients.forms.correcting import (
    OF_ANOTHER,
    OF_NONE,
    BirthYearField,
    CorrectYearForm,
    WrongFamilyForm,
)
from poukama.clients.forms.homes import (
    OtherHomeForm,
)
from poukama.clients.forms.names import (
    CodeNameField,
    CodeNameForm,
    NameForm,
)
from poukama.clients.forms.protection import (
    EndOrderForm,
    ExemptForm,
    OrderForm,
    ReadersForm,
    RenewForm,
    WhereaboutsForm,
)
from poukama.clients.forms.safety import (
    AlertForm,
    SafeContactForm,
)
from poukama.clients.forms.same import (
    NOBODY,
    KeepForm,
    SameForm,
)
from poukama.clients.forms.ties import (
    EndTieForm,
    OnDayForm,
    TieForm,
)
from poukama.clients.forms.walls import (
    DismissForm,
    SidesForm,
    TakeDownForm,
    WorkersForm,
)

__all__ = [
    "OF_ANOTHER",
    "OF_NONE",
    "BirthYearField",
    "CorrectYearForm",
    "WrongFamilyForm",
    "AlertForm",
    "AskForm",
    "AttachmentForm",
    "CodeNameField",
    "CodeNameForm",
    "ConsentForm",
    "DisclosureForm",
    "DismissForm",
    "EndOrderForm",
    "EndTieForm",
    "ExemptForm",
    "GroundField",
    "KeepForm",
    "NOBODY",
    "NameForm",
    "OnDayForm",
    "OrderForm",
    "OtherHomeForm",
    "ReadersForm",
    "RenewForm",
    "SafeContactForm",
    "SameForm",
    "SidesForm",
    "TakeDownForm",
    "TakeOutForm",
    "TieForm",
    "WhereaboutsForm",
    "WorkersForm",
    "said_why",
]
