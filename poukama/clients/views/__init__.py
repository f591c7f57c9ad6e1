from poukama.clients.views.asking import (
    alike,
    ask_elsewhere,
)
from poukama.clients.views.attachments import (
    add_attachment,
    attachments,
    open_attachment,
    take_out_attachment,
)
from poukama.clients.views.card import (
    card,
    identity_code,
    name,
    name_client,
)
from poukama.clients.views.code_name import (
    another_code_name,
)
from poukama.clients.views.consent import (
    consents,
    disclose,
    give_consent,
    renew_consent,
    withdraw_consent,
)
from poukama.clients.views.correcting import (
    correct,
)
from poukama.clients.views.homes import (
    end_home,
    live_also,
)
from poukama.clients.views.proposals import (
    dismiss_proposal,
    take_up_proposal,
)
from poukama.clients.views.protection import (
    end_order,
    exempt,
    order,
    order_readers,
    orders_panel,
    renew_order,
    take_exemption_back,
)
from poukama.clients.views.safe_contact import (
    agree_safe_contact,
    safe_contact,
)
from poukama.clients.views.same import (
    say_same,
    take_apart,
)
from poukama.clients.views.ties import (
    add_tie,
    end_tie,
    take_tie_back,
    ties,
)
from poukama.clients.views.walls import (
    change_wall,
    set_wall,
    set_wall_workers,
    take_wall_down,
    wall_list,
    walls_panel,
)
from poukama.clients.views.whereabouts import (
    record_whereabouts,
    whereabouts,
)

__all__ = [
    "add_attachment",
    "add_tie",
    "agree_safe_contact",
    "alike",
    "another_code_name",
    "ask_elsewhere",
    "attachments",
    "card",
    "change_wall",
    "consents",
    "correct",
    "disclose",
    "dismiss_proposal",
    "end_home",
    "end_order",
    "end_tie",
    "exempt",
    "give_consent",
    "identity_code",
    "live_also",
    "name",
    "name_client",
    "open_attachment",
    "order",
    "order_readers",
    "orders_panel",
    "record_whereabouts",
    "renew_consent",
    "renew_order",
    "safe_contact",
    "say_same",
    "set_wall",
    "set_wall_workers",
    "take_apart",
    "take_exemption_back",
    "take_out_attachment",
    "take_tie_back",
    "take_up_proposal",
    "take_wall_down",
    "ties",
    "wall_list",
    "walls_panel",
    "whereabouts",
    "withdraw_consent",
]
