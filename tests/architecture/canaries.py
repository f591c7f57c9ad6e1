"""Words planted where nobody else may read them, and how they are looked for in what an address answers."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from tests.architecture.doors import BOARD, COUNTED, DIRECTOR, ELSEWHERE, GATEKEEPER, LEAD, OFFICE, OWN, STAFF

CANARIES = {
    "Kanariala": OWN | GATEKEEPER,
    "Kanariala B": OWN,
    "Kanarinen": OWN | GATEKEEPER,
    "Kanarhelka": OWN,
    "Kanarsuku": OWN,
    "140319A912S": OWN,
    "Kanarphone": OWN,
    "Kanarmail": OWN,
    "Kanarroad": OWN,
    "Kanarhours": OWN,
    "Kanarsays": OWN,
    "Kanarsecret": OWN,
    "Kanarlingo": OWN,
    "Kanaruncle": OWN,
    "Kanarnote": OWN,
    "Kanaralert": OWN,
    "Kanaraction": OWN,
    "3.3.2025": OWN,
    "Kanartown": OWN,
    "Kanarhome": OWN,
    "Kanarschool": OWN,
    "Kanardaycare": OWN,
    "Kanarwork": OWN,
    "Kanaragainst": OWN,
    "Kanarorder": OWN,
    "Kanarexempt": OWN,
    "Kanarconsent": OWN,
    "Kanarpurpose": OWN,
    "Kanarreceiver": OWN,
    "Kanartold": OWN,
    "Kanarpaper": OWN,
    "Kanarinside": OWN,
    "Kanargoal": OWN,
    "Kanarinterim": OWN,
    "Kanarweek": OWN,
    "Kanarsaid": OWN,
    "Kanarneed": OWN,
    "Kanaragree": OWN,
    "Kanarnurse": OWN,
    "Kanarhuoli": OWN | GATEKEEPER | ELSEWHERE,
    "Kanarsyy": LEAD | GATEKEEPER,
    "Kanarseen": OWN,
    "Kanarpromise": OWN,
    "Kanarvoice": OWN,
    "Kanarfixed": OWN,
    "Kanarmisplaced": OWN,
    "Kanarregister": OWN,
    "Kanarnumber": OWN,
    "Kanarthen": OWN,
    "Kanarmended": OWN,
    "Kanarmonth": OWN,
    "Kanarafter": LEAD | GATEKEEPER | ELSEWHERE,
    "Kanarconclusion": LEAD | GATEKEEPER,
    "Kanartime": OWN,
    "Kanarleftout": OWN,
    "Kanardonow": OWN,
    "Kanarhope": OWN,
    "Kanarreach": OWN,
    "Kanarwhen": OWN,
    "Kanardecided": OWN,
    "Kanarsummary": OWN,
    "Kanaranswer": OWN,
    "Kanarkesken": set(),
    "Kanarowntitle": OWN,
    "Kanarowntext": OWN,
    "Kanartrial": LEAD,
    "Kanarover": LEAD,
    "Kanarrefused": LEAD | DIRECTOR,
    "Kanarvolo": OWN,
    "Kanarkeeper": OWN | STAFF | OFFICE | GATEKEEPER,
    "1907": OWN,
    "1908": OWN,
    "1913": OWN,
    "Kanargroup": COUNTED,
    "Kanartitle": COUNTED,
    "Kanarbasis": COUNTED,
    "Kanarreason": COUNTED,
    "Kanarpartner": OWN | DIRECTOR | BOARD | OFFICE,
}
"""Words that only these may ever read: a family, its member, a person, names, a volunteer, birth years, …"""

SEALED = {
    *("Kanarhelka", "Kanarsuku", "Kanarphone", "Kanarmail", "Kanarroad", "Kanarhours", "Kanarsays"),
    *("Kanarsecret", "Kanarlingo", "Kanaruncle", "Kanarnote", "Kanaralert", "Kanaraction"),
    *("Kanartown", "Kanarhome", "Kanarschool", "Kanardaycare", "Kanarwork"),
    *("Kanaragainst", "Kanarorder", "Kanarexempt"),
    *("Kanarconsent", "Kanarpurpose", "Kanarreceiver", "Kanartold"),
    "140319A912S",
    *("Kanarpaper", "Kanarinside"),
    *("Kanarseen", "Kanarvoice", "Kanarfixed", "Kanarmisplaced", "Kanarregister", "Kanarnumber"),
    *("Kanarmended", "Kanarmonth", "Kanarthen", "Kanarpromise"),
    *("Kanarsyy", "Kanarafter", "Kanarconclusion"),
    *("Kanargoal", "Kanarinterim", "Kanarweek", "Kanarsaid", "Kanarneed", "Kanaragree", "Kanarnurse"),
    "Kanarleftout",
    *("Kanardonow", "Kanarhope", "Kanarreach", "Kanarwhen", "Kanardecided", "Kanarsummary", "Kanaranswer"),
    "Kanarkesken",
    *("Kanartrial", "Kanarover", "Kanarrefused"),
    *("Kanarowntitle", "Kanarowntext"),
}
"""Those that stand in sealed columns, and so in no dump of the database."""

WHERE_THEY_ARE = {
    *("Kanartown", "Kanarhome", "Kanarschool", "Kanardaycare", "Kanarwork"),
    *("Kanarphone", "Kanarmail", "Kanarroad", "Kanarsecret", "Kanarlingo", "Kanaruncle", "Kanarnote"),
    *("Kanarconsent", "Kanarpurpose", "Kanarreceiver", "Kanartold", "Kanarpaper", "Kanarinside"),
    "Kanartime",
    *("Kanarneed", "Kanaragree", "Kanarnurse"),
    "Kanarleftout",
    *("Kanardonow", "Kanarhope", "Kanarreach", "Kanarwhen", "Kanardecided", "Kanarsummary", "Kanaranswer"),
    *("Kanarseen", "Kanarvoice", "Kanarfixed", "Kanarmisplaced", "Kanarregister", "Kanarnumber"),
    *("Kanarmended", "Kanarmonth", "Kanarthen", "Kanarpromise"),
    *("Kanarowntitle", "Kanarowntext"),
}
"""Those that a protection order hides from whom it does not name: where they are, by what they are reached, who is told,
when they were met, what was written of it, and their plan."""

BEHIND_THE_WALL = SEALED - {"Kanarrefused"}
BEHIND_THE_WALL |= {"Kanartime", "3.3.2025", "Kanariala", "Kanariala B", "Kanarinen", "1907", "1908"}
"""Those that tell of somebody behind a wall."""

RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9]{32,}")
"""Identifiers and tokens drawn by lot: a UUID, or a long run of letters and digits."""

SEARCHED_FOR = "1907"
"""A birth year that is sent in a search, and so may come back to whoever typed it."""

FOUND_BY_ONLY = "1913"
"""The birth year of a person and of a volunteer: a person is found by it, and no page shows it."""


HALF_WRITTEN = "Kanarkesken"
"""What one has typed and not recorded: told to its writer only, in answer to a POST that names the form."""


def overheard(who: str, response: Any) -> list[str]:
    """The canaries that this person must not see, anywhere in the answer."""
    heads = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return [
        canary
        for canary in canaries_in(heads + said_in(response))
        if who not in CANARIES[canary]
        and not (response.wsgi_request.method == "POST" and canary == SEARCHED_FOR)
    ]


def said_in(response: Any) -> str:
    """The body as text: of a workbook or a text document, what is packed in it."""
    body = b"".join(response) if response.streaming else response.content
    parts = [body]
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as packed:
            parts = [packed.read(name) for name in packed.namelist()]
    return "\n".join(part.decode("utf-8", "replace") for part in parts)


def canaries_in(text: str) -> set[str]:
    """The canaries that a text tells. Tokens are drawn by lot, and some hold four digits that look like a year."""
    perhaps = [canary for canary in CANARIES if canary in text]
    text = RANDOM.sub(" ", text) if perhaps else ""
    return {
        canary
        for canary in perhaps
        if (re.search(rf"(?<!\w){canary}(?!\w)", text) if canary.isdigit() else canary in text)
    }
