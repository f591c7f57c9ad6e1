"""What a pack may say. Keys are those of the YAML files; whatever is not named here is refused."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from poukama.casework.choices import Begins, ForWhom
from poukama.governance.choices import BudgetSide, Direction, PlanState, TargetUnit
from poukama.organisation.choices import Identification, NotesKept, Regime, Role, TermList
from poukama.outcomes.choices import Respondent
from poukama.setup.packs.parts import Key, Names, Part, Small, one_of
from poukama.setup.packs.steps import StepPart

EVERY = (
    "weekday",
    "weekly",
    "monthly",
    "four_monthly",
    "quarterly",
    "half_yearly",
    "yearly",
    "once",
    "on_event",
)
STATES = (PlanState.DRAFT.value, PlanState.APPROVED.value, PlanState.ENDED.value)


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _as_money(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise PydanticCustomError("money", "money")
    try:
        return Decimal(str(value)).quantize(Decimal("0.01"))
    except ArithmeticError as error:
        raise PydanticCustomError("money", "money") from error


Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$", max_length=20)]
Keys = Annotated[list[str], BeforeValidator(_as_list)]
Order = Annotated[int, Field(ge=0, le=32767)] | None
Filters = dict[str, str | list[str]]


def _text(longest: int) -> Any:
    return Field(max_length=longest)


class AssociationPart(Part):
    """Whose pack this is."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    short_name: Annotated[str, Field(min_length=1, max_length=60)]
    federation: Annotated[str, _text(120)] = ""
    county: Annotated[str, _text(120)] = ""
    business_id: Annotated[str, _text(9)] = ""
    blind_match: bool = True


class AreaPart(Part):
    """A main area of the plan."""

    key: Key
    name: Names
    order: Order = None


class SitePart(Part):
    """A place where the association works."""

    key: Key
    name: Names
    is_secret: bool = False


Days = Annotated[int, Field(ge=0, le=366)]


class DecideWithinPart(Part):
    """Within how many days a request is decided, by its urgency."""

    today: Days = 0
    soon: Days = 2
    ordinary: Days = 7


class CheckEveryPart(Part):
    """After how many days those who wait are asked again whether they are safe, by risk."""

    acute: Annotated[int, Field(ge=1, le=366)] = 1
    raised: Annotated[int, Field(ge=1, le=366)] = 3
    not_known: Annotated[int, Field(ge=1, le=366)] = 3
    ordinary: Annotated[int, Field(ge=1, le=366)] = 7


class IntakePart(Part):
    """The clocks of requests, waiting and handovers; what is not said is as usual."""

    decide_within: DecideWithinPart = DecideWithinPart()
    check_every: CheckEveryPart = CheckEveryPart()
    answer_within: Days = 7


class WorkFormPart(Part):
    """A work form with its régime."""

    key: Key
    name: Names
    order: Order = None
    parent: str = ""
    areas: Keys = []
    regime: Annotated[str, one_of(Regime.values)]
    controller: Annotated[str, _text(120)]
    legal_basis: Annotated[str, _text(200)] = ""
    identification: Annotated[str, one_of(Identification.values)]
    identity_codes: bool = False
    retention_class: Annotated[str, _text(60)] = ""
    self_monitoring: bool = False
    door_counter: bool = False
    phone: Annotated[str, _text(40)] = ""
    keeps_notes: Annotated[str, one_of(NotesKept.values)] = NotesKept.NOTES.value
    late_note_hours: Annotated[int, Field(ge=0, le=1000)] = 24
    child_unseen_days: Annotated[int, Field(ge=1, le=366)] = 7
    funding: dict[str, Annotated[int, Field(ge=0, le=100)]] = {}
    intake: IntakePart = IntakePart()
    active_from: date | None = None
    active_until: date | None = None


class UnitPart(Part):
    """A service unit with its capacity."""

    key: Key
    name: Names
    work_form: str
    site: str = ""
    capacity: Small | None = None
    capacity_unit: Annotated[str, _text(30)] = ""
    valid_from: date | None = None
    valid_until: date | None = None


class PositionPart(Part):
    """A post, or with `count` several alike."""

    key: Key
    name: Names
    role: Annotated[str, one_of(Role.values)] = Role.WORKER.value
    work_forms: Keys = []
    count: Annotated[int, Field(ge=1, le=99)] = 1
    number: Small = 1
    order: Order = None


class TeamPart(Part):
    """A team and its positions."""

    key: Key
    name: Names
    area: str = ""
    order: Order = None
    positions: list[PositionPart] = []


class TermPart(Part):
    """A word of a list."""

    key: Key
    name: Names
    work_forms: Keys = []
    order: Order = None
    active: bool = True
    attributes: dict[str, Any] = {}


class PartnerPart(Part):
    """An organisation that we work with."""

    key: Key
    name: Names
    kind: Annotated[str, _text(40)] = ""


class NetworkPart(Part):
    """A network that work forms take part in."""

    key: Key
    name: Names
    work_forms: Keys = []


class FormPart(Part):
    """A form by name."""

    key: Key
    name: Names
    respondent: Annotated[str, one_of(Respondent.values)]
    work_forms: Keys = []
    active: bool = True


