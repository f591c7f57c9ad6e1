"""Two people at one form see each other, and neither writes over the other unseen."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.clients.models import Alert, KnownIn
from poukama.drafts.models import Draft, Presence
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory
from tests.factories.clients import AlertFactory, FamilyFactory, PartyWallFactory
from tests.factories.drafts import DraftFactory, PresenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(episode):
    """The family, as work form A knows it."""
    return KnownIn.objects.get(family=episode.family)


@pytest.fixture
def look(client, episode):
    """`look(aino)`: who else is there, as the page of the form asks it by itself."""

    def look(user, shown="nothing", key=None):
        sign_in(client, user)
        sent = {"of": "casework.alert", "id": key if key is not None else episode.pk, "shown": shown}
        return client.post(url("drafts:beside"), sent, headers={"HX-Request": "true", "X-By-Itself": "1"})

    return look


def test_each_sees_the_initials_of_the_other_for_two_minutes(look, aino, lead):
    now = clock.now()
    assert "AW" not in look(aino).content.decode()
    assert "AW" in look(lead).content.decode()
    assert "LL" in look(aino).content.decode()

    with clock.moved_to(now + timedelta(minutes=3)):
        assert "LL" not in look(aino).content.decode()
        assert list(Presence.objects.values_list("seen_by", flat=True)) == [aino.pk]


def test_whoever_types_is_there_also_without_asking(look, aino, lead, episode):
    DraftFactory(kind="casework.alert", key=str(episode.pk), written_by=lead, written_at=clock.now())

    assert "LL" in look(aino).content.decode()
    with clock.moved_to(clock.now() + timedelta(minutes=3)):
        assert "LL" not in look(aino).content.decode()


def test_nothing_is_answered_while_nothing_has_changed(look, aino, lead):
    look(lead)
    assert (look(aino, shown="LL").status_code, look(aino, shown="").status_code) == (204, 200)


def test_whoever_may_not_write_there_sees_nobody_and_is_seen_by_nobody(look, aino, bertta, episode):
    look(aino)

    answers = [look(bertta), look(bertta, key=987_654_321), look(bertta, key="x")]

    assert [each.status_code for each in answers] == [404, 404, 404]
    assert answers[0].content == answers[1].content
    assert list(Presence.objects.values_list("seen_by", flat=True)) == [aino.pk]


def test_a_wall_hides_who_is_at_the_form(look, aino, lead, episode):
    look(lead)
    PartyWallFactory(one=(episode.family, [lead]), other=(FamilyFactory(), []))

    assert look(aino).status_code == 404
    assert "AW" not in look(lead).content.decode()


def test_somebody_has_one_row_however_many_forms_they_have_had_open(look, aino, work_form_a):
    for minute in range(5):
        episode = EpisodeFactory(work_form=work_form_a, family=FamilyFactory(known_in=work_form_a))
        with clock.moved_to(clock.now() + timedelta(minutes=3 * minute)):
            look(aino, key=episode.pk)

    assert Presence.objects.count() == 1


def test_looking_asks_as_much_however_many_are_there(look, aino, episode):
    def asked():
        look(aino)
        with CaptureQueriesContext(connection) as queries:
            look(aino)
        return len(queries)

    few = asked()
    for _each in range(5):
        PresenceFactory(kind="casework.alert", key=str(episode.pk), seen_at=clock.now())
        DraftFactory(kind="casework.alert", key=str(episode.pk), written_at=clock.now())
    PresenceFactory.create_batch(5)
    assert asked() == few


def test_what_somebody_else_saved_meanwhile_stands_beside_what_was_typed(client, aino, lead, episode, known):
    alert = AlertFactory(known=known, what="Ovi", action="Vanha")
    there = url("casework:change_alert", episode, alert)
    sign_in(client, aino)
    version = client.get(there).context["form"]["version"].value()
    sent = {"about": known.pk, "kind": alert.kind, "what": "Ovi", "ends_on": "30.9.2024"}
    sign_in(client, lead).post(there, sent | {"action": "Liisan", "version": version})
    DraftFactory(kind="casework.change_alert", key=f"{episode.pk}.{alert.pk}", written_by=aino)

    sign_in(client, aino)
    refused = client.post(there, sent | {"action": "Ainon", "version": version})

    both = refused.context["both"]
    assert refused.status_code == 422
    assert (both.who, [(side.theirs, side.mine) for side in both.sides]) == ("LL", [("Liisan", "Ainon")])
    assert (refused.context["form"]["action"].value(), Draft.objects.count()) == ("Ainon", 1)
    assert Alert.objects.get(voided_at=None).action == "Liisan"

    newer = refused.context["form"]["version"].value()
    assert client.post(there, sent | {"action": "Ainon", "version": newer}).status_code == 302
    assert (Alert.objects.get(voided_at=None).action, Draft.objects.count()) == ("Ainon", 0)
    assert Alert.objects.count() == 3


def test_one_that_was_ended_meanwhile_says_so_and_keeps_what_was_typed(client, aino, lead, episode, known):
    alert = AlertFactory(known=known, what="Ovi", action="Vanha")
    sent = {"about": known.pk, "kind": alert.kind, "what": "Ovi", "ends_on": "30.9.2024"}
    Alert.objects.filter(pk=alert.pk).update(voided_at=clock.now(), voided_by=lead)
    sign_in(client, aino)

    refused = client.post(
        url("casework:change_alert", episode, alert), sent | {"action": "Ainon", "version": alert.pk}
    )

    assert (refused.status_code, refused.context["both"]) == (422, None)
    assert refused.context["form"]["action"].value() == "Ainon"


@pytest.mark.parametrize("version", ["x", "00000000-0000-0000-0000-000000000000", "elsewhere"])
def test_a_version_that_is_not_theirs_looks_like_none(client, aino, episode, known, version):
    alert = AlertFactory(known=known)
    version = AlertFactory().pk if version == "elsewhere" else version
    sent = {"about": known.pk, "kind": alert.kind, "what": "Ovi", "ends_on": "30.9.2024"}
    sign_in(client, aino)

    answer = client.post(
        url("casework:change_alert", episode, alert), sent | {"action": "Ainon", "version": version}
    )

    assert (answer.status_code, Alert.objects.filter(voided_at__isnull=False).count()) == (404, 0)
