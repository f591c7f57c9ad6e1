"""At night somebody of the shelter opens a family of another work form; what two leads see in the morning."""

from playwright.sync_api import ViewportSize, expect

PHONE: ViewportSize = {"width": 390, "height": 844}
NIGHT, KEEPER, OWN = "turvakoti-yotyo-1", "vakivaltatyo-esihenkilo", "turvakoti-vastaava"

FAMILY = """
from django.db.models import Q
from poukama.casework.models import Episode
from poukama.clients.models import BehindWall, KnownIn
theirs = KnownIn.objects.filter(work_form__key="turvakoti", family__isnull=False).values("family")
found = Episode.objects.filter(work_form__key="avovakivaltatyo",
    voided_at=None, ends_on=None, family__isnull=False).exclude(family__in=theirs).exclude(
    family__in=BehindWall.objects.filter(family__isnull=False).values("family")).order_by("-pk")
print(found.first().family.code_name)
"""
AN_HOUR_LATER = """
from datetime import timedelta
from poukama.clients.models import EmergencyAccess
from poukama.toolkit import clock
row = EmergencyAccess.objects.order_by("-recorded_at").first()
later = clock.now() - timedelta(minutes=61)
EmergencyAccess.objects.filter(pk=row.pk).update(recorded_at=later, ends_at=later + timedelta(minutes=60))
"""


def in_the_house(house, code):
    """Run a piece of Python in the installation and return what it printed."""
    return house.python("-c", f"import django; django.setup()\n{code}").strip()


def test_opened_at_night_gone_in_an_hour_and_looked_at_in_the_morning(house, enter, axe):
    family = in_the_house(house, FAMILY)
    night = enter(NIGHT, viewport=PHONE)
    night.goto("/casework/emergency/")
    assert axe(night) == []
    night.locator("label", has_text="Joku on vaarassa").click()
    night.get_by_label("Mitä on tapahtunut").fill("Perhe soitti ovikelloa")
    whom = night.get_by_label("Kenet: koodinimi tai etu- ja sukunimi")
    whom.fill("Olematon")
    night.keyboard.press("Enter")
    expect(night.locator(".ds-validation-message").first).to_be_visible()
    expect(night.get_by_label("Mitä on tapahtunut")).to_have_value("Perhe soitti ovikelloa")
    assert axe(night) == []
    whom.fill(family)
    night.keyboard.press("Enter")
    night.wait_for_url("**/casework/emergency/*-*/")
    expect(night.get_by_role("heading", level=1)).to_have_text(family)
    expect(night.locator("main")).to_contain_text("Sulkeutuu itsestään klo")
    expect(night.locator("main")).to_contain_text("000 100")
    assert night.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")
    assert axe(night) == []
    opened = night.url

    in_the_house(house, AN_HOUR_LATER)
    night.goto(opened)
    night.wait_for_url("**/note/")
    expect(night.locator("main")).to_contain_text("Se on sulkeutunut.")
    night.goto("/")
    expect(night.locator("#katsottavaa")).to_be_visible()
    notice = night.locator(".pk-notice", has_text=f"Teit hätäavauksen: {family}")
    notice.get_by_role("link", name="Kirjoita jälkikirjaus").click()
    night.get_by_label("Mitä teit ja kenelle kerroit").fill("Soitin päivystykseen")
    night.get_by_role("button", name="Tallenna").click()
    night.wait_for_url(lambda address: address.rstrip("/") == house.url)
    expect(night.locator(".pk-notice", has_text=f"Teit hätäavauksen: {family}")).to_have_count(0)

    for lead in (KEEPER, OWN):
        morning = enter(lead)
        expect(morning.locator("#katsottavaa")).to_be_visible()
        morning.locator(".pk-notice").get_by_role("link", name=f"avasi: {family}").focus()
        morning.keyboard.press("Enter")
        expect(morning.locator("main")).to_contain_text("Perhe soitti ovikelloa")
        expect(morning.locator("main")).to_contain_text("Soitin päivystykseen")
        assert axe(morning) == []
        morning.get_by_role("button", name="Olen katsonut tämän").press("Enter")
        morning.wait_for_url(lambda address: address.rstrip("/") == house.url)
        expect(morning.get_by_role("link", name=f"avasi: {family}")).to_have_count(0)
