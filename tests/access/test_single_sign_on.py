import json

import pytest
from allauth.socialaccount.models import SocialAccount

from config import single_sign_on
from poukama.access.choices import Event
from poukama.access.models import AuditEvent
from poukama.access.second_factor import SECOND_FACTOR
from poukama.organisation.models import User
from tests.access.provider import running
from tests.conftest import url


@pytest.fixture(scope="module")
def provider():
    with running() as provider:
        yield provider


@pytest.fixture
def configured(provider, settings, tmp_path):
    def configure(**more):
        path = tmp_path / "sso.json"
        entry = {"id": "example", "name": "Example", "server_url": provider.url, "client_id": "poukama"}
        path.write_text(json.dumps([entry | {"secret": "s"} | more]))
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": single_sign_on.read(str(path))}}

    configure()
    return configure


def sign_in(client, provider, **claims):
    provider.claims = {"sub": "42", "email": "aino@example.org", "email_verified": True} | claims
    there = client.post(url("openid_connect_login", "example"))
    assert there["Location"].startswith(f"{provider.url}/authorize?")
    return client.get(provider.follow(there["Location"]))


def test_an_invited_person_signs_in_and_stays_linked(client, provider, configured, aino):
    response = sign_in(client, provider)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(aino.pk)
    assert SocialAccount.objects.get().user == aino
    assert list(AuditEvent.objects.order_by("id").values_list("action", "actor")) == [
        (Event.SINGLE_SIGN_ON_LINKED, aino.pk),
        (Event.SIGNED_IN, aino.pk),
    ]

    client.post(url("account_logout"))
    sign_in(client, provider, email="changed@example.org")
    assert client.session["_auth_user_id"] == str(aino.pk)
    assert (SocialAccount.objects.count(), User.objects.count()) == (1, 1)


def test_the_password_stays_when_a_single_sign_on_is_linked(client, provider, configured, aino):
    aino.set_password("kolme sanaa ja meri")
    aino.save()

    sign_in(client, provider)

    aino.refresh_from_db()
    assert aino.check_password("kolme sanaa ja meri")


@pytest.mark.parametrize(
    "claims", [{"email": "nobody@example.org"}, {"email_verified": False}, {"email": None}]
)
def test_it_opens_no_account_that_was_not_invited(client, provider, configured, aino, claims):
    response = sign_in(client, provider, **claims)
    page = client.get(response["Location"]) if response.status_code == 302 else response

    assert "Tunnukset syntyvät kutsusta" in page.content.decode()
    assert "_auth_user_id" not in client.session
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_a_closed_account_stays_shut(client, provider, configured, aino):
    aino.is_active = False
    aino.save()

    sign_in(client, provider)

    assert "_auth_user_id" not in client.session
    assert SocialAccount.objects.count() == 0


@pytest.mark.parametrize("trusted", [True, False])
def test_a_provider_may_be_trusted_with_the_second_step(client, provider, configured, administrator, trusted):
    configured(second_factor=trusted)
    sign_in(client, provider, email=administrator.email)

    response = client.get(url("access:staff"))

    assert response.status_code == (200 if trusted else 302)
    assert client.session.get(SECOND_FACTOR, False) is trusted


def test_the_code_is_guarded_by_pkce(client, provider, configured, aino):
    sign_in(client, provider)

    assert provider.token_requests[-1]["code_verifier"]


def test_a_made_up_answer_is_refused_calmly(client, configured, db):
    response = client.get(url("openid_connect_callback", "example") + "?code=x&state=made-up")

    assert response.status_code in (200, 401)
    assert "Kirjautuminen ei onnistunut" in response.content.decode()


def test_the_sign_in_page_offers_it(client, configured, db):
    assert "Kirjaudu: Example" in client.get(url("account_login")).content.decode()


def test_without_configuration_there_is_none(client, db):
    page = client.get(url("account_login")).content.decode()

    assert url("openid_connect_login", "example") not in page
    assert client.post(url("openid_connect_login", "example")).status_code == 404


# The file


def test_no_file_means_no_provider():
    assert single_sign_on.read("") == []


def test_the_policy_lets_forms_lead_to_the_provider(tmp_path):
    (tmp_path / "secret").write_text("hidden\n")
    path = tmp_path / "sso.json"
    entry = {"id": "a", "name": "A", "server_url": "https://login.example.org/x", "client_id": "c"}
    entry |= {"secret_file": str(tmp_path / "secret"), "origins": ["https://other.example.org"]}
    path.write_text(json.dumps([entry]))

    (provider,) = providers = single_sign_on.read(str(path))

    assert (provider["secret"], provider["settings"]["second_factor"]) == ("hidden", False)
    assert single_sign_on.origins(providers) == ["https://login.example.org", "https://other.example.org"]


@pytest.mark.parametrize("text", ["[{}]", "{", '[{"id": "a", "server_url": "https://x"}]', "7", "[7]"])
def test_a_file_that_says_too_little_stops_the_start(tmp_path, text):
    path = tmp_path / "sso.json"
    path.write_text(text)

    with pytest.raises(single_sign_on.WrongConfiguration, match="sso.json"):
        single_sign_on.read(str(path))


def test_a_file_that_is_not_there_stops_the_start(tmp_path):
    with pytest.raises(single_sign_on.WrongConfiguration):
        single_sign_on.read(str(tmp_path / "absent.json"))
