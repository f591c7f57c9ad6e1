"""A call in the night becomes a request, waits, is asked again and is helped; and from the shelter support goes on elsewhere.

The night worker and the shelter have a phone, outpatient work a desk; each page is looked at in both widths.
"""

import re

from playwright.sync_api import expect

from tests.journeys.looks import DESKTOP, PHONE, looks_right


def families(page, where="/casework/"):
    """The code names and addresses of the families on a list."""
    page.goto(where)
    rows = page.locator("main a").filter(has_text=re.compile(r"^\S+( \d+)?$")).all()
    found = [(row.inner_text(), row.get_attribute("href") or "") for row in rows]
    return [(name, href) for name, href in found if re.fullmatch(r"/casework/\d+/", href)]


def choose(page, name, value):
    """Choose a chip by keyboard alone."""
    page.locator(f"[name={name}][value={value}]").focus()
    page.keyboard.press("Space")


def test_from_a_night_call_to_outpatient_work_on_a_ground_or_not_at_all(enter, axe):
    family = asks_waits_and_is_accepted(enter("turvakoti-yotyo-1", viewport=PHONE), axe)
    shelter = enter("turvakoti-kriisityontekija-1", viewport=PHONE)
    there = asks_for_support_to_go_on(shelter, axe, family)
    is_disclosed_by_consent(shelter, there)
    outside = enter("vakivaltatyontekija-1", viewport=DESKTOP)
    sees_purpose_before_person(outside, axe, family)
    hears_the_answer(shelter, family)


