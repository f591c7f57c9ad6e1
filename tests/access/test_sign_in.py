import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from poukama.access.choices import Event
from poukama.access.models import AuditEvent
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.organisation import UserFactory

PASSWORD = "kolme sanaa ja meri"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def saara(db):
    return UserFactory(email="saara@example.org", password=PASSWORD)


def sign_in_by_password(client, user, password=PASSWORD, **query):
    return client.post(url("account_login", **query), {"login": user.email, "password": password})


def code_now(secret=SECRET):
    """The last of the codes that are taken now: it is taken for a minute more, however slow the machine."""
    return format_hotp_value(hotp_value(secret, max(yield_hotp_counters_from_time())))


def events():
    return list(AuditEvent.objects.order_by("id").values_list("action", "actor", "about_id"))


def test_a_password_opens_the_page_that_was_asked_for(client, saara):
    response = client.post(
        url("account_login"), {"login": "Saara@Example.org", "password": PASSWORD, "next": "/organisation/"}
    )

    assert (response.status_code, response["Location"]) == (302, "/organisation/")
    assert events() == [(Event.SIGNED_IN, saara.pk, "")]


def test_signing_in_never_leads_to_another_site(client, saara):
    response = client.post(
        url("account_login"),
        {"login": saara.email, "password": PASSWORD, "next": "https://elsewhere.example.com/"},
    )

    assert response["Location"] == "/"


def test_the_session_key_changes_when_signing_in(client, saara):
    client.session["something"] = 1
    session = client.session
    session.save()
    client.cookies["poukama-session"] = session.session_key

    sign_in_by_password(client, saara)

    assert client.session.session_key != session.session_key


@pytest.mark.parametrize("email", ["saara@example.org", "nobody@example.org"])
def test_a_wrong_password_and_a_strange_address_are_answered_alike(client, saara, email):
    response = client.post(url("account_login"), {"login": email, "password": "väärä sana tässä"})

    page = response.content.decode().replace(email, "")
    assert response.status_code == 200
    assert "Sähköpostiosoite tai salasana ei ole oikein." in page
    known = email == saara.email
    assert events() == [(Event.SIGN_IN_FAILED, None, str(saara.pk) if known else "")]
    assert email not in str(list(AuditEvent.objects.values()))


def test_five_wrong_passwords_shut_the_account_for_a_while(client, saara):
    for _ in range(5):
        sign_in_by_password(client, saara, "väärä sana tässä")

    response = sign_in_by_password(client, saara)

    assert "Liian monta yritystä." in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_closed_account_stays_shut(client, saara):
    saara.is_active = False
    saara.save()

    response = sign_in_by_password(client, saara)

    assert response["Location"] == url("account_inactive")
    assert "_auth_user_id" not in client.session
    assert client.get(response["Location"]).status_code == 200


def test_closing_an_account_ends_its_sessions(client, saara):
    client.force_login(saara)
    saara.is_active = False
    saara.save()

    assert client.get(url("mfa_index")).status_code == 302


def test_nobody_makes_an_account_for_themself(client, db):
    page = client.get(url("account_signup"))
    posted = client.post(url("account_signup"), {"email": "new@example.org", "password1": PASSWORD})

    assert "Tunnukset syntyvät kutsusta" in page.content.decode()
    assert posted.status_code == 200
    assert events() == []


def test_signing_out_leads_to_signing_in(client, saara):
    client.force_login(saara)

    response = client.post(url("account_logout"))

    assert response["Location"] == url("account_login")
    assert client.session.keys() == set()
    assert events()[-1] == (Event.SIGNED_OUT, saara.pk, "")


def test_signing_out_everywhere_ends_the_sessions_of_other_devices(client, saara):
    other_device = Client()
    other_device.force_login(saara)
    client.force_login(saara)

    response = client.post(url("access:sign_out_everywhere"))

    assert response["Location"] == url("account_login")
    assert other_device.get(url("mfa_index")).status_code == 302
    assert (Event.SIGNED_OUT_EVERYWHERE, saara.pk, str(saara.pk)) in events()


def test_signing_out_everywhere_asks_for_signing_in(client, db):
    response = client.post(url("access:sign_out_everywhere"))

    assert response.status_code == 302
    assert response["Location"].startswith(url("account_login"))