class RhythmPart(Part):
    """Something that comes round."""

    key: Key
    name: Names
    work_form: str = ""
    every: Annotated[str, one_of(EVERY)]
    detail: dict[str, Any] = {}
    source: Annotated[str, _text(120)] = ""
    order: Order = None


class ProcessPart(Part):
    """How the work is meant to go, step by step."""

    key: Key
    name: Names
    work_form: str
    for_whom: Annotated[str, one_of(ForWhom.values)] = ForWhom.FAMILY.value
    begins: Annotated[str, one_of(Begins.values)] = Begins.BY_CHOICE.value
    active: bool = True
    steps: list[StepPart] = []
    source: Annotated[str, _text(120)] = ""
    order: Order = None


class IndicatorPart(Part):
    """What a focus area is followed by."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    measure: Annotated[str, _text(60)] = ""
    filters: Filters = {}


class FocusAreaPart(Part):
    """A focus area with its indicators."""

    key: Key
    title: Annotated[str, Field(min_length=1, max_length=300)]
    development: str = ""
    indicators: list[IndicatorPart] = []
    order: Order = None


class GoalPart(Part):
    """A goal with its intended result."""

    code: Code
    goal: Annotated[str, Field(min_length=1)]
    result: str = ""
    owner: str | None = None
    evidence: Annotated[str, _text(200)] = ""
    order: Order = None


class TargetPart(Part):
    """A number promised and what is counted for it."""

    code: Code
    label: Annotated[str, Field(min_length=1, max_length=200)]
    aim: Annotated[int, Field(ge=0, le=2_147_483_647)]
    direction: Annotated[str, one_of(Direction.values)] = Direction.AT_LEAST.value
    unit: Annotated[str, one_of(["", *TargetUnit.values])] = ""
    measure: Annotated[str, _text(60)] = ""
    filters: Filters = {}
    goal: str = ""
    owner: str | None = None
    ambiguous: bool = False
    note: Annotated[str, _text(300)] = ""
    result: bool = False
    order: Order = None


class WorkFormPlanPart(Part):
    """The goals and targets of a work form. The owner is theirs where they name none."""

    work_form: str
    owner: str = ""
    goals: list[GoalPart] = []
    targets: list[TargetPart] = []


class BudgetPart(Part):
    """A line of the budget."""

    key: Key
    label: Annotated[str, Field(min_length=1, max_length=200)]
    amount: Annotated[Decimal, BeforeValidator(_as_money), Field(max_digits=12)]
    side: Annotated[str, one_of(BudgetSide.values)] = BudgetSide.INCOME.value
    order: Order = None


class StaffPart(Part):
    """Posts as the plan states them."""

    key: Key
    label: Annotated[str, Field(min_length=1, max_length=200)]
    count: Small
    team: str = ""
    order: Order = None


class PlanPart(Part):
    """The plan of a year."""

    year: Annotated[int, Field(ge=1990, le=2100)]
    title: Annotated[str, Field(min_length=1, max_length=120)]
    state: Annotated[str, one_of(STATES)] = PlanState.DRAFT.value
    approved_on: date | None = None
    stated_income: Annotated[Decimal, BeforeValidator(_as_money), Field(max_digits=12)] | None = None
    focus_areas: list[FocusAreaPart] = []
    budget: list[BudgetPart] = []
    staff: list[StaffPart] = []
    work_forms: list[WorkFormPlanPart] = []


class TermsPart(Part):
    """The lists of words."""

    phase: list[TermPart] = []
    member_role: list[TermPart] = []
    contact_kind: list[TermPart] = []
    occasion_kind: list[TermPart] = []
    people_category: list[TermPart] = []
    theme: list[TermPart] = []
    outreach_place: list[TermPart] = []
    chat_service: list[TermPart] = []
    volunteer_role: list[TermPart] = []
    end_reason: list[TermPart] = []
    estimate_basis: list[TermPart] = []
    funder: list[TermPart] = []
    process_step: list[TermPart] = []
    disclosure_ground: list[TermPart] = []
    goal_mark: list[TermPart] = []
    plan_section: list[TermPart] = []
    referral_source: list[TermPart] = []
    need: list[TermPart] = []
    decision_reason: list[TermPart] = []
    note_heading: list[TermPart] = []
    observation: list[TermPart] = []
    service_task: list[TermPart] = []
    retention_class: list[TermPart] = []

    def of(self, which: str) -> list[TermPart]:
        """The words of one list."""
        words: list[TermPart] = getattr(self, TermList(which).value)
        return words


class PackPart(Part):
    """A whole pack."""

    format: Annotated[int, Field(ge=1, le=1)]
    name: Key
    version: Annotated[str, Field(min_length=1, max_length=64)]
    title: str = ""
    association: AssociationPart
    areas: list[AreaPart] = []
    sites: list[SitePart] = []
    work_forms: list[WorkFormPart] = []
    units: list[UnitPart] = []
    teams: list[TeamPart] = []
    terms: TermsPart = TermsPart()
    partners: list[PartnerPart] = []
    networks: list[NetworkPart] = []
    forms: list[FormPart] = []
    rhythms: list[RhythmPart] = []
    process_templates: list[ProcessPart] = []
    plans: list[PlanPart] = []
