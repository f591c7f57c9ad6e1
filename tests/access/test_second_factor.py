import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import SESSION_KEY
from django.db.models import Q

from poukama.access import policy, powers, second_factor
from poukama.access.actor import EVERYTHING, Actor
from poukama.access.choices import Event
from poukama.access.models import AuditEvent
from poukama.access.sign_in import MFAAdapter
from poukama.organisation.choices import Identification, Role
from poukama.organisation.models import WorkForm
from poukama.toolkit import clock
from tests.access.test_sign_in import PASSWORD, SECRET, code_now
from tests.conftest import url
from tests.factories.organisation import AssignmentFactory, WorkFormFactory

STYLE = "desk:style_guide"


@pytest.fixture(autouse=True)
def a_rule_about_clients(monkeypatch):
    """Workers, and nobody else, may take an action on clients."""

    def words(actor: Actor) -> Q:
        return EVERYTHING

    rules = {
        name: rule for name, rule in policy.rules().items() if not name.startswith(("casework", "clients"))
    }
    rule = policy.Rule("casework.read_episode", WorkForm, (Role.WORKER,), words, "", "")
    for module in (second_factor, powers):
        monkeypatch.setattr(module, "rules", lambda: rules | {rule.action: rule})


def compulsory(user):
    return second_factor.is_compulsory_for(Actor(user, clock.today()))


def test_who_must_have_one(cast):
    assert {name for name, user in cast.items() if compulsory(user)} == {
        "aino",
        "bertta",
        "director",
        "administrator",
    }


@pytest.mark.parametrize(
    "identification, expected",
    [(Identification.NAMED, True), (Identification.CODED, True), (Identification.COUNTED, False)],
)
def test_where_people_are_only_counted_none_is_needed(cecilia, identification, expected):
    AssignmentFactory(user=cecilia, work_form=WorkFormFactory(identification=identification))

    assert compulsory(cecilia) is expected


def test_one_who_works_everywhere_needs_one(cecilia):
    AssignmentFactory(user=cecilia, work_form=None)

    assert compulsory(cecilia)


def test_without_one_every_page_leads_to_setting_it_up(client, aino):
    client.force_login(aino, second_factor=False)

    response = client.get(url(STYLE))

    assert response["Location"] == f"{url('mfa_index')}?next=/desk/style/"
    page = client.get(url("mfa_index"))
    assert "Työsi vaatii kirjautumisen toisen vaiheen." in page.content.decode()


def test_a_fragment_and_a_program_are_told(client, aino):
    client.force_login(aino, second_factor=False)

    fragment = client.get(url(STYLE), headers={"HX-Request": "true"})
    program = client.get(url(STYLE), headers={"Accept": "application/json"})

    assert (fragment.status_code, fragment["X-Sign-In"]) == (401, url("mfa_index"))
    assert (program.status_code, program.json()) == (401, {"sign_in": url("mfa_index")})


@pytest.mark.parametrize(
    "name", ["account_change_password", "mfa_list_webauthn", "mfa_generate_recovery_codes"]
)
def test_before_setting_up_nothing_else_opens(client, aino, name):
    client.force_login(aino, second_factor=False)

    assert client.get(url(name))["Location"].startswith(url("mfa_index"))


def test_signing_out_and_the_language_stay_open(client, aino):
    client.force_login(aino, second_factor=False)

    assert client.post(url("desk:language"), {"language": "sv", "next": "/x/"})["Location"] == "/x/"
    assert client.post(url("account_logout"))["Location"] == url("account_login")


def test_one_that_was_set_up_elsewhere_must_be_shown_here_too(client, aino):
    client.force_login(aino, second_factor=False)
    TOTP.activate(aino, SECRET)

    asked = client.get(url(STYLE))
    assert asked["Location"] == f"{url('mfa_reauthenticate')}?next=/desk/style/"
    setting_up = client.get(url("mfa_add_webauthn"))
    assert setting_up["Location"].startswith(url("mfa_reauthenticate"))

    shown = client.post(url("mfa_reauthenticate"), {"code": code_now(), "next": url(STYLE)})
    assert shown["Location"] == url(STYLE)
    assert client.get(url(STYLE)).status_code == 200


