"""A divorce: both parents are clients of one team, each of another worker, and their child is in the file of each."""

from datetime import date

import pytest
from playwright.sync_api import expect

from poukama.casework.models import Note, ProcessTemplate, Promise
from poukama.casework.services import MemberIn, add_member, open_episode
from poukama.casework.services.processes import begin_process
from poukama.clients.models import Client, KnownIn
from poukama.clients.services.homes import live_also
from poukama.organisation.choices import Role
from poukama.organisation.models import WorkForm
from poukama.setup.packs.applying import apply_pack
from tests.conftest import url
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import AssignmentFactory, UserFactory
from tests.journeys.looks import DESKTOP, PHONE, looks_right
from tests.journeys.moves import answered
from tests.packs import lahti

BEGAN, TODAY = date(2024, 9, 2), date(2024, 9, 12)
HERS = {"text": "Lapsi nukkuu huonosti isän viikon jälkeen.", "promise": "Soitan päiväkotiin."}
HIS = {"text": "Lapsi kertoi ikävästään äitiä kohtaan.", "promise": "Varaan leikkihuoneen."}


@pytest.fixture
def place(transactional_db, settings):
    """The team that helps a child in a separation, as the pack has it."""
    settings.DEMO_DAY = TODAY
    apply_pack(document=lahti())
    return WorkForm.objects.get(key="elp")


@pytest.fixture
def people(place):
    """Two workers, their lead and the gatekeeper."""
    found = {}
    for who, role, where in (
        ("Aino Työntekijä", Role.WORKER, place),
        ("Saara Työntekijä", Role.WORKER, place),
        ("Liisa Esihenkilö", Role.LEAD, place),
        ("Gunnar Portinvartija", Role.GATEKEEPER, None),
    ):
        found[who.split()[0].lower()] = UserFactory(name=who, language="fi")
        AssignmentFactory(user=found[who.split()[0].lower()], role=role, work_form=where)
    return found


@pytest.fixture
def homes(place, people):
    """The mother's family with the child, and the father's, where the child lives too; each with its own worker."""
    aino, saara = people["aino"], people["saara"]
    family = {
        name: FamilyFactory(code_name=name, search_key=name.lower(), known_in=place)
        for name in ("Lumme", "Ruoko")
    }
    whose = {"Lumme A": ("Lumme", 1988), "Lumme B": ("Lumme", 2018), "Ruoko A": ("Ruoko", 1986)}
    client = {
        code: ClientFactory(
            family=family[home], code_name=code, search_key=code.lower(), birth_year=born, known_in=place
        )
        for code, (home, born) in whose.items()
    }
    opened = {
        "Lumme": open_episode(
            work_form=place,
            family=family["Lumme"],
            members=[MemberIn(client["Lumme A"], "parent"), MemberIn(client["Lumme B"], "child")],
            starts_on=BEGAN,
            key_worker=aino,
            by=aino,
        ),
        "Ruoko": open_episode(
            work_form=place,
            family=family["Ruoko"],
            members=[MemberIn(client["Ruoko A"], "parent")],
            starts_on=BEGAN,
            key_worker=saara,
            by=saara,
        ),
    }
    known = KnownIn.objects.get(client=client["Lumme B"])
    live_also(known=known, family=family["Ruoko"], starts_on=BEGAN, by=aino)
    there = Client.objects.get(family=family["Ruoko"], birth_year=2018)
    add_member(episode=opened["Ruoko"], client=there, role="child", starts_on=BEGAN, by=saara)
    template = ProcessTemplate.objects.get(key="lapsi-erossa")
    for episode, by in ((opened["Lumme"], aino), (opened["Ruoko"], saara)):
        begin_process(episode=episode, template=template, starts_on=BEGAN, by=by)
    return opened


def search(page, text):
    page.goto(url("casework:episodes"))
    page.locator("input[name=q]").first.fill(text)
    with answered(page):
        page.keyboard.press("Enter")
    return page.locator("main").inner_text()


def write(page, episode, said):
    """A meeting with the child, what was said in it and what was promised."""
    page.goto(url("casework:write_note", episode))
    page.locator("label", has=page.locator("[name=about][value=kchild_meeting]")).click()
    page.locator("[name=text_situation]").fill(said["text"])
    page.locator("label", has=page.locator("[data-of]")).last.click()
    page.locator("[name=promise_agreed_0]").fill(said["promise"])
    page.locator("[name=promise_on_agreed_0]").fill(TODAY.isoformat())
    page.locator("form.pk-write button[type=submit]").click()
    page.wait_for_url(f"**{url('casework:episode', episode)}")


