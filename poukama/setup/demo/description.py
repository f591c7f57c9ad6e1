"""What a synthetic year is made of, as `synthetic/year.yaml` of a pack describes it."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

Range = tuple[int, int]
Weights = dict[str, float]
Season = str


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Door(_Part):
    """Visits at a door: how many in the year, at what hours, on which weekdays."""

    work_form: str
    visits: dict[str, int]
    hours: Range
    weekdays: list[float]
    season: Season = "even"
    first_time: float = 0
    undone: float = 0
    corrections: int = 0


class Contacts(_Part):
    """How often an episode has a contact, of which kinds; `missed` is the share that did not take place."""

    every: Range
    kinds: Weights
    minutes: list[int]
    missed: float = 0.04


class Accompanied(_Part):
    """What is agreed and written of the episodes of a stream beside their contacts, and what follows their end."""

    plan_every: int = 0
    """Goals and a plan, which is looked at again after so many days."""
    weekly: bool = False
    """Goals of each week."""
    notes_every: int = 0
    monthly: bool = False
    """The month together and a report to the referrer."""
    told: float = 0
    """The share of children who get a summary and a letter when they leave."""
    process: str = ""
    """One that a worker begins, for a share of them, and which closes after so many visits."""
    share: float = 1
    visits: int = 0
    follow_ups: list[int] = []
    """After how many months those who leave are asked how they are."""
    handed_to: str = ""
    """The work form to which some go on, and as what whoever has one role takes part there."""
    handed_as: dict[str, str] = {}


class Episodes(_Part):
    """Episodes of a work form: how many open in a year, how long they last, who is in them."""

    work_form: str
    opened: int
    lasts: Range
    roles: Weights
    only_one_of: list[str] = []
    ages: dict[str, Range]
    phases: Weights = {}
    contacts: Contacts
    season: Season = "even"
    returning: float = 0
    anonymous: float = 0
    ends: Weights
    accompanied: Accompanied = Accompanied()


class Groups(_Part):
    """Groups that meet in a rhythm; known clients attend, others are only counted."""

    work_form: str
    kind: str
    names: list[str]
    is_open: bool = False
    self_run: float = 0
    season: Season = "term"
    every: Range
    weeks: int = 14
    attend: dict[str, Range] = {}
    attend_role: str = ""
    counts: dict[str, Range] = {}


class Occasions(_Part):
    """Single occasions of one kind, and how many of which category come."""

    work_form: str
    kind: str
    times: int
    counts: dict[str, Range]
    season: Season = "term"


class Outreach(_Part):
    """Times out among people."""

    work_form: str
    times: int
    places: Weights
    families: Range
    minutes: list[int]
    themes: list[str]
    season: Season = "term"


class Chats(_Part):
    """Shifts on a chat."""

    work_form: str
    service: str
    times: int
    contacts: Range
    minutes: list[int]
    season: Season = "even"


class Consultations(_Part):
    """Advice given once."""

    work_form: str
    times: int
    people: Range
    families: Range
    professionals: Range
    themes: list[str]
    season: Season = "term"


class Volunteers(_Part):
    """Volunteers in a role: here when the year begins, beginning in it, leaving in it."""

    work_form: str
    role: str
    at_start: int
    begin: int
    leave: int


class Matches(_Part):
    """Matches of volunteers with families or children."""

    work_form: str
    begin: int
    volunteers: int
    lasts: Range
    with_: str = Field(alias="with")
    reason: str
    ended_in_year: int | None = None


class Answers(_Part):
    """Answers to a form."""

    work_form: str
    form: str
    times: int
    channels: Weights


class Partners(_Part):
    """Partners working with a work form in some capacity."""

    work_form: str
    kind: str
    at_start: int
    begin: int
    leave: int


class Handover(_Part):
    """A handover that stands on the last day: sent so many days ago, and refused since if there is a reason."""

    from_: str = Field(alias="from")
    to: str
    days_ago: int
    reason: str = ""


class Description(_Part):
    """A whole year."""

    seasons: dict[str, list[float]]
    door: list[Door] = []
    episodes: list[Episodes] = []
    more_episodes: list[Episodes] = []
    """Drawn by a chance of its own: the others are as they were without these."""
    handovers: list[Handover] = []
    groups: list[Groups] = []
    occasions: list[Occasions] = []
    outreach: list[Outreach] = []
    chats: list[Chats] = []
    consultations: list[Consultations] = []
    volunteers: list[Volunteers] = []
    matches: list[Matches] = []
    answers: list[Answers] = []
    partners: list[Partners] = []


def read(pack: Path) -> Description:
    """The description in a pack's folder; raises FileNotFoundError where the pack has none."""
    return Description.model_validate(YAML(typ="safe").load(pack / "synthetic" / "year.yaml"))
