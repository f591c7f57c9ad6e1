"""The steps of process templates: as a pack writes them, as they are kept, and back."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from poukama.casework.choices import Trigger
from poukama.setup.packs.parts import Key, Names, Part, one_of

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ENDS = ("any", "planned")
LAST = "last"
"""The last day of a month."""
COLUMNS = (
    *("key", "name", "name_sv", "name_en"),
    *("does", "trigger", "number", "upto", "again_every", "weekday", "planned_only"),
)
"""What is kept of a step."""


def _as_day(value: Any) -> Any:
    return 0 if value == LAST else value


def _as_span(value: Any) -> Any:
    return [value, value] if isinstance(value, int) and not isinstance(value, bool) else value


Count = Annotated[int, Field(ge=1, le=1000)]
Days = Annotated[int, Field(ge=0, le=1000)]
MonthDay = Annotated[int, Field(ge=0, le=28), BeforeValidator(_as_day)]
"""A day that every month has; 0 is the last one."""
Span = Annotated[list[Count], Field(min_length=2, max_length=2), BeforeValidator(_as_span)]


class StepPart(Part):
    """A step of a process: what is done, and the one thing that it falls due by."""

    key: Key = ""
    """What `does` says, when not given."""
    name: Names | None = None
    does: Key
    days_after_start: Days | None = None
    by_contact: Count | None = None
    about_contact: Count | None = None
    again_every: Count | None = None
    weekly: Annotated[str, one_of(WEEKDAYS)] | None = None
    weekdays: bool = False
    monthly: MonthDay | None = None
    each_meeting: bool = False
    days_after_end: Days | None = None
    months_after_end: Count | None = None
    ending: Annotated[str, one_of(ENDS)] = "any"
    weeks_after_birth: Count | None = None
    meetings_before_birth: Count | None = None
    meetings: Span | None = None
    workers: Count | None = None

    @property
    def own_key(self) -> str:
        """Its key within the template."""
        return self.key or self.does

    @property
    def triggers(self) -> list[str]:
        """What it falls due by: right is one."""
        return [
            name for name in TRIGGERS if getattr(self, name) is not None and getattr(self, name) is not False
        ]


TRIGGERS: Mapping[str, Trigger] = {
    "days_after_start": Trigger.AT_START,
    "by_contact": Trigger.BY_CONTACT,
    "about_contact": Trigger.ABOUT_CONTACT,
    "weekly": Trigger.WEEKLY,
    "weekdays": Trigger.WEEKDAYS,
    "monthly": Trigger.MONTHLY,
    "each_meeting": Trigger.EACH_MEETING,
    "days_after_end": Trigger.AT_END,
    "months_after_end": Trigger.AFTER_END,
    "weeks_after_birth": Trigger.AFTER_BIRTH,
    "meetings_before_birth": Trigger.BEFORE_BIRTH,
    "meetings": Trigger.MEETINGS,
    "workers": Trigger.WORKERS,
}
"""How a pack writes each trigger."""
_WRITTEN = {trigger: name for name, trigger in TRIGGERS.items()}


def kept(step: StepPart, names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """A step as its columns hold it. Without a name of its own it is called as what it does is."""
    name = step.triggers[0] if step.triggers else "workers"
    value = getattr(step, name)
    own = {"name": step.name.fi, "name_sv": step.name.sv, "name_en": step.name.en} if step.name else {}
    called = own or names.get(step.does, {"name": step.does, "name_sv": "", "name_en": ""})
    number, upto = value, None
    if isinstance(value, bool | str) or (name == "monthly" and value == 0):
        number = None
    elif isinstance(value, list):
        number, upto = value
    return {
        "key": step.own_key,
        **called,
        "does": step.does,
        "trigger": TRIGGERS[name].value,
        "number": number,
        "upto": upto,
        "again_every": step.again_every,
        "weekday": WEEKDAYS.index(step.weekly) + 1 if step.weekly else None,
        "planned_only": step.ending == "planned",
    }


def written(said: Mapping[str, Any]) -> dict[str, Any]:
    """The same as a pack writes it."""
    name = _WRITTEN[Trigger(said["trigger"])]
    number: Any = said["number"]
    if name == "weekly":
        number = WEEKDAYS[said["weekday"] - 1]
    elif name in ("weekdays", "each_meeting"):
        number = True
    elif name == "monthly" and number is None:
        number = LAST
    elif name == "meetings" and number != said["upto"]:
        number = [number, said["upto"]]
    part: dict[str, Any] = {} if said["key"] == said["does"] else {"key": said["key"]}
    names = {"fi": said["name"], "sv": said["name_sv"], "en": said["name_en"]}
    part |= {"name": {language: text for language, text in names.items() if text}, "does": said["does"]}
    part[name] = number
    if said["again_every"]:
        part["again_every"] = said["again_every"]
    if said["planned_only"]:
        part["ending"] = "planned"
    return part