def asks_waits_and_is_accepted(page, axe):
    """The code name of a family that was here before, asks again, waits, and comes."""
    (family, _episode), *_others = families(page, "/casework/?state=ended")
    page.goto("/casework/requests/new/")
    page.wait_for_url(re.compile(r"/requests/new/\d+/$"))
    page.locator("main form button[type=submit]").last.press("Enter")
    expect(page.locator(".ds-validation-message").first).to_be_visible()
    looks_right(page, axe)
    choose(page, "risk", "raised")
    choose(page, "place", "yes")
    page.locator("[name=do_now]").fill("Soitetaan aamulla yhdeksältä")
    choose(page, "channel", "call")
    page.locator("[name=reach]").fill("040 000 000")
    choose(page, "need", "after_violence")
    page.locator("[name=adults]").fill("1")
    page.locator("[name=children]").fill("1")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/requests/[0-9a-f-]{36}/$"))
    asked = page.url
    expect(page.locator("main")).to_contain_text("Soitetaan aamulla yhdeksältä")
    looks_right(page, axe)

    page.goto(f"{asked}rest/")
    choose(page, "source", "self")
    page.locator("[name=hours]").fill("arkisin ennen kahta")
    page.keyboard.press("Enter")
    page.wait_for_url(asked)

    page.goto(f"{asked}waiting/")
    choose(page, "reason", "no_place")
    page.locator("[name=decided_on]").press("Enter")
    page.wait_for_url(asked)
    sentence = page.locator("blockquote")
    expect(sentence).to_contain_text("paikka vapautuu")
    page.locator("nav.pk-crumbs a[href*='/waiting/']").click()
    expect(page.locator("main ol")).to_contain_text("paikka vapautuu")
    looks_right(page, axe)
    press = page.locator(f"form[action='{asked.removeprefix(page.url.split('/casework')[0])}check/'] button")
    press.press("Enter")
    page.wait_for_url("**/waiting/*/")
    page.goto(asked)
    expect(page.locator("section[aria-labelledby=done] li")).to_have_count(2)

    page.goto(f"{asked}who/")
    page.locator("[name=q]").fill(family)
    page.locator("#known button", has_text=re.compile(rf"^{family}$")).first.click()
    page.wait_for_url(asked)
    expect(page.get_by_role("heading", level=1)).to_have_text(family)
    page.locator("a[href$='/accept/']").click()
    page.wait_for_url("**/accept/")
    looks_right(page, axe)
    page.locator("form.pk-quick button[type=submit]").press("Enter")
    page.wait_for_url(re.compile(r"/casework/\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(family)
    arrival = page.locator("section[aria-labelledby=saapuminen]")
    expect(arrival).to_contain_text("Itse")
    expect(arrival.locator("a[href*='/requests/']")).to_be_visible()
    looks_right(page, axe)
    return family


def asks_for_support_to_go_on(shelter, axe, family):
    """Without a consent nothing goes; what was written waits for it. The address of the form."""
    shelter.goto(dict(families(shelter))[family])
    consents = shelter.locator("section[aria-labelledby=consents] a[href$='/consents/']").first.get_attribute(
        "href"
    )
    shelter.locator("section[aria-labelledby=saapuminen] a[href$='/handover/']").click()
    shelter.wait_for_url("**/handover/")
    assert axe(shelter) == []
    shelter.get_by_role("link", name="Väkivaltatyön avopalvelu").click()
    shelter.wait_for_url(re.compile(r"/handover/\d+/$"))
    there = shelter.url
    members = shelter.locator("[name=members]")
    label = shelter.locator("label:has([name=members])").first.inner_text()
    who = label[label.index(family) :]
    for other in members.all()[1:]:
        other.focus()
        shelter.keyboard.press("Space")
    ask(shelter)
    shelter.locator("[name=is_agreed]").focus()
    shelter.keyboard.press("Space")
    shelter.locator("main form button[type=submit]").last.press("Enter")
    expect(shelter.locator("#id_basis .ds-validation-message")).to_be_visible()
    expect(shelter.locator("[name=summary]")).to_have_value("Toivoo ensimmäistä aikaa, lapsi mukana.")
    looks_right(shelter, axe)

    shelter.goto(f"{consents}give/")
    for name in ("of", "given_by"):
        box = shelter.locator(f"label:has([name={name}])").filter(has_text=who).locator("input")
        if box.count() and not box.is_checked():
            box.focus()
            shelter.keyboard.press("Space")
    shelter.locator("[name=to]").select_option(label="Väkivaltatyön avopalvelu")
    shelter.locator("[name=what]").fill("millaista tukea toivon")
    shelter.locator("[name=expires_on]").fill("2025-05-30")
    choose(shelter, "purpose", "support")
    shelter.locator("[name=what]").press("Enter")
    shelter.wait_for_url("**/consents/")
    return there


def is_disclosed_by_consent(shelter, there):
    """What was written before is sent, waits for its day, and is a disclosure with its ground."""
    shelter.goto(there)
    shelter.wait_for_load_state("networkidle")  # what was typed before is put back
    assert shelter.locator("[name=summary]").input_value() == "Toivoo ensimmäistä aikaa, lapsi mukana."
    assert [each.is_checked() for each in shelter.locator("[name=members]").all()][1:] == [False]
    if not shelter.locator("[name=is_agreed]").is_checked():
        shelter.locator("[name=is_agreed]").focus()
        shelter.keyboard.press("Space")
    shelter.locator("main form button[type=submit]").last.press("Enter")
    shelter.wait_for_url(re.compile(r"/casework/\d+/$"))
    arrival = shelter.locator("section[aria-labelledby=saapuminen]")
    expect(arrival).to_contain_text("Väkivaltatyön avopalvelu")
    expect(arrival).to_contain_text(re.compile(r"Odottaa vastausta \d+\.\d+\.\d+ asti"))
    told = shelter.locator("section[aria-labelledby=consents]")
    expect(told).to_contain_text("Väkivaltatyön avopalvelu: Saattaen vaihto: Apua väkivallan jälkeen")
    expect(told).to_contain_text("Suostumus 30.12.2024.")


def sees_purpose_before_person(outside, axe, family):
    """Who it is shows when they are taken on; the family's page then says what they wanted to be known."""
    outside.goto("/")
    panel = outside.locator("section[aria-labelledby=luettavaa]")
    expect(panel).to_contain_text("Turvakoti")
    assert family not in outside.content()
    looks_right(outside, axe)
    panel.locator("a[href*='/handovers/']").first.click()
    outside.wait_for_url("**/handovers/*/")
    assert family not in outside.content()
    outside.locator("[name=first_on]").fill("2025-01-03")
    choose(outside, "role_0", "parent")
    looks_right(outside, axe)
    outside.locator("form.pk-quick button[type=submit]").press("Enter")
    outside.wait_for_url(re.compile(r"/casework/\d+/$"))
    expect(outside.get_by_role("heading", level=1)).to_have_text(family)
    expect(outside.locator("section[aria-labelledby=saapuminen]")).to_contain_text("Toivoo ensimmäistä aikaa")


def hears_the_answer(shelter, family):
    """The answer stands on the home page until it is read."""
    shelter.goto("/")
    heard = shelter.locator("section[aria-labelledby=luettavaa] li", has_text=family)
    expect(heard).to_contain_text("3.1.2025")
    heard.locator("form button").click()
    expect(shelter.locator("section[aria-labelledby=luettavaa] li", has_text=family)).to_have_count(0)


def ask(page):
    """What is asked for and what goes along, on the ground of a consent."""
    choose(page, "need", "after_violence")
    page.locator("[name=before_on]").fill("2025-01-10")
    page.locator("[name=summary]").fill("Toivoo ensimmäistä aikaa, lapsi mukana.")
    choose(page, "basis", "consent")
