from html import unescape

from poukama.access.policy import rules
from poukama.access.powers import ABOUT_CLIENTS, roles_about_clients
from poukama.organisation.choices import Role
from tests.conftest import url


def test_every_rule_is_on_the_page_with_its_roles(client, lead):
    client.force_login(lead)

    page = client.get(url("access:roles"))

    lines = {line.rule.action: line.may for line in page.context["lines"]}
    assert lines == {name: [role in rule.to for role in Role] for name, rule in rules().items()}
    for rule in rules().values():
        assert str(rule.title or rule.action) in unescape(page.content.decode())


def test_an_administrator_sees_no_client():
    about_people = (*ABOUT_CLIENTS, "activities.", "outcomes.", "workforce.")
    assert {
        rule.action
        for rule in rules().values()
        if Role.ADMINISTRATOR in rule.to and rule.action.startswith(about_people)
    } == set()
    assert Role.ADMINISTRATOR not in roles_about_clients()


def test_the_board_opens_no_client():
    assert Role.BOARD not in roles_about_clients()