def test_the_second_step_is_asked_of_whoever_has_one(client, saara):
    TOTP.activate(saara, SECRET)

    response = sign_in_by_password(client, saara)

    assert response["Location"] == url("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get(url("mfa_authenticate")).status_code == 200

    wrong = client.post(url("mfa_authenticate"), {"code": "000000"})
    assert "Koodi ei ole oikein" in wrong.content.decode()
    right = client.post(url("mfa_authenticate"), {"code": code_now()})
    assert right.status_code == 302
    assert client.session["_auth_user_id"] == str(saara.pk)
    assert [action for action, _, _ in events()] == [Event.SECOND_FACTOR_FAILED, Event.SIGNED_IN]


def test_a_recovery_code_works_once(client, saara):
    TOTP.activate(saara, SECRET)
    code = RecoveryCodes.activate(saara).get_unused_codes()[0]

    for expected in (True, False):
        sign_in_by_password(client, saara)
        client.post(url("mfa_authenticate"), {"code": code})
        assert ("_auth_user_id" in client.session) is expected
        client.post(url("account_logout"))


def test_setting_up_an_app_gives_recovery_codes(client, transactional_db, saara):
    sign_in_by_password(client, saara)
    page = client.get(url("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    assert secret in page.content.decode()
    code = code_now(secret)

    response = client.post(url("mfa_activate_totp"), {"code": code})

    assert response["Location"] == url("mfa_view_recovery_codes")
    assert len(re.findall(r"<code>\d+</code>", client.get(response["Location"]).content.decode())) == 10
    assert client.session["second_factor"] is True
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert (Event.SECOND_FACTOR_ADDED, saara.pk, "") in events()
    index = client.get(url("mfa_index")).content.decode()
    assert "Kirjautumisessasi on toinen vaihe." in index


def test_an_hour_later_setting_up_asks_for_the_password_again(client, saara):
    sign_in_by_password(client, saara)
    with time_machine.travel(clock.now() + timedelta(minutes=30)):
        response = client.get(url("mfa_activate_totp"))

    assert response["Location"].startswith(url("account_reauthenticate"))


def test_the_password_again_opens_what_was_asked_for(client, saara):
    client.force_login(saara)
    there = client.get(url("mfa_activate_totp"))["Location"]
    assert there.startswith(url("account_reauthenticate"))
    assert client.get(there).status_code == 200

    wrong = client.post(there, {"password": "väärä sana tässä"})
    right = client.post(there, {"password": PASSWORD, "next": url("mfa_activate_totp")})

    assert "Salasana ei ole oikein." in wrong.content.decode()
    assert right["Location"] == url("mfa_activate_totp")


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client, saara):
    client.post(url("account_reset_password"), {"email": saara.email})
    (sent,) = mail.outbox
    link = re.search(r"http://testserver(\S+)", sent.body).group(1)
    assert sent.subject == "Pyytämäsi linkki"
    assert "Poukama" not in sent.subject

    form = client.get(link, follow=True)
    response = client.post(
        form.request["PATH_INFO"], {"password1": "uusi salasana 12", "password2": "uusi salasana 12"}
    )
    assert response.status_code == 302
    saara.refresh_from_db()
    assert saara.check_password("uusi salasana 12")

    again = Client().get(link, follow=True)
    assert "Linkki ei enää toimi" in again.content.decode()
    assert Event.PASSWORD_RESET in [action for action, _, _ in events()]


def test_a_strange_address_gets_no_link_and_the_same_page(client, saara):
    known = client.post(url("account_reset_password"), {"email": saara.email}, follow=True)
    strange = client.post(url("account_reset_password"), {"email": "nobody@example.org"}, follow=True)

    assert known.redirect_chain == strange.redirect_chain
    assert len(mail.outbox) == 1


def test_changing_the_password_ends_the_other_sessions(client, saara):
    other_device = Client()
    other_device.force_login(saara)
    client.force_login(saara)
    assert client.get(url("account_change_password")).status_code == 200

    client.post(
        url("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "uusi salasana 12", "password2": "uusi salasana 12"},
    )

    assert client.get(url("mfa_index")).status_code == 200
    assert other_device.get(url("mfa_index")).status_code == 302
    assert events()[-1] == (Event.PASSWORD_CHANGED, saara.pk, "")


def test_a_short_password_is_refused(client, saara):
    client.force_login(saara)

    response = client.post(
        url("account_change_password"), {"oldpassword": PASSWORD, "password1": "lyhyt", "password2": "lyhyt"}
    )

    assert response.status_code == 200
    saara.refresh_from_db()
    assert saara.check_password(PASSWORD)


OPEN = [
    "account_login",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "socialaccount_login_cancelled",
]
OWN = [
    "mfa_index",
    "mfa_list_webauthn",
    "account_change_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
]


@pytest.mark.parametrize("name", OPEN)
def test_the_pages_before_signing_in_open_to_everyone(client, db, name):
    assert client.get(url(name)).status_code == 200


@pytest.mark.parametrize("name", OWN)
def test_the_pages_about_ones_own_sign_in_need_signing_in(client, db, name):
    response = client.get(url(name))

    assert response.status_code == 302
    assert url("account_login") in response["Location"]


@pytest.mark.parametrize("name", [name for name in OWN if name != "mfa_generate_recovery_codes"])
def test_the_pages_about_ones_own_sign_in_open_after_signing_in(client, saara, name):
    sign_in_by_password(client, saara)

    assert client.get(url(name)).status_code == 200
