"""Random small worlds, changed at random: what is kept for speed stays exact, and equals the independent count."""

import contextlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from poukama.activities.models import Attendance, ChatDuty, DoorCount, Group, Headcount, Occasion, Outreach
from poukama.casework.choices import GoalSpan, Voice
from poukama.casework.models import (
    CareGoal,
    Consultation,
    Contact,
    DueStep,
    Episode,
    EpisodeMember,
    EpisodePhase,
    FollowUp,
    GoalMark,
    GoalRound,
    Handover,
    Note,
    Process,
    ProcessStep,
    ProcessTemplate,
    Report,
    Request,
    RoundGoal,
)
from poukama.clients.models import Client, Family, SamePerson
from poukama.clients.services.same import SameAlready, say_same, take_apart
from poukama.duties.models import Duty
from poukama.organisation.choices import Identification, Regime
from poukama.organisation.models import Partner, Partnership, User, WorkForm
from poukama.outcomes.models import Form, ReceivedAnswer
from poukama.reporting.counting import Ask
from poukama.reporting.figures.board import figures_of
from poukama.reporting.figures.circle import Circle
from poukama.reporting.measures import CATALOGUE
from poukama.toolkit import clock
from poukama.workforce.models import Match, Volunteer, VolunteerRole
from tests.oracle.records import all_records
from tests.oracle.recount import recount

DAYS = [
    date(2023, 6, 1),
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2024, 2, 29),
    date(2024, 6, 15),
    date(2024, 12, 31),
    date(2025, 1, 1),
]
AS_OF = (date(2024, 1, 1), date(2024, 6, 14), date(2024, 12, 31))
WORDS = ["one", "two"]
FILTER_WORDS: dict[str, list[str]] = {
    "visitor": ["adult", "child"],
    "kind": ["cooperation", "family_centre_actor"],
    "channel": ["paper", "link"],
    "form": WORDS,
    "network": ["none"],
    "answer": ["sent", "accepted"],
    "decision": ["open", "waiting"],
    "timing": ["in_time", "late"],
    "level": ["main", "week"],
    "span": ["week", "month"],
    "report_kind": ["month", "child"],
    "outcome": ["reached", "declined", "not_reached"],
}
MOMENT = datetime(2024, 3, 1, 12, tzinfo=UTC)

Draw = Callable[[st.SearchStrategy[Any]], Any]


