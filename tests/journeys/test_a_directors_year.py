"""A director's year: a document becomes next year's draft, this year is looked at, assessed and told."""

import re

from playwright.sync_api import expect

from tests.journeys.moves import arriving

PLAN = """\
Lahden esimerkkiyhdistys ry
TOIMINTASUUNNITELMA 2025

1 Yleistä
Toimintasuunnitelma vuodelle 2025.

2 Perheiden tuki
2.1 Turvakoti
TAVOITTEET                                  TULOKSET
Perheet löytävät tuen ajoissa.              Perheet osaavat hakea apua.

Määrälliset tavoitteet
Naisia 70
Lapsia 64

3 Talousarvio
Tuotot
Kunnat 40.000 €
Avustus 60.000 €
Tuotot yhteensä 101.000 €
"""


def settle(page):
    """Wait until the part of the page that was asked for stands where it belongs."""
    for _ in range(100):
        page.wait_for_timeout(50)
        if not page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added").count():
            return


def accept_everything(page):
    """Accept the proposals one by one, part after part of the document."""
    accept = page.locator("#reading button[value=accept]")
    onwards = page.get_by_role("link", name=re.compile("^Seuraavaksi"))
    while True:
        settle(page)
        if accept.count():
            with page.expect_response(lambda answer: "/governance/" in answer.url):
                accept.first.click()
        elif onwards.count():
            page.goto(onwards.get_attribute("href"))
        else:
            return


def test_a_year_from_document_to_annual_report(enter, tmp_path):
    page = enter("toiminnanjohtaja")

    (tmp_path / "plan.txt").write_text(PLAN)
    page.goto("/governance/read/")
    page.set_input_files("[name=document]", tmp_path / "plan.txt")
    page.get_by_role("button", name="Lue").click()
    page.wait_for_selector("#reading")
    accept_everything(page)
    with arriving(page):
        page.get_by_role("link", name="Ota suunnitelmaan").click()
    page.get_by_role("button", name="Ota suunnitelmaan").click()
    expect(page.locator("main")).to_contain_text("Asiakirja on käyty läpi")

    page.goto("/governance/plan/2025/money/")
    expect(page.locator("main")).to_contain_text(re.compile(r"101\s000"))
    page.goto("/governance/plan/2025/findings/")
    expect(page.locator("main")).to_contain_text(re.compile(r"1\s000\s€"))

    page.goto("/reporting/progress/2024/")
    expect(page.locator("li.pk-target")).to_have_count(48)

    page.goto("/reporting/annual/2024/")
    with arriving(page):
        page.get_by_role("button", name=re.compile("luonnos", re.IGNORECASE)).first.click()
    for name, begins in (("PDF", b"%PDF"), ("Word", b"PK")):
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile(name)).first.click()
        assert download.value.path().read_bytes().startswith(begins)
        assert re.fullmatch(r"toimintakertomus-2024\.(pdf|docx)", download.value.suggested_filename)
