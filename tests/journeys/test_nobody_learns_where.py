"""A mother has a non-disclosure order; her children get it by themselves, and a colleague learns nothing of where they are."""

import re

from playwright.sync_api import ViewportSize, expect

PHONE: ViewportSize = {"width": 390, "height": 844}


def a_mother_with_two_children(page):
    """The page of the newest family of a mother and two others, with their cards, hers first."""
    page.goto("/casework/")
    for row in page.locator("main tbody tr").all():
        if re.match(r"Äiti, .+, .+", row.locator("td").first.inner_text()):
            page.goto(row.locator("a").first.get_attribute("href") or "")
            break
    cards = (
        page.locator("main a[href^='/clients/']").filter(has_text=re.compile(r"^\S+( \d+)? [A-ZÅÄÖ]$")).all()
    )
    return page.url, [(card.inner_text(), card.get_attribute("href") or "") for card in cards]


def record_where(page, card, **places):
    """Write on somebody's card where they are; the address of the page that tells it."""
    page.goto(card)
    page.get_by_role("link", name="Olinpaikka").click()
    where = page.url
    page.locator("a[href$='/whereabouts/record/']").click()
    for name, said in places.items():
        page.locator(f"[name={name}]").fill(said)
    page.get_by_role("button", name="Tallenna").click()
    page.wait_for_url(where)
    return where


def record_visit(page, family):
    """Record that one met them today; who did, as the list of visits says it."""
    page.goto(family)
    page.get_by_role("link", name="Kirjaa käynti tai yhteydenotto").click()
    page.locator("label", has_text=re.compile(r"^\s*Tapaaminen\s*$")).click()
    page.locator("button[type=submit]", has_text="Tallenna").click()
    page.wait_for_url(family)
    return page.locator("#contact-list time small").first.inner_text()


def name_of(page):
    """The name of whoever is signed in, as the page says it."""
    return page.locator("form[data-clear-drafts]").first.locator("xpath=preceding-sibling::p/b").inner_text()


def choose_by_keyboard(page, name, label):
    """Walk with Tab to the chips of a question and with the arrows to one of them."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            break
    wanted = page.locator("label", has_text=re.compile(rf"^\s*{label}\s*$")).locator("input")
    for _ in range(8):
        page.keyboard.press("Space")
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"{label} cannot be chosen by keyboard")


def test_an_order_reaches_the_children_and_a_colleague_learns_nothing_of_where_they_are(enter, axe):
    knows = enter("peukaloinen-tyontekija-1")
    family, people = a_mother_with_two_children(knows)
    (mother, her_card), (one, one_card), (other, _other_card) = people
    told = record_where(knows, one_card, municipality="Salakunta", school="Salakoulu", home="Salakatu 7")
    hers = record_where(knows, her_card, municipality="Salakunta", workplace="Salatehdas")
    assert axe(knows) == []

    mine = record_visit(knows, family)
    colleague = enter("peukaloinen-tyontekija-2", viewport=PHONE)
    colleague.goto(told)
    expect(colleague.locator("main")).to_contain_text("Salakoulu")
    colleague.goto(family)
    assert mine in colleague.locator("#contact-list time small").all_inner_texts()

    knows.goto(family)
    link = knows.get_by_role("link", name="Kirjaa turvakielto tai muu suojaus")
    link.focus()
    knows.keyboard.press("Enter")
    knows.wait_for_url("**/orders/")
    assert axe(knows) == []
    choose_by_keyboard(knows, "about", mother)
    choose_by_keyboard(knows, "kind", "Turvakielto")
    unnamed = knows.locator("label", has_text=name_of(colleague)).locator("input")
    if unnamed.is_checked():
        unnamed.focus()
        knows.keyboard.press("Space")
    knows.locator("[name=ends_on]").fill("2031-01-01")
    knows.locator("[name=action]").focus()
    knows.keyboard.type("Kysy ensin vastaavalta")
    knows.locator("button[type=submit]", has_text="Tallenna").focus()
    knows.keyboard.press("Enter")
    expect(knows.locator(".ds-validation-message").first).to_be_visible()
    expect(knows.locator("[name=action]")).to_have_value("Kysy ensin vastaavalta")
    knows.locator("[name=ends_on]").fill("2029-12-30")
    knows.keyboard.press("Enter")
    knows.wait_for_url(family)

    banner = ".pk-notice[data-kind=berry]"
    for page in (knows, colleague):
        page.goto(family)
        said = page.locator(banner).filter(has_text="Turvakielto")
        expect(said).to_contain_text("Kysy ensin vastaavalta")
        for name in (mother, one, other):
            expect(said).to_contain_text(name)
        assert axe(page) == []
    assert mine in knows.locator("#contact-list time small").all_inner_texts()
    assert mine not in colleague.locator("#contact-list time small").all_inner_texts()
    expect(colleague.locator("main a[href$='/whereabouts/']")).to_have_count(0)

    answered = [
        colleague.request.get(address).status
        for address in (told, hers, "/clients/known/987654321/whereabouts/")
    ]
    assert answered == [404, 404, 404]
    assert knows.request.get(told).status == 200
    for address in (family, one_card, her_card, "/casework/", "/"):
        colleague.goto(address)
        colleague.wait_for_load_state("networkidle")
        assert [
            word
            for word in ("Salakunta", "Salakoulu", "Salakatu", "Salatehdas")
            if word in colleague.content()
        ] == []
    colleague.goto(one_card)
    expect(colleague.locator(banner)).to_contain_text("Turvakielto")
    assert axe(colleague) == []