def test_signing_in_with_both_steps_opens_the_pages(client, aino):
    aino.set_password(PASSWORD)
    aino.save()
    TOTP.activate(aino, SECRET)

    client.post(url("account_login"), {"login": aino.email, "password": PASSWORD})
    client.post(url("mfa_authenticate"), {"code": code_now()})

    assert client.session[SESSION_KEY] == str(aino.pk)
    assert client.get(url(STYLE)).status_code == 200


def test_whoever_sees_no_clients_goes_on_without(client, board_member):
    client.force_login(board_member, second_factor=False)

    assert client.get(url(STYLE)).status_code == 200


def test_the_demonstration_asks_for_none_and_says_so(client, aino, settings):
    settings.DEMO = True
    client.force_login(aino, second_factor=False)

    response = client.get(url(STYLE))

    assert response.status_code == 200
    assert "pk-demo" in response.content.decode()


def test_the_last_one_stays_where_it_is_compulsory(aino, board_member, settings):
    adapter = MFAAdapter()
    app = TOTP.activate(aino, SECRET).instance

    assert not adapter.can_delete_authenticator(app)
    key = Authenticator.objects.create(user=aino, type=Authenticator.Type.WEBAUTHN, data={})
    assert adapter.can_delete_authenticator(app)
    key.delete()
    assert adapter.can_delete_authenticator(Authenticator(user=aino, type=Authenticator.Type.RECOVERY_CODES))
    assert adapter.can_delete_authenticator(TOTP.activate(board_member, SECRET).instance)
    settings.DEMO = True
    assert adapter.can_delete_authenticator(app)


def test_removing_the_app_takes_its_shown_step_along(client, board_member):
    board_member.set_password(PASSWORD)
    board_member.save()
    TOTP.activate(board_member, SECRET)
    client.post(url("account_login"), {"login": board_member.email, "password": PASSWORD})
    client.post(url("mfa_authenticate"), {"code": code_now()})
    client.get(url(STYLE))
    assert client.session[second_factor.SECOND_FACTOR] is True

    assert client.get(url("mfa_deactivate_totp")).status_code == 200
    client.post(url("mfa_deactivate_totp"))

    assert second_factor.SECOND_FACTOR not in client.session
    assert AuditEvent.objects.filter(action=Event.SECOND_FACTOR_REMOVED, actor=board_member.pk).count() == 1


def test_a_refused_removal_says_why(client, aino):
    TOTP.activate(aino, SECRET)
    client.force_login(aino)
    client.post(url("mfa_reauthenticate"), {"code": code_now()})

    page = client.post(url("mfa_deactivate_totp")).content.decode()

    assert "Lisää ensin toinen." in page
    assert Authenticator.objects.filter(user=aino).count() == 1


def test_new_recovery_codes_are_audited(client, board_member, django_capture_on_commit_callbacks):
    TOTP.activate(board_member, SECRET)
    client.force_login(board_member)
    client.post(url("mfa_reauthenticate"), {"code": code_now()})
    assert client.get(url("mfa_generate_recovery_codes")).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("mfa_generate_recovery_codes"))

    assert client.get(url("mfa_view_recovery_codes")).status_code == 200
    assert client.get(url("mfa_download_recovery_codes")).status_code == 200
    assert AuditEvent.objects.filter(action=Event.RECOVERY_CODES_MADE, actor=board_member.pk).count() == 1


@pytest.mark.parametrize("trusted", [True, False])
def test_a_single_sign_on_may_bring_its_own_second_step(rf, aino, settings, trusted):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [{"provider_id": "idp", "settings": {"second_factor": trusted}}]}
    }
    request = rf.get("/")
    request.session = {
        "account_authentication_methods": [{"method": "socialaccount", "provider": "idp"}],
        "account_authentication_methods_user": str(aino.pk),
    }

    assert second_factor.was_shown(request, aino) is trusted
    assert request.session.get(second_factor.SECOND_FACTOR, False) is trusted
