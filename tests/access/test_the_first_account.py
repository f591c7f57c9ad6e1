"""A new installation gets its first account at the command line; everybody after them is invited."""

import io
import json
import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from poukama.access.models import AuditEvent
from poukama.access.rules import Action
from poukama.access.services.staff import needs_confirmation
from poukama.organisation.choices import Role
from poukama.organisation.models import Assignment, User
from poukama.setup import cli
from poukama.toolkit import clock
from tests.factories.organisation import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "kuulas-aamu-saaressa"


def begin(*more, email="Eeva@Example.org", name="Eeva  Ensimmäinen"):
    out = io.StringIO()
    call_command("account", "begin", "--email", email, "--name", name, *more, stdout=out)
    return out.getvalue()


def test_it_is_the_administrators_and_they_let_others_in(client):
    said = begin()
    person = User.objects.get()
    role = Assignment.objects.get()
    assert (person.email, person.name, person.initials) == ("eeva@example.org", "Eeva Ensimmäinen", "EE")
    assert (person.has_usable_password(), person.language) == (False, "fi")
    assert (role.user, role.role, role.work_form, role.starts_on) == (
        person,
        Role.ADMINISTRATOR,
        None,
        clock.today(),
    )
    assert not needs_confirmation(Role.DIRECTOR, person)
    assert [(each.action, each.actor, each.about_id) for each in AuditEvent.objects.order_by("id")] == [
        (Action.INVITE_PERSON, None, str(person.pk)),
        (Action.ASSIGN_ROLE, None, str(person.pk)),
    ]
    assert "http://127.0.0.1:8000/account/" in said


def test_its_link_sets_a_password_once_and_the_second_step_comes_before_anything_else(client):
    (link,) = re.findall(r"http://127\.0\.0\.1:8000(\S+)", begin())
    page = client.get(link, follow=True)
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(page.redirect_chain[-1][0], chosen)
    assert User.objects.get().check_password(PASSWORD)
    assert client.get("/access/staff/").url.startswith("/account/")
    client.logout()
    assert "password1" not in client.get(link, follow=True).content.decode()


def test_a_link_that_was_lost_is_printed_again_until_they_have_signed_in(client):
    first, second = begin(), begin(email="eeva@example.org", name="Someone Else")
    assert User.objects.get().name == "Eeva Ensimmäinen"
    assert ("/account/" in first, "/account/" in second, Assignment.objects.count()) == (True, True, 1)
    User.objects.update(last_login=clock.now())
    with pytest.raises(CommandError, match="Tilejä on jo"):
        begin()


@pytest.mark.parametrize("email", ["other@example.org", "eeva@example.org"])
def test_where_anybody_has_an_account_it_is_refused(email):
    UserFactory(email="eeva@example.org", last_login=clock.now(), is_active=False)
    with pytest.raises(CommandError, match="Tilejä on jo"):
        begin(email=email)
    assert (User.objects.count(), Assignment.objects.count(), AuditEvent.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"email": "not an address"}, "Sähköposti"),
        ({"name": "  "}, "Nimi"),
        ({"name": "E" * 121}, "Nimi"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_made(asked, field):
    with pytest.raises(CommandError, match=field):
        begin(**asked)
    assert not User.objects.exists()


def test_the_address_of_the_pages_can_be_said(settings):
    told = json.loads(begin("--at", "https://poukama.example/", "--json"))
    assert told["link"].startswith("https://poukama.example/account/")
    settings.SECURE, settings.ALLOWED_HOSTS = True, ["talo.example"]
    assert "https://talo.example/account/" in begin()
    with pytest.raises(CommandError, match="https://poukama.example"):
        begin("--at", "poukama.example")


def test_what_was_left_out_is_asked_for_in_ones_own_language(capsys):
    assert cli.main(["--language", "fi", "account", "begin", "--email", "eeva@example.org"]) == cli.BAD_USAGE
    assert "account begin --email" in capsys.readouterr().err
