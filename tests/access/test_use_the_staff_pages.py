"""The staff pages: inviting, giving and ending roles, with what each opens and closes said before it is saved."""

import re
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from poukama.access.actor import Held
from poukama.access.models import AuditEvent
from poukama.access.powers import Powers, change
from poukama.access.rules import Action
from poukama.organisation.choices import Role
from poukama.organisation.models import Assignment, User
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.organisation import AssignmentFactory, PositionFactory

TODAY = date(2024, 5, 6)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with clock.moved_to(TODAY):
        yield


def test_inviting_sends_a_link_that_opens_the_door_once(client, administrator):
    client.force_login(administrator)
    assert client.get(url("access:invite")).status_code == 200

    response = client.post(
        url("access:invite"),
        {"name": "Uusi Ihminen", "initials": "UI", "email": "new@example.org", "language": "fi"},
        follow=True,
    )

    person = User.objects.get(email="new@example.org")
    assert response.redirect_chain == [(url("access:person", person), 302)]
    assert "Kutsu on lähetetty." in response.content.decode()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["new@example.org"], "Kutsu")
    link = re.search(r"http://testserver(\S+)", sent.body).group(1)
    client.post(url("account_logout"))
    form = client.get(link, follow=True)
    password = {"password1": "kolme sanaa ja meri", "password2": "kolme sanaa ja meri"}
    client.post(form.request["PATH_INFO"], password)
    assert client.session["_auth_user_id"] == str(person.pk)


def test_inviting_twice_says_so_at_the_field_and_keeps_what_was_typed(client, administrator, aino):
    client.force_login(administrator)

    page = client.post(
        url("access:invite"), {"name": "Aino", "initials": "A", "email": aino.email, "language": "sv"}
    ).content.decode()

    assert "Jollakulla on jo tämä osoite." in page
    assert 'value="Aino"' in page
    assert mail.outbox == []


def test_a_mail_that_does_not_go_is_told(client, administrator, monkeypatch):
    def broken(self, messages):
        raise OSError

    monkeypatch.setattr(EmailBackend, "send_messages", broken)
    client.force_login(administrator)

    page = client.post(
        url("access:invite"),
        {"name": "Uusi", "initials": "U", "email": "new@example.org", "language": "fi"},
        follow=True,
    ).content.decode()

    assert "viestiä ei voitu lähettää" in page


def test_an_invitation_is_sent_again(client, administrator, cecilia):
    client.force_login(administrator)

    client.post(url("access:resend_invitation", cecilia))

    assert [sent.to for sent in mail.outbox] == [[cecilia.email]]
    told = AuditEvent.objects.filter(action=Action.RESEND_INVITATION)
    assert list(told.values_list("actor", "about_id")) == [(administrator.pk, str(cecilia.pk))]


@pytest.fixture
def two_powers(monkeypatch):
    """A worker records visits, a lead records them and reads the plan."""

    class Rule:
        def __init__(self, action, title, *to):
            self.action, self.title, self.to, self.words = action, title, to, ""

    rules = [
        Rule("x.visit", "Record visits", Role.WORKER, Role.LEAD),
        Rule("x.plan", "Read the plan", Role.LEAD),
    ]
    monkeypatch.setattr("poukama.access.powers.rules", lambda: {rule.action: rule for rule in rules})


