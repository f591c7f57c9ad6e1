"""Applying a pack: what it sets, what it leaves alone, what it never takes away."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import models

from poukama.access.models import AuditEvent
from poukama.governance.choices import PlanState
from poukama.governance.models import FocusIndicator, Goal, Plan, Rhythm, Target
from poukama.organisation.models import Area, PackItem, Position, Site, Team, Term, Unit, WorkForm
from poukama.outcomes.models import Form
from poukama.setup.packs.applying import apply_pack, differences
from poukama.setup.packs.bindings import BINDINGS
from poukama.setup.packs.changes import Action, Reason, effective
from poukama.setup.packs.reading import read_folder
from poukama.toolkit import clock
from tests.factories.casework import ConsultationFactory
from tests.factories.organisation import AssignmentFactory, UserFactory
from tests.setup.small_pack import PLAN, small_pack

pytestmark = pytest.mark.django_db

FOCUS = """
    focus_areas:
      - key: peers
        title: Vertaisuus
        indicators:
          - {title: Vapaaehtoiset, measure: volunteers_active}
"""


def apply(folder, **changed):
    return apply_pack(document=read_folder(small_pack(folder, **changed)))


def told(found):
    return [(change.action, change.id, change.reason) for change in found]


def every_row():
    """All rows that packs write, to see that nothing moved."""
    tables = {binding.model for binding in BINDINGS.values()} | {PackItem, AuditEvent, FocusIndicator}
    links = {
        field.remote_field.through
        for table in tables
        for field in table._meta.get_fields()
        if isinstance(field, models.ManyToManyField)
    }
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in tables | links}


def test_everything_is_set_up(tmp_path):
    apply(tmp_path)

    groups = WorkForm.objects.get()
    assert (groups.key, groups.name_sv, groups.regime, groups.funding) == (
        "groups",
        "Grupper",
        "R3",
        {"stea": 100},
    )
    assert list(groups.areas.values_list("key", flat=True)) == ["families"]
    assert list(Position.objects.order_by("order").values_list("key", "number", "role", "team__key")) == [
        ("lead", 1, "lead", "families"),
        ("worker-1", 1, "worker", "families"),
        ("worker-2", 2, "worker", "families"),
    ]
    target = Target.objects.get()
    assert (target.goal, target.owner) == (Goal.objects.get(), Position.objects.get(key="lead"))
    assert target.filters == {"work_form": "groups", "phase": "start"}


def test_it_is_written_in_the_audit_trail(tmp_path):
    apply(tmp_path)

    event = AuditEvent.objects.get(action="setup.apply_pack")
    assert event.detail == {
        "pack": "harbour",
        "version": "1",
        "add": len(PackItem.objects.all()),
        "change": 0,
        "remove": 0,
        "retire": 0,
    }


def test_a_second_time_moves_no_row(tmp_path):
    apply(tmp_path)
    before = every_row()

    assert told(apply(tmp_path)) == []
    assert every_row() == before


def test_looking_at_the_differences_writes_nothing(tmp_path):
    apply(tmp_path)
    before = every_row()

    found = differences(document=read_folder(small_pack(tmp_path, house=("name: Talo", "name: Uusi talo"))))

    assert [(change.id, change.fields) for change in found] == [
        ("site:house", {"name": ("Talo", "Uusi talo")})
    ]
    assert every_row() == before


@pytest.mark.parametrize(
    ("changed", "item", "fields"),
    [
        (
            {"house": ("name: Alku, work_forms: [groups]", "name: Alku")},
            "term:phase/start",
            {"work_forms": (["groups"], [])},
        ),
        ({"house": ("    areas: [families]\n", "")}, "work_form:groups", {"areas": (["families"], [])}),
        (
            {"plan": ("goal: G1}", "owner: worker-1}")},
            "target:2024/T1",
            {"goal": ("G1", ""), "owner": ("lead", "worker-1")},
        ),
        (
            {"plan": ("amount: 1000", "amount: 1000.5")},
            "budget_line:2024/stea",
            {"amount": ("1000.00", "1000.50")},
        ),
        ({"plan": ("aim: 10", "aim: 12")}, "target:2024/T1", {"aim": (10, 12)}),
    ],
)
def test_a_change_of_the_pack_changes_the_row(tmp_path, changed, item, fields):
    apply(tmp_path)

    found = apply(tmp_path, **changed)

    assert [(change.id, change.fields) for change in found] == [(item, fields)]
    assert told(apply(tmp_path, **changed)) == []


def test_indicators_follow_the_pack(tmp_path):
    apply(tmp_path, plan=("    title: Suunnitelma", f"    title: Suunnitelma{FOCUS}"))
    assert list(FocusIndicator.objects.values_list("title", "measure")) == [
        ("Vapaaehtoiset", "volunteers_active")
    ]

    apply(
        tmp_path,
        plan=("    title: Suunnitelma", f"    title: Suunnitelma{FOCUS.replace('Vapaae', 'Uudet vapaae')}"),
    )

    assert list(FocusIndicator.objects.values_list("title", "order")) == [("Uudet vapaaehtoiset", 1)]


def test_what_was_added_here_stays(tmp_path):
    apply(tmp_path)
    Site.objects.create(key="cabin", name="Mökki")
    Term.objects.create(list="phase", key="end", name="Loppu")
    Target.objects.create(
        plan=Plan.objects.get(), work_form=WorkForm.objects.get(), code="T2", label="Oma", aim=3, order=9
    )

    assert told(apply(tmp_path, house=("name: Talo", "name: Uusi talo"))) == [
        (Action.CHANGE, "site:house", None)
    ]
    assert Site.objects.filter(key="cabin", name="Mökki").exists()
    assert Term.objects.filter(key="end", is_active=True).exists()
    assert Target.objects.filter(code="T2", aim=3).exists()


def test_what_was_changed_here_stays_until_the_pack_changes_it(tmp_path):
    apply(tmp_path)
    Site.objects.filter(key="house").update(name="Meidän talo")

    kept = apply(tmp_path)
    assert [(change.action, change.fields) for change in kept] == [
        (Action.KEEP, {"name": ("Meidän talo", "Talo")})
    ]
    assert Site.objects.get().name == "Meidän talo"

    apply(tmp_path, house=("name: Talo", "name: Uusi talo"))
    assert Site.objects.get().name == "Uusi talo"


def test_the_pack_changes_only_the_field_that_it_changes(tmp_path):
    apply(tmp_path)
    Target.objects.update(label="Meidän perheet")

    found = apply(tmp_path, plan=("aim: 10", "aim: 12"))

    assert told(found) == [
        (Action.CHANGE, "target:2024/T1", None),
        (Action.KEEP, "target:2024/T1", Reason.CHANGED_HERE),
    ]
    assert list(Target.objects.values_list("aim", "label")) == [(12, "Meidän perheet")]


def test_what_was_removed_here_stays_away(tmp_path):
    apply(tmp_path)
    Site.objects.all().delete()

    assert told(apply(tmp_path)) == [(Action.KEEP, "site:house", Reason.REMOVED_HERE)]
    assert not Site.objects.exists()


def test_what_leaves_the_pack_is_removed(tmp_path):
    apply(tmp_path)

    found = apply(tmp_path, house=("sites:\n  - {key: house, name: Talo}\n", ""))

    assert told(found) == [(Action.REMOVE, "site:house", None)]
    assert not Site.objects.exists()
    assert told(apply(tmp_path, house=("sites:\n  - {key: house, name: Talo}\n", ""))) == []


def test_what_leaves_the_pack_but_was_changed_here_stays(tmp_path):
    apply(tmp_path)
    Site.objects.update(name="Meidän talo")

    found = apply(tmp_path, house=("sites:\n  - {key: house, name: Talo}\n", ""))

    assert told(found) == [(Action.KEEP, "site:house", Reason.CHANGED_HERE)]
    assert Site.objects.get().name == "Meidän talo"


def test_a_word_that_leaves_the_pack_is_put_out_of_use(tmp_path):
    more = "    - {key: start, name: Alku, work_forms: [groups]}\n"
    apply(tmp_path, house=(more, f"{more}    - {{key: end, name: Loppu}}\n"))

    assert told(apply(tmp_path)) == [(Action.RETIRE, "term:phase/end", None)]

    assert told(apply(tmp_path)) == []
    assert list(Term.objects.filter(list="phase").order_by("key").values_list("key", "is_active")) == [
        ("end", False),
        ("start", True),
    ]


def test_a_post_that_somebody_holds_stays(tmp_path):
    apply(tmp_path)
    AssignmentFactory(user=UserFactory(), position=Position.objects.get(key="worker-2"))

    found = apply(tmp_path, house=("        count: 2", "        count: 1"))

    assert told(found) == [
        (Action.ADD, "position:worker", None),
        (Action.REMOVE, "position:worker-1", None),
        (Action.KEEP, "position:worker-2", Reason.IN_USE),
    ]
    assert sorted(Position.objects.values_list("key", flat=True)) == ["lead", "worker", "worker-2"]


def test_a_unit_that_is_no_longer_there_goes_and_a_form_that_was_answered_stays_out_of_use(tmp_path):
    more = "units:\n  - {key: hall, name: Sali, work_form: groups}\nforms:\n  - {key: f, name: Lomake, respondent: parent}\n"
    apply(tmp_path, house=("areas:", f"{more}areas:"))
    from_today = {"recorded_at": datetime(2024, 1, 2, tzinfo=UTC), "recorded_by": UserFactory()}
    Form.objects.get().answers.create(
        work_form=WorkForm.objects.get(), happened_on=date(2024, 1, 1), channel="paper", **from_today
    )

    with clock.moved_to(date(2024, 6, 1)):
        apply(tmp_path)

    assert not Unit.objects.exists()
    assert list(Form.objects.values_list("key", "is_active")) == [("f", False)]


TRIPS = """  - key: trips
    name: Retket
    parent: groups
    areas: [families]
    regime: R4
    controller: Harbour Association
    identification: counted
