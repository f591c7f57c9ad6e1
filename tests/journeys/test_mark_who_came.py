"""A group evening, by keyboard alone on a phone: each tap is one mark, said aloud, with the focus kept."""

import pytest

from poukama.activities.models import Attendance, Occasion
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.activities import AttendanceFactory, GroupFactory, OccasionFactory
from tests.factories.clients import ClientFactory
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory, WorkFormFactory
from tests.strictness.forms import StrictClient


@pytest.fixture
def group(transactional_db):
    """A group whose two regulars came last time; somebody else is known too."""
    work_form = WorkFormFactory(key="groups")
    TermFactory(list=TermList.OCCASION_KIND, key="peer_group")
    group = GroupFactory(work_form=work_form, starts_on=clock.today())
    last = OccasionFactory(work_form=work_form, group=group, happened_on=clock.today(), state="cancelled")
    for name in ("Helmi", "Kaisla"):
        client = ClientFactory(code_name=name, search_key=name.lower(), known_in=work_form)
        AttendanceFactory(occasion=last, client=client)
    ClientFactory(code_name="Vuokko", search_key="vuokko", known_in=work_form)
    return group


@pytest.fixture
def page(live_server, browser, group):
    """The group's page, open on the phone of its worker."""
    user = UserFactory()
    AssignmentFactory(user=user, work_form=group.work_form)
    context = browser.new_context(
        locale="fi-FI", base_url=live_server.url, viewport={"width": 390, "height": 844}
    )
    session = sign_in(StrictClient(), user).cookies["poukama-session"].value
    context.add_cookies([{"name": "poukama-session", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(url("activities:group", group))
    yield page
    context.close()


def tab_to(page, text):
    """Press Tab until what has the focus says `text`."""
    for _turn in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText.trim()") == text:
            return
    pytest.fail(f"Tab does not reach {text}")


def pressed(page):
    return page.locator("[aria-pressed=true]").all_inner_texts()


def test_marking_by_keyboard(page, group, axe):
    tab_to(page, "Helmi")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-speaks='Yksi paikalla.']")

    assert page.evaluate("document.activeElement.innerText.trim()") == "Helmi"
    page.wait_for_function("document.querySelector('#puhe').textContent === 'Yksi paikalla.'")
    assert pressed(page) == ["Helmi"]
    tab_to(page, "Kaikki paikalla")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-speaks='2 paikalla.']")
    assert pressed(page) == ["Helmi", "Kaisla"]
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert axe(page) == []

    page.reload()
    assert pressed(page) == ["Helmi", "Kaisla"]
    assert Occasion.objects.filter(group=group, state="held").count() == 1
    assert Attendance.objects.filter(occasion__state="held", voided_at=None).count() == 2


def test_somebody_else_is_searched_and_marked(page, group, axe):
    page.locator("summary", has_text="Joku muu").click()
    page.get_by_label("Koodinimi, nimi tai syntymävuosi").fill("vuo")
    page.wait_for_selector("[data-speaks='1 valittavana']")
    assert page.locator("[id^=others-] button").all_inner_texts() == ["Vuokko"]
    assert axe(page) == []
    page.locator("[id^=others-] button").click()
    page.wait_for_selector("[data-speaks='Yksi paikalla.']")
    assert pressed(page) == ["Vuokko"]
    assert "vuo" not in page.url


def test_a_double_tap_on_save_records_once(page, group):
    TermFactory(list=TermList.PEOPLE_CATEGORY, key="parents")
    page.goto(url("activities:occasion_record", group.work_form.key, group=group.pk))
    page.locator("input[name=count-parents]").fill("4")
    page.get_by_role("button", name="Tallenna").dblclick()
    page.wait_for_url("**/occasions/*/")
    assert Occasion.objects.filter(state="held").count() == 1


def test_whoever_was_searched_is_chosen_in_the_form_and_stays_through_the_next_search(page, group):
    page.goto(url("activities:occasion_record", group.work_form.key))
    page.locator("summary", has_text="Joku muu").click()
    for name in ("Vuokko", "Helmi"):
        page.get_by_label("Koodinimi, nimi tai syntymävuosi").fill(name[:3])
        page.locator("#people-chips .pk-chip:not(:has(:checked))", has_text=name).click()
    assert sorted(page.locator("#people-chips .pk-chip:has(:checked)").all_inner_texts()) == [
        "Helmi",
        "Vuokko",
    ]
    assert page.locator("[data-counted]").inner_text() == "2 paikalla."


def test_a_number_that_cannot_be_read_is_not_dropped_in_silence(page, group):
    TermFactory(list=TermList.PEOPLE_CATEGORY, key="parents")
    page.goto(url("activities:occasion_record", group.work_form.key, group=group.pk))
    page.locator("input[name=count-parents]").press_sequentially("1-2")
    page.get_by_role("button", name="Tallenna").click()
    assert page.evaluate("document.activeElement.name") == "count-parents"
    assert not Occasion.objects.filter(state="held").exists()