def text_of(response):
    main = response.content.decode().split("<main")[1].split("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_what_a_role_opens_is_shown_before_it_is_saved(client, administrator, aino, work_form_a, two_powers):
    client.force_login(administrator)
    assert client.get(url("access:assign", aino)).status_code == 200
    data = {"role": "lead", "work_forms": ["work-form-a"], "starts_on": "2024-05-06", "ends_on": ""}

    shown = client.post(url("access:assign", aino), data)

    assert "Avaa: Work form A: Read the plan. Sulkee: ei mitään." in text_of(shown)
    assert aino.assignments.count() == 1
    assert 'value="lead" selected' in shown.content.decode()

    data["confirmed"] = shown.context["seen"]
    saved = client.post(url("access:assign", aino), data)
    assert saved["Location"] == url("access:person", aino)
    assert {(row.role, row.work_form) for row in aino.assignments.all()} == {
        ("worker", work_form_a),
        ("lead", work_form_a),
    }


def test_what_was_changed_after_it_was_shown_is_shown_again(
    client, administrator, cecilia, work_form_a, work_form_b, two_powers
):
    client.force_login(administrator)
    data = {"role": "worker", "work_forms": ["work-form-a"], "starts_on": "2024-05-06"}
    seen = client.post(url("access:assign", cecilia), data).context["seen"]

    response = client.post(
        url("access:assign", cecilia), data | {"work_forms": ["work-form-b"], "confirmed": seen}
    )

    assert "Avaa: Work form B: Record visits." in text_of(response)
    assert cecilia.assignments.count() == 0


def test_a_position_brings_its_role_and_work_forms(client, administrator, cecilia, work_form_a, work_form_b):
    client.force_login(administrator)
    position = PositionFactory(role=Role.LEAD, work_forms=[work_form_a, work_form_b])
    data = {"position": position.key, "starts_on": "2024-05-06"}

    data["confirmed"] = client.post(url("access:assign", cecilia), data).context["seen"]
    client.post(url("access:assign", cecilia), data)

    assert {(row.role, row.work_form, row.position) for row in cecilia.assignments.all()} == {
        ("lead", work_form_a, position),
        ("lead", work_form_b, position),
    }


def test_a_role_or_a_position_must_be_chosen(client, administrator, cecilia):
    client.force_login(administrator)

    page = client.post(url("access:assign", cecilia), {"starts_on": "2024-05-06"})

    assert "Valitse rooli tai vakanssi." in page.content.decode()


def test_a_refusal_is_told_and_nothing_is_saved(client, administrator, cecilia):
    client.force_login(administrator)

    page = client.post(url("access:assign", cecilia), {"role": "worker", "starts_on": "2024-05-06"})

    assert "valitse ainakin yksi työmuoto" in page.content.decode()
    assert page.context["shown"] is None


def test_what_closes_is_shown_before_a_role_ends(client, administrator, aino, two_powers):
    client.force_login(administrator)
    row = aino.assignments.get()
    assert client.get(url("access:end_assignment", row)).status_code == 200

    shown = client.post(url("access:end_assignment", row), {"ends_on": "2024-05-31"})
    assert "Avaa: ei mitään. Sulkee: Work form A: Record visits." in text_of(shown)

    client.post(url("access:end_assignment", row), {"ends_on": "2024-05-31", "confirmed": "2024-05-31"})
    row.refresh_from_db()
    assert row.ends_on == date(2024, 5, 31)


def test_what_another_role_still_covers_does_not_close(client, administrator, aino, work_form_a, two_powers):
    AssignmentFactory(user=aino, role=Role.LEAD, work_form=None)
    client.force_login(administrator)

    shown = client.post(
        url("access:end_assignment", aino.assignments.get(role="worker")), {"ends_on": "2024-05-31"}
    )

    assert "Sulkee: ei mitään." in text_of(shown)


def test_ending_the_last_administrator_is_told(client, director, administrator):
    client.force_login(director)
    row = administrator.assignments.get()

    page = client.post(url("access:end_assignment", row), {"ends_on": "2024-05-31"})
    everything = client.post(url("access:end_all", administrator), {"ends_on": "2024-05-31"})
    closing = client.get(url("access:close_account", administrator))

    for response in (page, everything, closing):
        assert "Kukaan ei jäisi hoitamaan järjestelmää." in response.content.decode()


def test_all_roles_end_after_what_closes_was_shown(client, administrator, aino, two_powers):
    client.force_login(administrator)
    assert client.get(url("access:end_all", aino)).status_code == 200

    shown = client.post(url("access:end_all", aino), {"ends_on": "2024-05-06"})
    assert "Sulkee: Work form A: Record visits." in text_of(shown)

    client.post(url("access:end_all", aino), {"ends_on": "2024-05-06", "confirmed": "2024-05-06"})
    assert aino.assignments.get().ends_on == TODAY


def test_a_role_that_begins_later_is_withdrawn_on_screen(client, administrator, aino, work_form_b):
    row = AssignmentFactory(user=aino, work_form=work_form_b, starts_on=TOMORROW)
    client.force_login(administrator)
    assert "Alkaa myöhemmin" in client.get(url("access:person", aino)).content.decode()

    client.post(url("access:withdraw_assignment", row))

    assert aino.assignments.count() == 1


def test_an_account_is_closed_and_opened_on_screen(client, administrator, aino, two_powers):
    client.force_login(administrator)
    assert "Sulkee: Work form A: Record visits." in text_of(client.get(url("access:close_account", aino)))
    client.post(url("access:close_account", aino))
    assert "Tunnus on suljettu." in client.get(url("access:person", aino)).content.decode()
    assert aino.name in client.get(url("access:staff", show="closed")).content.decode()

    assert "Avaa: Work form A: Record visits." in text_of(client.get(url("access:open_account", aino)))
    client.post(url("access:open_account", aino))
    aino.refresh_from_db()
    assert aino.is_active


def test_a_lost_second_step_is_removed_on_screen(client, administrator, aino):
    TOTP.activate(aino, "JBSWY3DPEHPK3PXP")
    client.force_login(administrator)
    assert client.get(url("access:reset_second_factor", aino)).status_code == 200

    client.post(url("access:reset_second_factor", aino))

    assert Authenticator.objects.count() == 0


def test_a_person_shows_what_they_hold_and_held(client, administrator, aino, work_form_b, two_powers):
    AssignmentFactory(user=aino, work_form=work_form_b, ends_on=date(2023, 12, 31))
    client.force_login(administrator)

    page = client.get(url("access:person", aino))

    assert [len(page.context[name]) for name in ("now", "later", "before")] == [1, 0, 1]
    assert [place.titles for place in page.context["opens"]] == [("Record visits",)]


@pytest.mark.parametrize("name", ["close_account", "reset_second_factor"])
def test_these_are_not_there_for_oneself(client, administrator, name):
    client.force_login(administrator)

    assert client.get(url(f"access:{name}", administrator)).status_code == 404


def test_the_list_costs_the_same_with_one_and_with_three(client, administrator, django_assert_num_queries):
    client.force_login(administrator)
    address = url("access:staff")
    client.get(address)
    queries = 5 + 0

    with django_assert_num_queries(queries):
        assert len(client.get(address).context["page"].rows) == 1
    for _ in range(2):
        AssignmentFactory()
    with django_assert_num_queries(queries):
        assert len(client.get(address).context["page"].rows) == 3


def test_an_empty_list_says_what_would_be_there(client, administrator):
    client.force_login(administrator)

    assert "Täällä ei ole tunnuksia." in client.get(url("access:staff", show="closed")).content.decode()


def test_powers_in_one_work_form_and_everywhere(work_form_a, two_powers):
    everywhere = Held(Role.LEAD, None, None)
    here = Held(Role.WORKER, work_form_a.pk, work_form_a.key)

    assert change((), (here,)).opens == (Powers(work_form_a.pk, ("Record visits",)),)
    assert change((here,), (everywhere,)).opens == (Powers(None, ("Read the plan", "Record visits")),)
    assert change((everywhere,), (everywhere, here)) == change((), ())


# Who gets where


PLACES = {
    "access:staff": {"lead", "director", "office", "administrator"},
    "access:person": {"lead", "director", "office", "administrator"},
    "access:roles": {"lead", "director", "administrator"},
    "access:audit": {"director", "administrator"},
    "access:invite": {"director", "administrator"},
    "access:assign": {"director", "administrator"},
    "access:end_all": {"director", "administrator"},
    "access:close_account": {"director", "administrator"},
    "access:reset_second_factor": {"director", "administrator"},
    "access:end_assignment": {"director", "administrator"},
}
SURFACES = {
    "a page": {},
    "a fragment": {"HX-Request": "true"},
    "a program": {"Accept": "application/json"},
}


def address_for(name, aino):
    about = {"access:staff": [], "access:roles": [], "access:audit": [], "access:invite": []}
    return url(name, *about.get(name, [aino.assignments.get() if "assignment" in name else aino]))


@pytest.mark.parametrize("surface", SURFACES)
def test_who_finds_what(client, cast, surface):
    found = {name: set() for name in PLACES}
    for who, user in cast.items():
        client.force_login(user)
        for name in PLACES:
            response = client.get(address_for(name, cast["aino"]), headers=SURFACES[surface])
            assert response.status_code in (200, 404)
            if response.status_code == 200:
                found[name].add(who)

    assert found == PLACES


@pytest.mark.parametrize(
    "name",
    [
        "access:resend_invitation",
        "access:assign",
        "access:end_all",
        "access:close_account",
        "access:reset_second_factor",
        "access:end_assignment",
        "access:invite",
    ],
)
def test_what_changes_something_is_refused_to_the_others(client, cast, name):
    before = list(Assignment.objects.order_by("pk").values())
    for who in ("aino", "bertta", "cecilia", "lead", "board_member", "office"):
        client.force_login(cast[who])
        data = {"ends_on": "2024-05-06", "confirmed": "2024-05-06"}
        assert client.post(address_for(name, cast["aino"]), data).status_code == 404

    assert list(Assignment.objects.order_by("pk").values()) == before
    assert mail.outbox == []


@pytest.mark.parametrize("name", PLACES)
def test_whoever_is_not_signed_in_gets_nothing(client, aino, name):
    address = address_for(name, aino)

    assert client.get(address).status_code == 302
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 401
    assert client.post(address, content_type="application/json").status_code == 401
