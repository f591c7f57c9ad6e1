"""Keys of somebody else's people and records, sent in one's own forms: they are not among the choices, and nothing happens."""

import pytest
from django.db import transaction

from poukama.activities.models import Attendance, Occasion
from poukama.casework.models import Appointment, Contact, Episode, EpisodeMember
from poukama.organisation.choices import TermList
from poukama.organisation.models import Assignment
from poukama.outcomes.models import ReceivedAnswer
from poukama.toolkit import clock
from poukama.workforce.models import Match, VolunteerRole
from tests.architecture.canaries import overheard
from tests.architecture.furnished import TODAY
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.activities import GroupFactory
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import TermFactory
from tests.factories.outcomes import FormFactory
from tests.factories.workforce import VolunteerFactory, VolunteerRoleFactory

KEPT = (
    Appointment,
    Attendance,
    Contact,
    Episode,
    EpisodeMember,
    Match,
    Occasion,
    ReceivedAnswer,
    VolunteerRole,
    Assignment,
)


@pytest.fixture
def own(work_form_a, work_form_b, bertta):
    """What Bertta has in her own work form, beside which she sends the keys of A.

    Of the family in her episode she knows one member; the other is known in A only.
    """
    by = {"work_form": work_form_b, "recorded_by": bertta}
    TermFactory(list=TermList.VOLUNTEER_ROLE, key="friend")
    house = FamilyFactory(code_name="Kaarna", search_key="kaarna", known_in=work_form_b)
    volunteer = VolunteerFactory(code_name="Tyrni")
    episode = EpisodeFactory(**by, family=house, starts_on=TODAY)
    VolunteerRoleFactory(**by, volunteer=volunteer)
    return {
        "family": FamilyFactory(code_name="Karpalo", search_key="karpalo", known_in=work_form_b),
        "client": ClientFactory(code_name="Katajikko", search_key="katajikko", known_in=work_form_b),
        "episode": episode,
        "member": EpisodeMemberFactory(episode=episode, starts_on=TODAY),
        "somebody": bertta,
        "relative": ClientFactory(code_name="Kaarna B", family=house, known_in=work_form_b),
        "unknown_relative": ClientFactory(code_name="Kaarna C", family=house, known_in=work_form_a),
        "group": GroupFactory(**by, kind="event", starts_on=TODAY),
        "volunteer": volunteer,
        "form": FormFactory(work_forms=[work_form_b]),
    }


def sent_with(name, own, theirs, work_form):
    """One's own address and what is sent to it: everything right but for a key of theirs."""
    day = TODAY.isoformat()
    pair = {"who": f"f{own['family'].pk}", "volunteers": [str(own["volunteer"].pk)], "starts_on": day}
    someone = f"{theirs['person'].pk}"
    agreed = {"kind": "meeting", "planned_on": day, "workers": [str(own["somebody"].pk)]}
    return {
        "their family in my match": (
            url("workforce:match_add", work_form.key),
            pair | {"who": f"f{theirs['family'].pk}"},
        ),
        "their person in my match": (
            url("workforce:match_add", work_form.key),
            pair | {"who": f"c{someone}"},
        ),
        "their volunteer in my match": (
            url("workforce:match_add", work_form.key),
            pair | {"volunteers": [str(theirs["volunteer"].pk)]},
        ),
        "their person in my episode": (
            url("casework:add_member", own["episode"]),
            {"who": str(theirs["relative"].pk), "role": "parent", "starts_on": day},
        ),
        "a contact of their episode": (
            url("casework:record"),
            {"episode": str(theirs["episode"].pk), "kind": "meeting", "minutes": "30", "happened_on": day},
        ),
        "their member in my time": (
            url("casework:agree_on_time", own["episode"]),
            agreed | {"expected": [str(theirs["member"].pk)]},
        ),
        "their worker in my time": (
            url("casework:agree_on_time", own["episode"]),
            agreed | {"workers": [str(theirs["somebody"].pk)]},
        ),
        "their person in my group": (url("activities:group_mark", own["group"]), {"mark": f"c{someone}"}),
        "a session of their group": (
            url("activities:occasion_plan", work_form.key),
            {"group": str(theirs["group"].pk), "happened_on": day, "minutes": "60"},
        ),
        "an undo of their answer": (
            url("outcomes:answers_void"),
            {"answers": str(theirs["receivedanswer"].pk)},
        ),
        "a new role for their volunteer": (
            url("workforce:role_add", theirs["volunteer"], work_form.key),
            {"role": "friend", "starts_on": day},
        ),
        "my episode for their family": (
            url("casework:open_family", work_form.pk, theirs["family"]),
            {"starts_on": day, "role_0": "parent"},
        ),
    }[name]


SENT = (
    "their family in my match",
    "their person in my match",
    "their volunteer in my match",
    "their person in my episode",
    "a contact of their episode",
    "their member in my time",
    "their worker in my time",
    "their person in my group",
    "a session of their group",
    "an undo of their answer",
    "a new role for their volunteer",
    "my episode for their family",
)


def rows():
    return {model: list(model.objects.order_by("pk").values()) for model in KEPT}


@pytest.mark.django_db
@pytest.mark.parametrize("name", SENT)
def test_nothing_of_others_enters_by_a_form_of_ones_own(client, cast, world, own, work_form_b, name):
    sign_in(client, cast["bertta"])
    before = rows()
    theirs = world | {"relative": own["unknown_relative"]}
    where, data = sent_with(name, own, theirs, work_form_b)
    with clock.moved_to(TODAY), transaction.atomic():
        answer = client.post(where, data)

    assert rows() == before
    assert answer.status_code in (200, 302, 404, 422)
    assert overheard("bertta", answer) == []


@pytest.mark.django_db
def test_the_same_forms_take_what_is_ones_own(client, cast, world, own, work_form_b):
    """The forms above are refused for the key alone: with one's own they are taken."""
    sign_in(client, cast["bertta"])
    mine = {
        "person": own["client"],
        "relative": own["relative"],
        "family": own["family"],
        "volunteer": own["volunteer"],
        "episode": own["episode"],
        "member": own["member"],
        "somebody": own["somebody"],
        "group": own["group"],
        "receivedanswer": world["receivedanswer"],
    }
    taken = []
    with clock.moved_to(TODAY):
        for name in SENT:
            if name == "an undo of their answer":
                continue
            before = rows()
            with transaction.atomic():
                where, data = sent_with(name, own, mine, work_form_b)
                client.post(where, data)
                if rows() != before:
                    taken.append(name)
                transaction.set_rollback(True)

    assert taken == [name for name in SENT if name != "an undo of their answer"]
