"""An administrator's first day: a password, a passkey, recovery codes, and a colleague's role."""

import pytest

from poukama.organisation.choices import Role
from tests.factories.organisation import AssignmentFactory, UserFactory, WorkFormFactory
from tests.journeys.looks import wrong_in_any_look

PASSWORD = "kolme sanaa ja meri"


@pytest.fixture
def administrator(transactional_db):
    user = UserFactory(email="ylva@example.org", name="Ylva Administrator", password=PASSWORD)
    AssignmentFactory(user=user, role=Role.ADMINISTRATOR, work_form=None)
    return user


@pytest.fixture
def start(live_server):
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def knowing_device(page):
    """A device that knows its owner by fingerprint."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def test_from_the_invitation_to_giving_a_role(administrator, start, page, knowing_device, axe):
    colleague = UserFactory(name="Kai Colleague")
    WorkFormFactory(key="door", name="Door")
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)

    # The first sign-in leads to setting up a second step, whatever was asked for.
    page.goto(f"{start}/access/staff/")
    page.get_by_label("Sähköposti").fill("ylva@example.org")
    page.get_by_label("Salasana").fill(PASSWORD)
    page.get_by_role("button", name="Kirjaudu sisään").click()
    page.wait_for_url("**/account/security/**")

    # (Axe ends the virtual device, so it looks at these pages in the other journey.)
    page.get_by_role("link", name="Lisää pääsyavain").click()
    page.get_by_label("Kirjaudu pelkällä avaimella").check()
    page.get_by_role("button", name="Lisää").click()
    page.wait_for_url("**/account/security/codes/")
    assert page.locator("code").count() == 10

    # Next time the passkey is enough.
    page.goto(f"{start}/access/staff/")
    page.get_by_role("button", name="Vaihda käyttäjä").first.click()
    page.wait_for_url("**/account/login/**")
    page.get_by_role("button", name="Kirjaudu pääsyavaimella").click()
    page.wait_for_url(lambda address: "/account/" not in address)

    # A role is shown before it is given.
    page.goto(f"{start}/access/staff/{colleague.pk}/assign/")
    page.get_by_label("Rooli").select_option("worker")
    page.get_by_text("Door", exact=True).click()
    page.get_by_role("button", name="Näytä, mitä se avaa").click()
    page.get_by_text("Avaa:").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Anna rooli").click()
    page.wait_for_url(f"**/access/staff/{colleague.pk}/")
    assert colleague.assignments.get().role == Role.WORKER
    assert axe(page) == []
    assert [error for error in errors if "404" not in error] == []


def test_the_pages_are_accessible_in_both_looks_and_both_widths(administrator, start, page, axe, settings):
    settings.DEMO = True
    page.goto(f"{start}/account/login/")
    page.get_by_label("Sähköposti").fill("ylva@example.org")
    page.get_by_label("Salasana").fill(PASSWORD)
    page.get_by_role("button", name="Kirjaudu sisään").click()
    page.wait_for_url(lambda address: "/login/" not in address)
    for path in (
        "/account/security/",
        "/account/security/app/",
        "/account/security/passkeys/add/",
        "/account/password/change/",
        "/access/staff/",
        "/access/staff/invite/",
        f"/access/staff/{administrator.pk}/",
        f"/access/staff/{administrator.pk}/end-all/",
        "/access/roles/",
        "/access/audit/",
    ):
        page.goto(start + path)
        assert wrong_in_any_look(page, axe) == [], path
