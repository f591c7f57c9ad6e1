import pytest

from poukama.activities.models import ChatDuty, Outreach
from poukama.activities.services import (
    record_chat_duty,
    record_outreach,
    void_chat_duty,
    void_outreach,
)
from poukama.activities.services.refusals import (
    NobodyCounted,
    NotThatLong,
    NotYetHappened,
    TooMany,
    UnknownTerm,
)
from poukama.organisation.choices import TermList
from tests.activities.conftest import FRIDAY, THURSDAY
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.activities import ChatDutyFactory, OutreachFactory
from tests.factories.organisation import TermFactory

pytestmark = pytest.mark.usefixtures("words")


@pytest.fixture
def meet(work_form_a, aino):
    """`meet(…)`: Aino met three families at a clinic."""

    def make(**given):
        values = {"work_form": work_form_a, "place": "clinic", "happened_on": THURSDAY, "people": 0}
        return record_outreach(**values | {"families": 3, "by": aino} | given)

    return make


@pytest.fixture
def chat(work_form_a, aino):
    """`chat(…)`: Aino was two hours on the chat and met two."""

    def make(**given):
        values = {"work_form": work_form_a, "service": "chat", "happened_on": THURSDAY, "minutes": 120}
        return record_chat_duty(**values | {"contacts": 2, "by": aino} | given)

    return make


def test_outreach_says_how_many_where_and_about_what(meet, aino):
    row = meet(minutes=90, themes=["sleep", "money", "sleep"])

    assert (row.families, row.people, row.place, row.themes) == (3, 0, "clinic", ["money", "sleep"])
    assert (row.recorded_by, row.minutes) == (aino, 90)


@pytest.mark.parametrize(
    "given, refusal",
    [
        ({"families": 0}, NobodyCounted),
        ({"families": -1, "people": 4}, NobodyCounted),
        ({"families": 5_001}, TooMany),
        ({"place": "moon"}, UnknownTerm),
        ({"themes": ["moon"]}, UnknownTerm),
        ({"minutes": 0}, NotThatLong),
        ({"happened_on": FRIDAY}, NotYetHappened),
    ],
)
def test_outreach_that_cannot_be_is_refused(meet, given, refusal):
    with pytest.raises(refusal):
        meet(**given)
    assert Outreach.objects.count() == 0


def test_a_quiet_shift_is_a_shift_too(chat):
    assert (chat(contacts=0).contacts, ChatDuty.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    "given, refusal",
    [
        ({"contacts": -1}, NobodyCounted),
        ({"contacts": 5_001}, TooMany),
        ({"service": "moon"}, UnknownTerm),
        ({"themes": ["moon"]}, UnknownTerm),
        ({"minutes": None}, NotThatLong),
        ({"minutes": 1441}, NotThatLong),
        ({"happened_on": FRIDAY}, NotYetHappened),
    ],
)
def test_a_shift_that_cannot_be_is_refused(chat, given, refusal):
    with pytest.raises(refusal):
        chat(**given)
    assert ChatDuty.objects.count() == 0


def test_a_chat_of_other_work_forms_is_refused(chat, work_form_b):
    with pytest.raises(UnknownTerm):
        chat(work_form=work_form_b)


def test_recordings_are_undone_once(meet, chat, aino, lead):
    met, shift = meet(), chat()

    void_outreach(outreach=met, by=aino)
    void_chat_duty(chat_duty=shift, by=aino)

    assert void_outreach(outreach=met, by=lead).voided_by == aino
    assert void_chat_duty(chat_duty=shift, by=lead).voided_by == aino