class World:
    """A handful of families, clients, volunteers and partners in two work forms, and work drawn at random."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.user = User.objects.create_user(email="a@example.org", name="A B", initials="AB")
        self.work_forms = [
            WorkForm.objects.create(
                key=key,
                name=key,
                regime=Regime.OWN,
                controller="-",
                identification=Identification.CODED,
            )
            for key in WORDS
        ]
        made = {"created_at": MOMENT, "created_by": self.user}
        self.families = [
            Family.objects.create(code_name=f"Lumme {n}", search_key=f"lumme {n}", **made)
            for n in range(2, 5)
        ]
        self.clients = [
            Client.objects.create(
                code_name=f"Ruoko {n}", search_key=f"ruoko {n}", identification="coded", **made
            )
            for n in range(2, 6)
        ]
        self.volunteers = [Volunteer.objects.create(code_name=f"Kaisla {n}", **made) for n in range(2, 4)]
        self.partners = [Partner.objects.create(key=f"p{n}", name=f"P{n}") for n in range(2)]
        self.forms = [Form.objects.create(key=key, name=key, respondent="child") for key in WORDS]
        self.templates = [
            ProcessTemplate.objects.create(key=key, name=key, work_form=self.work_forms[0]) for key in WORDS
        ]
        self.made: list[models.Model] = []
        self.groups = [self.add(Group, name="g", kind=self.word(), **self.lasting()) for _ in range(2)]

    def one_of(self, values: list[Any]) -> Any:
        """One of some values."""
        return self.draw(st.sampled_from(values))

    def word(self) -> str:
        """A word of any list."""
        return str(self.one_of(WORDS))

    def some(self) -> int:
        """A small number."""
        return int(self.draw(st.integers(1, 7)))

    def lasting(self) -> dict[str, Any]:
        """From a day, to a day or still going on."""
        first, last = sorted([self.one_of(DAYS), self.one_of(DAYS)])
        return {"starts_on": first, "ends_on": self.one_of([last, None])}

    def add(self, model: type[models.Model], **values: Any) -> Any:
        """Record a row; one in four has been taken back."""
        if "work_form" not in values and any(field.name == "work_form" for field in model._meta.fields):
            values["work_form"] = self.one_of(self.work_forms)
        voided = self.one_of([False, False, False, True])
        row = model._default_manager.create(
            recorded_at=MOMENT,
            recorded_by=self.user,
            voided_at=MOMENT if voided else None,
            voided_by=self.user if voided else None,
            **values,
        )
        self.made.append(row)
        return row

    def add_if_free(self, model: type[models.Model], **values: Any) -> Any:
        """Record a row unless the database knows that it cannot be (a family has one open episode at a time)."""
        try:
            with transaction.atomic():
                return self.add(model, **values)
        except IntegrityError:
            return None

    def work(self) -> None:
        """Something of everything."""
        for _ in range(self.some()):
            self._episode()
            self._occasion()
        for _ in range(self.some()):
            self._others()
        self._link_or_part()

    def _episode(self) -> None:
        days = self.lasting()
        reason = {"end_reason": "word" if days["ends_on"] else ""}
        episode = self.add_if_free(Episode, family=self.one_of([*self.families, None]), **days, **reason)
        if episode is None:
            return
        members = [
            self.add(EpisodeMember, episode=episode, client=client, role=self.word(), **self.lasting())
            for client in self.draw(st.lists(st.sampled_from(self.clients), unique=True, max_size=3))
        ]
        self._of_episode(episode, members)
        self._goals_and_steps(episode)
        self.add(EpisodePhase, episode=episode, phase=self.word(), **self.lasting())
        matched = {"family": episode.family} if episode.family else {"client": self.one_of(self.clients)}
        self.add(Match, **matched, **days, **reason)

    def _of_episode(self, episode: Episode, members: list[EpisodeMember]) -> None:
        """What is written and told of an episode, and agreed at its end."""
        kind = self.one_of(FILTER_WORDS["kind"])
        took_place = self.one_of([True, False])
        self.add(Contact, episode=episode, kind=kind, happened_on=self.one_of(DAYS), took_place=took_place)
        written = {"written_at": MOMENT, "written_by": self.user, "is_late": self.one_of([True, False])}
        note = self.add(Note, episode=episode, happened_on=self.one_of(DAYS), **written)
        note.children.set(members)
        due_on, signed_on = self.one_of([*DAYS, None]), self.one_of(DAYS)
        signed = {"signed_on": signed_on, "signed_at": MOMENT, "signed_by": self.user, "due_on": due_on}
        self.add(Report, episode=episode, kind="month", starts_on=DAYS[0], ends_on=DAYS[0], **signed)
        outcome = self.one_of(["", *FILTER_WORDS["outcome"]])
        met = {"met_on": DAYS[-1], "met_at": MOMENT, "met_by": self.user} if outcome else {}
        agreed = {"episode": episode, "due_on": self.one_of(DAYS), "channel": "call"}
        waits = self.add(FollowUp, outcome=outcome, **met, **agreed)
        tried = {"met_on": DAYS[-1], "met_at": MOMENT, "met_by": self.user, "outcome": "not_reached"}
        self.add(FollowUp, try_of=waits, **tried, **agreed)
        self.add(
            Handover,
            code=f"S-{len(self.made)}",
            episode=episode,
            to_work_form=self.one_of(self.work_forms),
            need=self.word(),
            sent_on=self.one_of(DAYS),
            summary="-",
            answer_by_on=DAYS[-1],
        )

    def _goals_and_steps(self, episode: Episode) -> None:
        """Goals that go on or have ended, marks of a week or a month, and steps done and undone."""
        ending = self.one_of(["", "attained", "dropped"])
        ended = (
            {"ends_on": self.one_of(DAYS[1:]), "ended_at": MOMENT, "ended_by": self.user} if ending else {}
        )
        said = {"voice": Voice.PARENT, "text": "-", "starts_on": DAYS[0]}
        goal = self.add(
            CareGoal, episode=episode, level=self.one_of(["main", "week"]), ending=ending, **ended, **said
        )
        span = self.one_of(list(GoalSpan))
        days = {"starts_on": DAYS[0], "ends_on": DAYS[-1]}
        this = self.add_if_free(GoalRound, episode=episode, span=span, **days)
        if this is not None:
            turn = self.add(RoundGoal, round=this, goal=goal, set_on=DAYS[0])
            for voice in (Voice.FAMILY, Voice.WORKER):
                self.add(GoalMark, turn=turn, voice=voice, mark=self.word(), marked_on=self.one_of(DAYS))
        template = self.one_of(self.templates)
        process = self.add_if_free(Process, template=template, episode=episode, starts_on=DAYS[0])
        if process is None:
            return
        for place, trigger in enumerate(("meetings", "by_contact")):
            step = ProcessStep.objects.create(
                key=f"{trigger}-{process.pk}",
                name=trigger,
                template=template,
                does="-",
                trigger=trigger,
                number=1,
                upto=1 if trigger == "meetings" else None,
            )
            done_on = self.one_of([*DAYS, None])
            done = {"done_on": done_on, "done_at": MOMENT, "done_by": self.user} if done_on else {}
            duty = Duty.objects.create(
                kind="casework.step",
                key=f"{process.pk}-{place}",
                work_form=episode.work_form,
                due_on=self.one_of(DAYS),
                recorded_at=MOMENT,
                recorded_by=self.user,
                **done,
            )
            self.add(DueStep, process=process, step=step, key=trigger, occasion="visit-1", duty=duty)

    def _occasion(self) -> None:
        occasion = self.add(
            Occasion,
            kind=self.one_of([*WORDS, "training"]),
            happened_on=self.one_of(DAYS),
            group=self.one_of([*self.groups, None]),
            state=self.one_of(["held", "held", "planned", "cancelled"]),
        )
        for client in self.draw(st.lists(st.sampled_from(self.clients), unique=True, max_size=2)):
            family = self.one_of([*self.families, None])
            self.add(Attendance, occasion=occasion, client=client, family=family, role=self.word())
        for category in ("professional", "general_public", "one"):
            is_estimate = category == "general_public"
            self.add(
                Headcount,
                occasion=occasion,
                category=category,
                people=self.some(),
                families=self.some(),
                is_estimate=is_estimate,
                basis="seats" if is_estimate else "",
            )

    def _others(self) -> None:
        day = self.one_of(DAYS)
        self.add(
            DoorCount, token=uuid4(), happened_on=day, visitor=self.one_of(["adult", "child"]), quantity=1
        )
        self.add(Outreach, place=self.word(), happened_on=day, people=self.some(), families=self.some())
        self.add(ChatDuty, service=self.word(), happened_on=day, minutes=60, contacts=self.some())
        self.add(Consultation, happened_on=day, people=self.some())
        self._request(day)
        self.add(VolunteerRole, volunteer=self.one_of(self.volunteers), role=self.word(), **self.lasting())
        self.add(
            ReceivedAnswer,
            form=self.one_of(self.forms),
            happened_on=day,
            channel=self.one_of(["paper", "link"]),
        )
        self.add(
            Partnership,
            partner=self.one_of(self.partners),
            kind=self.one_of(["cooperation", "family_centre_actor"]),
            **self.lasting(),
        )

    def _request(self, day: date) -> None:
        decided = self.one_of([False, True])
        waits = {
            "state": "waiting",
            "decided_on": day,
            "timing": self.one_of(["in_time", "late"]),
            "wait_began_on": day,
            "next_check_on": day,
        }
        self.add(
            Request,
            code=f"Y-{len(self.made)}",
            came_on=day,
            risk="ordinary",
            place="yes",
            urgency=3,
            need=self.word(),
            source=self.word(),
            due_on=day,
            **(waits if decided else {}),
        )

    def _link_or_part(self) -> None:
        """Two clients turn out to be one person, or two after all."""
        one, other = self.draw(st.permutations(self.clients))[:2]
        standing = list(SamePerson.objects.filter(voided_at=None).order_by("pk"))
        if standing and self.draw(st.booleans()):
            take_apart(same=self.one_of(standing), by=self.user)
            return
        with contextlib.suppress(SameAlready):
            say_same(kept=one, other=other, by=self.user)

    def change(self) -> None:
        """Take some rows back or move them, past every service, as a repair by hand would."""
        for row in self.draw(st.lists(st.sampled_from(self.made), min_size=1, max_size=4)):
            rows = type(row)._default_manager.filter(pk=row.pk)
            how = self.one_of(["void", "restore", "move"])
            if how == "void":
                rows.update(voided_at=MOMENT, voided_by=self.user)
            elif how == "restore":
                self._restore(row, rows)
            elif hasattr(row, "happened_on"):
                rows.update(happened_on=self.one_of(DAYS))
            elif hasattr(row, "starts_on"):
                rows.update(starts_on=DAYS[0])

    @staticmethod
    def _restore(row: models.Model, rows: models.QuerySet[Any]) -> None:
        """A unique constraint may forbid it; then it stays taken back."""
        try:
            with transaction.atomic():
                rows.update(voided_at=None, voided_by=None)
        except IntegrityError:
            return


def _asks(world: World) -> list[Ask]:
    asks = []
    for measure in CATALOGUE:
        asks += [Ask.of(measure.key), Ask.of(measure.key, {"work_form": world.one_of(WORDS)})]
        for dimension in measure.dimensions:
            values = FILTER_WORDS.get(dimension, WORDS)
            asks.append(Ask.of(measure.key, {"work_form": WORDS, dimension: [world.one_of(values)]}))
    return asks


def _agree(asks: list[Ask]) -> None:
    records = all_records()
    with clock.moved_to(date(2025, 3, 1)):
        for day in AS_OF:
            found = figures_of(
                dict(enumerate(asks)), 2024, circle=Circle.house(), as_of=day, today=date(2024, 12, 31)
            )
            expected = {
                number: recount(
                    records,
                    ask.measure,
                    {key: list(values) for key, values in ask.filters},
                    date(2024, 1, 1),
                    day,
                )
                for number, ask in enumerate(asks)
            }
            assert {number: figure.value for number, figure in found.items()} == expected


@pytest.mark.slow
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(data=st.data())
def test_any_small_world_is_counted_alike_before_and_after_changes(db: None, data: st.DataObject) -> None:
    with transaction.atomic():
        world = World(data.draw)
        world.work()
        asks = _asks(world)
        _agree(asks)
        world.change()
        _agree(asks)
        world.work()
        _agree(asks)
        transaction.set_rollback(True)
