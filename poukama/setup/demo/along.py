"""An episode of a synthetic year as it goes: who takes part, and what was agreed last."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time

from poukama.casework.choices import GoalLevel
from poukama.casework.models import CareGoal, Episode, EpisodeMember, Process, RoundGoal
from poukama.organisation.choices import TermList
from poukama.organisation.models import User
from poukama.setup.demo.description import Accompanied
from poukama.setup.demo.diary import Chance
from poukama.setup.demo.world import World
from poukama.toolkit import clock


@dataclass
class Along:
    """One episode. What happens in it stands here, for the next time that something is done."""

    world: World
    accompanied: Accompanied
    episode: Episode
    by: User
    until: date
    """The day on which it will end."""
    children: list[EpisodeMember] = field(default_factory=list)
    adults: list[EpisodeMember] = field(default_factory=list)
    main: CareGoal | None = None
    turns: list[RoundGoal] = field(default_factory=list)
    notes: int = 0
    process: Process | None = None
    visits: int = 0

    @property
    def aside(self) -> Chance:
        """By which chance it is drawn."""
        return self.world.aside

    def icon(self, member: EpisodeMember) -> str:
        """The icon of somebody's role."""
        roles = {
            term.key: term.attributes.get("icon", "adult") for term in self.world.words(TermList.MEMBER_ROLE)
        }
        return str(roles.get(member.role, "adult"))

    def going_on(self, *levels: GoalLevel) -> list[CareGoal]:
        """Goals that go on, the first first."""
        rows = CareGoal.objects.filter(episode=self.episode, level__in=levels, voided_at=None, ends_on=None)
        return list(rows.order_by("level", "starts_on", "recorded_at", "pk"))

    def on(self, day: date, hour: time, event: Callable[[], object]) -> None:
        """Do it on the day, if they are here then."""
        if day < self.until:
            self.world.diary.add(clock.local(day, hour), event)
