"""One puts it together, another checks it and gives it; no copy stays."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.models import AuditEvent
from poukama.casework.models import OwnData, OwnPassage
from poukama.casework.rules import Action
from poukama.casework.services import own_data as services
from poukama.clients.choices import HowGiven, WithheldGround
from poukama.toolkit.pages import SIZE
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import (
    OwnDataFactory,
    OwnPassageFactory,
)

pytestmark = pytest.mark.django_db


def test_it_is_made_checked_and_given_and_each_step_is_told_to_them(aino, saara, known, written, today):
    copy = services.ask_own_data(known=known, asked_on=today - timedelta(days=3), by=aino)
    assert copy.due_on == date(2024, 10, 9)
    with pytest.raises(services.NotChecked):
        services.give_own_data(own_data=copy, how=HowGiven.IN_PERSON, by=aino)
    both = next(each for each in copy.passages.order_by("number") if each.text == "Of them both")
    services.withhold(passage=both, ground=WithheldGround.OTHERS, by=aino)
    with pytest.raises(services.CheckedByTheSame):
        services.check_own_data(own_data=copy, by=aino)
    services.check_own_data(own_data=copy, by=saara)
    with pytest.raises(services.NotWaiting):
        services.withhold(passage=both, ground=None, by=aino)
    with pytest.raises(services.NotWaiting):
        services.check_own_data(own_data=copy, by=saara)
    given = services.give_own_data(own_data=copy, how=HowGiven.IN_PERSON, by=saara)
    assert given.passages_withheld == 1
    assert given.passages_given > 5
    assert not OwnPassage.objects.exists()
    events = AuditEvent.objects.filter(about="clients.Client", about_id=str(known.client_id))
    steps = (Action.ASK_OWN_DATA, Action.WITHHOLD_PASSAGE, Action.CHECK_OWN_DATA, Action.GIVE_OWN_DATA)
    assert list(events.filter(action__in=steps).order_by("id").values_list("action", flat=True)) == [*steps]


def test_it_is_asked_once_at_a_time_and_not_ahead(aino, known, today):
    with pytest.raises(services.AskedLater):
        services.ask_own_data(known=known, asked_on=today + timedelta(days=1), by=aino)
    copy = services.ask_own_data(known=known, asked_on=today, by=aino)
    with pytest.raises(services.AskedAlready):
        services.ask_own_data(known=known, asked_on=today, by=aino)
    services.give_up_own_data(own_data=copy, by=aino)
    with pytest.raises(services.NotWaiting):
        services.check_own_data(own_data=copy, by=aino)
    assert services.ask_own_data(known=known, asked_on=today, by=aino).waits


def test_from_asking_to_giving_on_screen(client, aino, saara, known, written, today):
    browser = sign_in(client, aino)
    assert (
        url("casework:ask_own_data", known) in browser.get(url("clients:card", known.client)).content.decode()
    )
    answer = browser.post(url("casework:ask_own_data", known), {"asked_on": str(today)})
    copy = OwnData.objects.get()
    assert answer.url == url("casework:own_data", copy)
    page = browser.get(answer.url).content.decode()
    assert "Of them both" in page
    assert browser.get(url("casework:own_data_file", copy)).status_code == 404
    both = next(each for each in copy.passages.order_by("number") if each.text == "Of them both")
    assert browser.post(url("casework:withhold_passage", both), {"ground": "x"}).status_code == 422
    browser.post(url("casework:withhold_passage", both), {"ground": "others"})
    assert url("casework:check_own_data", copy) not in page
    assert browser.post(url("casework:check_own_data", copy), {"is_read": "on"}).status_code == 404
    browser = sign_in(client, saara)
    assert url("casework:check_own_data", copy) in browser.get(answer.url).content.decode()
    assert browser.post(url("casework:check_own_data", copy), {"x": "x"}).status_code == 422
    copy.refresh_from_db()
    assert copy.checked_at is None
    browser.post(url("casework:check_own_data", copy), {"is_read": "on"})

    paper = browser.get(url("casework:own_data_paper", copy)).content.decode()
    assert "Of her alone" in paper
    assert "Of them both" not in paper
    file = browser.get(url("casework:own_data_file", copy))
    assert file["Content-Disposition"] == f'attachment; filename="tiedot-{copy.code}.json"'
    notes = next(each for each in json.loads(file.content)["sections"] if each["code"] == "notes")
    assert [each["text"] for each in notes["passages"]] == ["Of her alone"]
    assert [each["passages"] for each in notes["withheld"]] == [1]

    browser.post(url("casework:give_own_data", copy), {"how": "in_person"})
    copy.refresh_from_db()
    assert copy.given_by == saara
    assert browser.get(url("casework:own_data_file", copy)).status_code == 404
    assert browser.get(url("casework:own_data", copy)).status_code == 200


def test_a_check_without_its_tick_leads_on_to_the_other_pages(client, aino, known):
    copy = OwnDataFactory(known=known)
    OwnPassageFactory.create_batch(SIZE + 1, own_data=copy)
    browser = sign_in(client, aino)

    answer = browser.post(url("casework:check_own_data", copy), {})

    page = answer.context["page"]
    assert f'href="{url("casework:own_data", copy)}?{page.older}"' in answer.content.decode()
    assert len(browser.get(f"{page.at}?{page.older}").context["page"].rows) == 1


def test_only_whoever_checked_it_takes_it_out(client, aino, lead, saara, known, written, today):
    copy = services.ask_own_data(known=known, asked_on=today, by=aino)
    services.check_own_data(own_data=copy, by=saara)
    with pytest.raises(services.NotChecked):
        services.give_own_data(own_data=copy, how=HowGiven.IN_PERSON, by=lead)
    for who in (lead, aino):
        browser = sign_in(client, who)
        assert browser.get(url("casework:own_data", copy)).status_code == 200
        for name in ("own_data_paper", "own_data_file", "give_own_data"):
            assert browser.get(url(f"casework:{name}", copy)).status_code == 404


def test_the_page_asks_the_same_however_much_is_kept(client, aino, known):
    copy = OwnDataFactory(known=known)
    browser = sign_in(client, aino)
    counts = []
    for number in (1, 3):
        OwnPassageFactory.create_batch(number, own_data=copy)
        with CaptureQueriesContext(connection) as asked:
            browser.get(url("casework:own_data", copy))
        counts.append(len(asked))
    assert counts[0] == counts[1]
