"""What one types is kept: while the network is away, the session ends, the browser dies, and in two windows at once."""

import os
import re
import signal
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from poukama.casework.models import Request
from poukama.clients.models import Alert, KnownIn
from poukama.drafts.models import Draft, Presence
from poukama.drafts.queries import typed_in
from poukama.organisation.choices import Role, TermList
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory
from tests.factories.clients import AlertFactory, FamilyFactory
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory, WorkFormFactory
from tests.strictness.forms import StrictClient

WORD = "Kesäkuinen"
"""Typed, and looked for where it must not be."""
MOST_LOST = 2000
"""Milliseconds within which what is typed is in safety."""

MEASURED = """
window.strokes = []; window.sends = [];
document.addEventListener("input", (e) => { if (e.target.name === "action") { strokes.push([performance.now(), e.target.value]); } }, true);
const plain = window.fetch;
window.fetch = async (where, how) => {
  const began = performance.now();
  const answer = await plain(where, how);
  if (answer.ok && String(where).endsWith("/drafts/")) {
    const told = Object.fromEntries(JSON.parse(how.body).values);
    sends.push([began, performance.now(), told.action]);
  }
  return answer;
};
"""
CHANGES = """() => {
  window.changes = 0;
  document.querySelector("form[data-draft-of]").addEventListener("input", () => { changes += 1; });
}"""
ASK_NOW = """() => {
  const beside = document.querySelector(".pk-beside"), again = beside.cloneNode(true);
  beside.replaceWith(again);
  htmx.process(again);
}"""
"""What a page asks twice a minute is asked at once."""
ON_DEVICE = """async () => {
  const found = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
    for (const table of db.objectStoreNames) {
      const rows = await new Promise((done) => { const asked = db.transaction(table).objectStore(table).getAll(); asked.onsuccess = () => done(asked.result); });
      for (const row of rows) { found.push(JSON.stringify(row)); for (const part of Object.values(row)) { if (part instanceof ArrayBuffer) { found.push(new TextDecoder("latin1").decode(part), new TextDecoder("utf-16le").decode(part)); } } }
    }
    db.close();
  }
  return found;
}"""
KEPT_HERE = """async () => {
  const db = await new Promise((done) => { const asked = indexedDB.open("poukama-drafts"); asked.onsuccess = () => done(asked.result); });
  const n = await new Promise((done) => { const asked = db.transaction("kept").objectStore("kept").count(); asked.onsuccess = () => done(asked.result); });
  db.close();
  return n;
}"""


@pytest.fixture
def worker(transactional_db):
    """Somebody who works with a family."""
    return _works_in(WorkFormFactory(key="here"), "Aino Worker", "AW")


@pytest.fixture
def episode(worker):
    """An episode of the family."""
    work_form = worker.assignments.get().work_form
    family = FamilyFactory(code_name="Lumme 7001", search_key="lumme 7001", known_in=work_form)
    return EpisodeFactory(work_form=work_form, family=family)


@pytest.fixture
def context(live_server, browser):
    """A browser of its own."""
    made = browser.new_context(locale="fi-FI", base_url=live_server.url)
    yield made
    made.close()


@pytest.fixture
def page(context, live_server, worker, episode):
    """The form of an alert, open in the worker's browser."""
    enter(context, live_server, worker)
    page = context.new_page()
    page.add_init_script(MEASURED)
    write(page, episode)
    return page


def _works_in(work_form, name, initials, role=Role.WORKER):
    user = UserFactory(email=f"{initials.lower()}@example.org", name=name, initials=initials)
    AssignmentFactory(user=user, role=role, work_form=work_form)
    return user


def enter(context, live_server, user):
    """Sign in in the browser."""
    session = sign_in(StrictClient(), user).cookies["poukama-session"].value
    context.add_cookies([{"name": "poukama-session", "value": session, "url": live_server.url}])


def leave(context):
    """End the session as time would."""
    kept = [cookie for cookie in context.cookies() if cookie["name"] != "poukama-session"]
    context.clear_cookies()
    context.add_cookies(kept)


def write(page, episode):
    """Open the form, and wait until what was left half written has been asked for."""
    page.goto(url("casework:add_alert", episode))
    is_(page, "open")


def is_(page, state):
    """Wait for a state of the form."""
    expect(page.locator("form[data-draft-of]")).to_have_attribute("data-draft-state", state)


def kept_on_the_device(page):
    """Wait until the last change is sealed on the device."""
    page.wait_for_function(
        "() => Number(document.querySelector('form[data-draft-of]').dataset.draftHere) > 0"
    )


def nothing_is_kept_here(page):
    """Wait until the house has everything that this device kept."""
    for _turn in range(200):
        if page.evaluate(KEPT_HERE) == 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError("The device still keeps something.")