def everything(page, *addresses):
    """What stands on the home page and its panels, and in each of these answers."""
    page.goto("/")
    page.wait_for_load_state("networkidle")
    answers = [page.request.get(address) for address in addresses]
    assert {answer.status for answer in answers} == {200}
    return "\n".join([page.content(), *(answer.text() for answer in answers)])


def own_pages(episode):
    """The lists, the day, the duties, the family, and the child's file."""
    child = episode.members.get(role="child")
    names = ("episode", "notes", "child_first", "processes", "times", "coming_panel", "reports", "who_opened")
    return [
        *(url(f"casework:{name}", episode) for name in names),
        url("casework:narrative", child),
        url("casework:episodes"),
        url("casework:day"),
        url("casework:week"),
        url("duties:mine"),
    ]


def test_neither_parents_worker_is_the_wiser_about_the_other(browser_of, people, homes, axe):
    aino, saara = browser_of(people["aino"], PHONE), browser_of(people["saara"], DESKTOP)
    assert {"Lumme", "Ruoko"} <= set(search(aino, "").split())

    gate = browser_of(people["gunnar"], PHONE)
    gate.goto("/")
    gate.get_by_role("link", name="Aseta muuri").click()
    gate.get_by_label("Toisen puolen koodinimi").fill("Lumme")
    gate.get_by_label("Vastapuolen koodinimi").fill("Ruoko")
    gate.keyboard.press("Enter")
    one, other = gate.locator("fieldset").nth(0), gate.locator("fieldset").nth(1)
    for side in (one, other):
        side.locator("label", has_text="Aino").click()
    gate.get_by_label("Miksi muuri asetetaan").fill("Ero, huoltoriita")
    gate.get_by_role("button", name="Aseta muuri").click()
    expect(other.locator(".ds-validation-message")).to_contain_text("Aino Työntekijä on molemmilla puolilla.")
    expect(gate.get_by_label("Miksi muuri asetetaan")).to_have_value("Ero, huoltoriita")
    looks_right(gate, axe)
    other.locator("label", has_text="Aino").click()
    other.locator("label", has_text="Saara").click()
    gate.get_by_role("button", name="Aseta muuri").click()
    expect(gate.get_by_role("heading", level=2).filter(has_text="Lumme")).to_be_visible()
    looks_right(gate, axe)

    sides = (
        (aino, homes["Lumme"], HERS, homes["Ruoko"], HIS, "Ruoko"),
        (saara, homes["Ruoko"], HIS, homes["Lumme"], HERS, "Lumme"),
    )
    for page, mine, said, _theirs, _other, _family in sides:
        write(page, mine, said)
    for page, mine, said, theirs, other, family in sides:
        seen = everything(page, *own_pages(mine))
        assert [word in seen for word in said.values()] == [True, True]
        assert [word for word in (*other.values(), family) if word in seen] == []
        assert family not in search(page, family).replace(f"”{family}”", "")
        child = theirs.members.get(role="child")
        shut = [
            url("casework:episode", theirs),
            url("casework:narrative", child),
            url("casework:write_note", theirs),
        ]
        assert [page.request.get(address).status for address in (*shut, "/casework/987654321/")] == [404] * 4
    aino.goto(url("casework:narrative", homes["Lumme"].members.get(role="child")))
    looks_right(aino, axe)

    # What each promised is each one's own duty, and the lead who was named on neither side learns of neither.
    for page in (aino, saara):
        page.goto(url("duties:mine"))
        page.locator("form[action$='/kept/'] button").click()
        expect(page.locator("form[action$='/kept/']")).to_have_count(0)
    assert {each.duty.done_on for each in Promise.objects.select_related("duty")} == {TODAY}
    lead = browser_of(people["liisa"], DESKTOP)
    seen = everything(lead, url("casework:episodes"), url("casework:load"), url("duties:mine"))
    assert [word for word in ("Lumme", "Ruoko", *HERS.values(), *HIS.values()) if word in seen] == []
    assert [lead.request.get(url("casework:episode", each)).status for each in homes.values()] == [404, 404]
    assert Note.objects.count() == 2