def test_outreach_is_recorded_on_screen_and_shown_with_its_undo(client, work_form_a, aino):
    client.force_login(aino)
    page = url("activities:outreach", work_form_a.key)
    given = {"place": "clinic", "families": "4", "people": "", "minutes": "60", "themes": ["sleep"]}

    response = client.post(page, given | {"happened_on": "2024-09-12"})

    assert response.url == page
    row = Outreach.objects.get()
    assert (row.families, row.people, row.minutes, row.themes) == (4, 0, 60, ["sleep"])
    assert list(client.get(page).context["page"].rows) == [row]
    client.post(url("activities:outreach_void", row), {"next": page})
    assert list(client.get(page).context["page"].rows) == []


def test_a_shift_is_recorded_on_screen_and_shown_with_its_undo(client, work_form_a, aino):
    client.force_login(aino)
    page = url("activities:chat_duty", work_form_a.key)
    given = {"service": "chat", "contacts": "4", "minutes": "120", "happened_on": "2024-09-12"}

    response = client.post(page, given)

    assert response.url == page
    row = ChatDuty.objects.get()
    assert (row.contacts, row.minutes) == (4, 120)
    assert list(client.get(page).context["page"].rows) == [row]
    client.post(url("activities:chat_duty_void", row))
    assert list(client.get(page).context["page"].rows) == []


def test_nobody_met_is_said_at_the_field(client, work_form_a, aino):
    client.force_login(aino)

    response = client.post(
        url("activities:outreach", work_form_a.key), {"place": "clinic", "happened_on": "2024-09-12"}
    )

    assert list(response.context["form"].errors) == ["families"]
    assert Outreach.objects.count() == 0


def test_a_day_to_come_is_said_at_the_field(client, work_form_a, aino):
    client.force_login(aino)

    response = client.post(
        url("activities:chat_duty", work_form_a.key),
        {"service": "chat", "contacts": "1", "minutes": "60", "happened_on": "2024-09-13"},
    )

    assert list(response.context["form"].errors) == ["happened_on"]
    assert ChatDuty.objects.count() == 0


VOIDS = {"aino": 302, "lead": 302, "bertta": 404, "cecilia": 404, "director": 404, "board_member": 404}
VOIDS |= {"office": 404, "administrator": 404}


@pytest.mark.parametrize("who", VOIDS)
def test_oneself_and_the_lead_undo_and_nobody_else(client, cast, work_form_a, work_form_b, who):
    rows = [
        OutreachFactory(work_form=work_form_a, recorded_by=cast["aino"]),
        ChatDutyFactory(work_form=work_form_a, recorded_by=cast["aino"]),
    ]
    OutreachFactory(work_form=work_form_b, recorded_by=cast["bertta"])
    client.force_login(cast[who])

    for name, row in zip(("outreach_void", "chat_duty_void"), rows, strict=True):
        assert client.post(url(f"activities:{name}", row)).status_code == VOIDS[who]
        row.refresh_from_db()
        assert (row.voided_at is None) == (VOIDS[who] == 404)


def test_a_colleague_does_not_undo_what_somebody_else_recorded(client, work_form_a, aino, lead):
    row = OutreachFactory(work_form=work_form_a, recorded_by=lead)
    client.force_login(aino)

    assert client.post(url("activities:outreach_void", row)).status_code == 404


RECORDS = {who: 200 if who in ("aino", "lead") else 404 for who in VOIDS}


def test_the_chat_where_one_was_last_is_chosen_already(client, aino, chat, work_form_a):
    TermFactory(list=TermList.CHAT_SERVICE, key="another", work_forms=[work_form_a])
    sign_in(client, aino)
    there = url("activities:chat_duty", work_form_a.key)
    before = client.get(there).context["form"]["service"].value()
    chat()
    assert (before, client.get(there).context["form"]["service"].value()) == (None, "chat")


@pytest.mark.parametrize("who", RECORDS)
@pytest.mark.parametrize("name", ["outreach", "chat_duty"])
def test_only_its_people_record(client, cast, work_form_a, who, name):
    client.force_login(cast[who])

    assert client.get(url(f"activities:{name}", work_form_a.key)).status_code == RECORDS[who]