def kept():
    """What the house has of each draft."""
    return [dict(typed_in(draft)) for draft in Draft.objects.order_by("pk")]


def test_what_is_typed_is_in_the_house_within_two_seconds_also_while_typing_goes_on(page):
    page.locator("[name=action]").press_sequentially(f"{WORD} pitkä lause joka jatkuu ja jatkuu", delay=90)
    is_(page, "saved")

    strokes, sends = page.evaluate("[strokes, sends]")
    lost = [min(ended for _began, ended, text in sends if text.startswith(now)) - at for at, now in strokes]
    assert (len(strokes) > 30, max(lost) <= MOST_LOST, len(sends) <= 6) == (True, True, True), max(lost)
    assert kept()[0]["action"] == strokes[-1][1]
    expect(page.locator("[data-draft-said] [data-text]")).to_contain_text(re.compile(r"\d{1,2}[.:]\d\d"))


def test_opening_the_form_again_goes_on_and_beginning_anew_can_be_undone(page, episode):
    page.fill("[name=action]", WORD)
    page.locator("label", has=page.locator("[name=kind]")).first.click()
    is_(page, "saved")

    write_again(page)
    assert page.input_value("[name=action]") == WORD
    assert page.locator("[name=kind]:checked").count() == 1
    notice = page.locator("[data-draft-notice]")
    expect(notice).to_be_visible()

    notice.get_by_role("button").click()
    expect(page.locator("[name=action]")).to_have_value("")
    assert (page.locator("[name=kind]:checked").count(), kept()) == (0, [])
    expect(notice.get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[name=action]")).to_have_value(WORD)
    is_(page, "saved")
    assert kept()[0]["action"] == WORD


def write_again(page):
    """Open the form once more, with a draft of it in the house."""
    page.reload()
    expect(page.locator("[data-draft-notice]")).to_be_visible()


def test_without_a_network_the_device_remembers_and_tells_nothing_of_it(page):
    page.context.set_offline(True)
    page.fill("[name=action]", WORD)
    is_(page, "offline")
    kept_on_the_device(page)

    on_device = "\n".join(page.evaluate(ON_DEVICE))
    assert "casework.alert" in on_device
    for word in (WORD, WORD.lower(), WORD.encode().decode("latin1"), "action", "Lumme"):
        assert word not in on_device
    assert kept() == []

    page.context.set_offline(False)
    is_(page, "saved")
    assert kept()[0]["action"] == WORD
    nothing_is_kept_here(page)


def test_a_form_is_not_sent_into_nothing(page, episode):
    page.context.set_offline(True)
    page.fill("[name=action]", WORD)
    page.locator(".pk-form-foot button[type=submit]").click()
    is_(page, "offline")
    assert page.input_value("[name=action]") == WORD

    page.context.set_offline(False)
    is_(page, "saved")
    page.fill("[name=what]", "Ovi")
    page.fill("[name=ends_on]", f"{clock.today() + timedelta(days=9):%Y-%m-%d}")
    page.locator("label", has=page.locator("[name=kind]")).first.click()
    page.locator(".pk-form-foot button[type=submit]").click()
    page.wait_for_url(f"**{url('casework:episode', episode)}")

    assert (Alert.objects.get().action, kept()) == (WORD, [])
    nothing_is_kept_here(page)
    write(page, episode)
    assert page.input_value("[name=action]") == ""


def test_a_refused_form_keeps_what_was_typed_here_and_in_the_house(page):
    page.fill("[name=action]", WORD)
    page.locator(".pk-form-foot button[type=submit]").click()
    page.wait_for_selector("[data-error-summary]")
    is_(page, "open")

    assert page.input_value("[name=action]") == WORD
    assert kept()[0]["action"] == WORD


def test_a_session_that_ends_while_one_types_loses_nothing(page, live_server, worker, episode):
    page.fill("[name=what]", "Ovi")
    is_(page, "saved")
    leave(page.context)
    page.fill("[name=action]", WORD)
    is_(page, "away")
    expect(page.locator("#istunto")).to_be_visible()
    assert page.input_value("[name=action]") == WORD
    kept_on_the_device(page)

    page.goto("/account/login/")
    enter(page.context, live_server, worker)
    page.goto(url("casework:add_alert", episode))
    is_(page, "saved")

    assert (page.input_value("[name=what]"), page.input_value("[name=action]")) == ("Ovi", WORD)
    assert (kept()[0]["what"], kept()[0]["action"]) == ("Ovi", WORD)


def test_what_could_not_be_sent_is_sent_from_the_next_page(page, live_server, worker):
    leave(page.context)
    page.fill("[name=action]", WORD)
    is_(page, "away")
    kept_on_the_device(page)

    enter(page.context, live_server, worker)
    page.goto("/")
    nothing_is_kept_here(page)

    assert kept()[0]["action"] == WORD


def test_the_next_person_at_the_tablet_reads_nothing_and_sends_nothing(page, live_server, worker, episode):
    other = _works_in(episode.work_form, "Bertta Worker", "BW")
    leave(page.context)
    page.fill("[name=action]", WORD)
    is_(page, "away")
    kept_on_the_device(page)

    enter(page.context, live_server, other)
    write(page, episode)
    assert page.input_value("[name=action]") == ""
    page.goto("/")
    assert (page.evaluate(KEPT_HERE), kept()) == (1, [])

    enter(page.context, live_server, worker)
    page.goto("/")
    nothing_is_kept_here(page)
    assert Draft.objects.get().written_by == worker


def test_switching_user_sends_what_is_written_and_leaves_nothing_here(page):
    page.fill("[name=action]", WORD)
    page.locator(".pk-rail [data-clear-drafts] button").click()
    page.wait_for_url("**/account/**")

    assert kept()[0]["action"] == WORD
    assert page.evaluate(KEPT_HERE) == 0


def test_going_on_later_leaves_with_it_kept_and_it_stands_on_the_home_page(page, episode):
    page.fill("[name=action]", WORD)
    page.locator("[data-draft-later]").click()
    page.wait_for_url(f"**{url('casework:episode', episode)}")
    assert kept()[0]["action"] == WORD

    page.goto("/")
    going_on = page.locator(f"section[aria-labelledby=kesken] a[href='{url('casework:add_alert', episode)}']")
    going_on.click()
    expect(page.locator("[name=action]")).to_have_value(WORD)


def test_two_windows_of_one_person_ask_which_goes_on(page, episode):
    other = page.context.new_page()
    write(other, episode)
    page.fill("[name=action]", "Yksi")
    is_(page, "saved")
    other.fill("[name=action]", "Toinen")
    is_(other, "other")
    assert kept()[0]["action"] == "Yksi"

    other.locator("[data-draft-notice] button").nth(1).click()
    expect(other.locator("[name=action]")).to_have_value("Yksi")
    other.locator("[data-draft-notice] button").click()
    expect(other.locator("[name=action]")).to_have_value("Toinen")
    for _turn in range(50):  # that it is saved was said of the first one too
        if kept()[0]["action"] == "Toinen":
            break
        other.wait_for_timeout(100)
    is_(other, "saved")
    assert kept()[0]["action"] == "Toinen"


def test_two_people_see_that_they_are_two_and_a_page_left_open_keeps_no_session(
    page, live_server, browser, episode, worker
):
    lead = _works_in(episode.work_form, "Liisa Lead", "LL", Role.LEAD)
    context = browser.new_context(locale="fi-FI", base_url=live_server.url)
    enter(context, live_server, lead)
    theirs = context.new_page()
    write(theirs, episode)
    expect(theirs.locator(".pk-beside")).to_contain_text("AW")

    with page.expect_request("**/drafts/beside/") as asked:
        page.evaluate(ASK_NOW)
    expect(page.locator(".pk-beside")).to_contain_text("LL")
    assert asked.value.headers["x-by-itself"] == "1"
    assert Presence.objects.count() == 2
    context.close()


def test_both_texts_stand_side_by_side_and_the_phone_is_wide_enough(page, episode, worker, axe):
    known = KnownIn.objects.get(family=episode.family, work_form=episode.work_form)
    alert = AlertFactory(known=known, what="Vanha", action="Vanha neuvo")
    there = url("casework:change_alert", episode, alert)
    page.goto(there)
    is_(page, "open")
    AlertFactory(known=alert.known, what="Vanha", action="Toisen neuvo", corrects=alert, recorded_by=worker)
    Alert.objects.filter(pk=alert.pk).update(voided_at=clock.now(), voided_by=worker)
    page.fill("[name=action]", WORD)
    page.fill("[name=ends_on]", f"{clock.today() + timedelta(days=9):%Y-%m-%d}")
    page.locator(".pk-form-foot button[type=submit]").click()
    page.wait_for_selector("[data-error-summary]")

    expect(page.locator("#molemmat")).to_be_visible()
    both = page.locator("section[aria-labelledby=molemmat]").inner_text()
    assert ("Toisen neuvo" in both, WORD in both) == (True, True)
    assert page.input_value("[name=action]") == WORD
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")
    assert axe(page) == []
    page.locator(".pk-form-foot button[type=submit]").click()
    page.wait_for_url(f"**{url('casework:episode', episode)}")
    assert Alert.objects.get(voided_at=None).action == WORD


class Tablet:
    """A browser that is started by hand, so that it can be killed like one whose battery dies."""

    def __init__(self, playwright, arguments, folder: Path) -> None:
        self.playwright, self.arguments, self.folder = playwright, arguments, folder

    def start(self, base_url):
        """Start it with what it remembers; a page of it."""
        told = self.folder / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [
                self.arguments["executable_path"],
                *self.arguments["args"],
                "--headless=new",
                "--remote-debugging-port=0",
                f"--user-data-dir={self.folder}",
                "--lang=fi-FI",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while not told.exists() or not told.read_text().strip():
            assert time.monotonic() < deadline and self.process.poll() is None
            time.sleep(0.05)
        port = told.read_text().splitlines()[0]
        self.browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        return self.browser.contexts[0].new_page()

    def kill(self):
        """As when the battery dies: nothing is written down any more."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)


def test_a_text_beside_a_contact_comes_back_in_sight(page, episode):
    for which, key in ((TermList.CONTACT_KIND, "meeting"), (TermList.NOTE_HEADING, "work")):
        TermFactory(list=which, key=key, name=key.title())
    there = url("casework:record_in", episode)
    page.goto(there)
    is_(page, "open")
    page.locator("form[data-draft-of] summary").click()
    page.fill("[name=text]", WORD)
    is_(page, "saved")

    page.goto(url("home"))
    page.goto(there)
    expect(page.locator("[data-draft-notice]")).to_be_visible()

    assert (page.input_value("[name=text]"), page.locator("[name=text]").is_visible()) == (WORD, True)


def test_a_browser_that_is_killed_in_the_middle_of_a_word_has_it_when_it_starts_again(
    live_server, playwright, browser_type_launch_args, tmp_path, worker, episode
):
    tablet = Tablet(playwright, browser_type_launch_args, tmp_path / "tablet")
    page = tablet.start(live_server.url)
    try:
        enter(page.context, live_server, worker)
        page.goto(live_server.url + url("casework:add_alert", episode))
        is_(page, "open")
        page.context.set_offline(True)
        page.locator("[name=action]").press_sequentially(WORD[:6], delay=60)
        typed_at = time.monotonic()
        page.wait_for_function(
            "() => document.querySelector('form[data-draft-of]').dataset.draftHere === '6'"
        )
        in_safety = 1000 * (time.monotonic() - typed_at)
        tablet.kill()

        page = tablet.start(live_server.url)
        enter(page.context, live_server, worker)
        page.goto(live_server.url + url("casework:add_alert", episode))
        is_(page, "saved")
        assert page.input_value("[name=action]") == WORD[:6]
        assert kept()[0]["action"] == WORD[:6]
        assert in_safety <= MOST_LOST
    finally:
        tablet.kill()


def test_a_night_call_outlives_the_browser_and_is_saved_once_it_is_back(
    live_server, playwright, browser_type_launch_args, tmp_path, worker
):
    TermFactory(list=TermList.NEED, key="safe_place", name="Safe place")
    there = live_server.url + url("casework:take_request", worker.assignments.get().work_form)
    tablet = Tablet(playwright, browser_type_launch_args, tmp_path / "tablet")
    page = tablet.start(live_server.url)
    try:
        enter(page.context, live_server, worker)
        page.goto(there)
        is_(page, "open")
        page.evaluate(CHANGES)
        chosen = {"risk": "acute", "place": "no", "channel": "call", "need": "safe_place"}
        for name, value in chosen.items():
            page.check(f"[name={name}][value={value}]", force=True)
        page.fill("[name=do_now]", "Tulee taksilla")
        is_(page, "saved")
        page.context.set_offline(True)
        page.locator("[name=reach]").press_sequentially("040 12", delay=60)
        page.wait_for_function(
            "() => Number(document.querySelector('form[data-draft-of]').dataset.draftHere) === changes"
        )
        tablet.kill()

        page = tablet.start(live_server.url)
        enter(page.context, live_server, worker)
        page.goto(there)
        is_(page, "saved")
        assert (page.input_value("[name=do_now]"), page.input_value("[name=reach]")) == (
            "Tulee taksilla",
            "040 12",
        )
        assert {name: page.locator(f"[name={name}]:checked").input_value() for name in chosen} == chosen
        assert kept()[0]["reach"] == "040 12"

        page.locator("[name=reach]").press("End")
        page.locator("[name=reach]").press_sequentially("3")
        page.locator("form[data-draft-of] button[type=submit]").click()
        page.wait_for_url(re.compile(r"/casework/requests/[0-9a-f-]{36}/$"))
        asked = Request.objects.get()
        assert (asked.do_now, asked.reach, asked.risk, kept()) == ("Tulee taksilla", "040 123", "acute", [])

        page.goto(there)
        is_(page, "open")
        assert (page.input_value("[name=do_now]"), page.input_value("[name=reach]")) == ("", "")
    finally:
        tablet.kill()