"""


def test_a_work_form_with_records_is_put_out_of_use(tmp_path):
    apply(tmp_path, house=("terms:", f"{TRIPS}terms:"))
    ConsultationFactory(work_form=WorkForm.objects.get(key="trips"))

    with clock.moved_to(date(2024, 6, 1)):
        found = apply(tmp_path)

    assert told(found) == [(Action.RETIRE, "work_form:trips", None)]
    assert WorkForm.objects.get(key="trips").active_until == date(2024, 6, 1)
    assert told(apply(tmp_path)) == []


def test_what_belongs_together_leaves_together(tmp_path):
    team = "  - {key: trips, name: Retkitiimi, positions: [{key: guide, name: Opas, work_forms: [trips]}]}\n"
    apply(
        tmp_path,
        house=(
            "terms:",
            f"{TRIPS}terms:",
            "work_forms:\n  - key: groups",
            f"{team}work_forms:\n  - key: groups",
        ),
    )
    assert Position.objects.filter(key="guide").exists()

    found = apply(tmp_path)

    assert sorted(told(found)) == [
        (Action.REMOVE, "position:guide", None),
        (Action.REMOVE, "team:trips", None),
        (Action.REMOVE, "work_form:trips", None),
    ]
    assert WorkForm.objects.count() == Team.objects.count() == 1


def test_what_was_added_here_to_a_work_form_keeps_it(tmp_path):
    apply(tmp_path, house=("terms:", f"{TRIPS}terms:"))
    Rhythm.objects.create(
        key="own", name="Oma retki", work_form=WorkForm.objects.get(key="trips"), every="yearly"
    )

    assert told(apply(tmp_path)) == [(Action.RETIRE, "work_form:trips", None)]
    assert Rhythm.objects.get().work_form.key == "trips"


def test_a_goal_that_was_assessed_stays(tmp_path):
    apply(tmp_path)
    Goal.objects.update(assessment="Hyvin meni.")

    found = apply(tmp_path, plan=("code: G1", "code: G2", "goal: G1}", "goal: G2}"))

    assert (Action.KEEP, "goal:2024/G1", Reason.RECORDS) in told(found)
    assert dict(Goal.objects.values_list("code", "assessment")) == {"G1": "Hyvin meni.", "G2": ""}


APPROVED = (
    "    title: Suunnitelma",
    "    title: Suunnitelma\n    state: approved\n    approved_on: 2023-12-01",
)
APPROVED_MORE = (APPROVED[0], APPROVED[1].replace("title: Suunnitelma", "title: Parempi suunnitelma"))


def test_an_approved_plan_that_is_as_the_pack_made_it_follows_the_pack(tmp_path):
    apply(tmp_path, plan=APPROVED)

    apply(tmp_path, plan=APPROVED_MORE)

    assert Plan.objects.get().title == "Parempi suunnitelma"


def test_an_approved_plan_that_was_changed_here_is_left_whole(tmp_path):
    apply(tmp_path, plan=APPROVED)
    Target.objects.update(aim=11)

    for _again in range(2):
        found = apply(tmp_path, plan=APPROVED_MORE)
        assert (Action.KEEP, "plan:2024", Reason.PLAN_APPROVED) in told(found)
        assert effective(found) == []
    assert (Plan.objects.get().title, Target.objects.get().aim) == ("Suunnitelma", 11)


def test_a_plan_that_no_pack_made_is_left_whole(tmp_path):
    Plan.objects.create(year=2024, title="Oma", created_at=datetime(2023, 11, 1, tzinfo=UTC))

    found = apply(tmp_path)

    assert {change.reason for change in found if change.action is Action.KEEP} == {Reason.PLAN_NOT_OURS}
    assert (Plan.objects.get().title, Target.objects.count()) == ("Oma", 0)
    assert Area.objects.count() == 1


def test_a_plan_replaced_here_is_left_whole(tmp_path):
    apply(tmp_path, plan=APPROVED)
    Plan.objects.update(state=PlanState.ENDED)
    Plan.objects.create(
        year=2024,
        version=2,
        title="Uusi",
        state=PlanState.APPROVED,
        approved_on=date(2024, 2, 1),
        created_at=datetime(2024, 1, 1, tzinfo=UTC),
    )

    apply(tmp_path, plan=APPROVED_MORE)

    assert sorted(Plan.objects.values_list("version", "title")) == [(1, "Suunnitelma"), (2, "Uusi")]


def test_a_plan_that_leaves_the_pack_stays(tmp_path):
    apply(tmp_path)

    found = apply(tmp_path, plan=(PLAN, "plans: []\n"))

    assert (Action.KEEP, "plan:2024", Reason.RECORDS) in told(found)
    assert Plan.objects.get().title == "Suunnitelma"


def test_the_plan_in_force_is_compared_not_the_draft_after_it(tmp_path):
    apply(tmp_path, plan=APPROVED)
    Plan.objects.create(year=2024, version=2, title="Luonnos", created_at=datetime(2024, 1, 1, tzinfo=UTC))

    assert told(apply(tmp_path, plan=APPROVED)) == []


def test_money_is_exact(tmp_path):
    apply(tmp_path, plan=("amount: 1000", "amount: 0.1"))

    assert Plan.objects.get().budget_lines.get().amount == Decimal("0.10")


def test_a_failure_in_the_middle_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("poukama.setup.packs.applying._name_the_pack", lambda pack: 1 / 0)
    before = every_row()

    with pytest.raises(ZeroDivisionError):
        apply(tmp_path)

    assert every_row() == before
    assert not Team.objects.exists()
