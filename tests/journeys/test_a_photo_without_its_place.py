"""A photo taken with a phone tells where it was taken: refused, and then kept without it."""

import re
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import FilePayload, ViewportSize, expect

from tests.toolkit.small_files import CAMERA, GPS, photo

PHONE: ViewportSize = {"width": 390, "height": 844}
TAKEN: FilePayload = {
    "name": "IMG_kotiovi.jpg",
    "mimeType": "image/jpeg",
    "buffer": photo(place=True, turned=True, size=(1600, 1200)),
}
TOO_LARGE: FilePayload = {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": bytes(27_000_000)}


def first_family(page):
    """The address of the page of some family with an open episode."""
    page.goto("/casework/")
    links = page.locator("main a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    return next(href for href in links if re.fullmatch(r"/casework/\d+/", href or ""))


def test_a_photo_with_a_place_in_it_is_refused_and_then_kept_without(enter, axe):
    page = enter("erotyontekija-1", viewport=PHONE)
    page.goto(first_family(page))
    page.get_by_role("link", name="Lisää liite").click()
    page.get_by_label("Mikä se on").fill("Keksitty todistus")
    page.get_by_label("Tiedosto tai valokuva").set_input_files(TAKEN)
    page.get_by_role("button", name="Tallenna").click()

    expect(page.locator("#id_file_error")).to_contain_text("kertoo, missä se on otettu")
    expect(page.get_by_label("Mikä se on")).to_have_value("Keksitty todistus")
    assert "kotiovi" not in page.content()
    assert axe(page) == []

    page.get_by_label("Poista kuvasta paikka ja muut tiedot").check()
    page.get_by_label("Tiedosto tai valokuva").set_input_files(TAKEN)
    page.get_by_role("button", name="Tallenna").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Liitteet")
    assert axe(page) == []

    with page.expect_download() as saving:
        page.get_by_role("link", name="Keksitty todistus", exact=True).click()
    saved = saving.value
    assert re.fullmatch(r"liite-[0-9a-f]{8}\.jpg", saved.suggested_filename)
    kept = Path(saved.path()).read_bytes()
    made = Image.open(BytesIO(kept))
    assert (made.size, dict(made.getexif()), made.getexif().get_ifd(GPS)) == ((1200, 1600), {}, {})
    assert CAMERA.encode() not in kept


def _write_and_choose(page, file):
    page.goto(first_family(page))
    page.get_by_role("link", name="Lisää liite").click()
    page.get_by_label("Mikä se on").fill("Keksitty todistus")
    page.get_by_label("Tiedosto tai valokuva").set_input_files(file)


def test_a_file_that_is_far_too_large_is_told_before_it_is_sent_and_what_was_typed_stays(enter, axe):
    page = enter("erotyontekija-1", viewport=PHONE)
    _write_and_choose(page, TOO_LARGE)

    expect(page.locator("#id_file_error")).to_be_visible()
    assert "20" in page.locator("#id_file_error").inner_text()
    there = page.url
    page.get_by_role("button", name="Tallenna").click()
    expect(page.get_by_label("Tiedosto tai valokuva")).to_be_focused()
    assert page.url == there
    expect(page.get_by_label("Mikä se on")).to_have_value("Keksitty todistus")
    assert axe(page) == []

    page.get_by_label("Tiedosto tai valokuva").set_input_files(TAKEN)
    expect(page.locator("#id_file_error")).to_have_count(0)


def test_without_scripts_it_is_answered_with_a_page_that_leads_back_and_not_with_a_broken_line(enter):
    page = enter("erotyontekija-1", viewport=PHONE, java_script_enabled=False)
    _write_and_choose(page, TOO_LARGE)
    there = page.url
    page.get_by_role("button", name="Tallenna").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Tiedosto on liian suuri")
    page.locator(f"main a[href='{there.removeprefix(page.url.split('/clients')[0])}']").click()
    expect(page.get_by_label("Mikä se on")).to_be_visible()
