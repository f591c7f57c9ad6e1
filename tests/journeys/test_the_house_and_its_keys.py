"""A house is not served without its keys nor with others; a backup of the whole of it is put back in an empty place."""

import json
import shutil

import pytest
from playwright.sync_api import expect

from tests.journeys.house import House

OTHER = "0" * 43 + "="
NAMED = """
from poukama.clients.models import BehindWall, Identity, KnownIn
walled = BehindWall.objects.filter(family__isnull=False).values("family")
told = Identity.objects.filter(work_form__key="elp", voided_at=None, last_name__isnull=False).order_by("pk")
one = told.exclude(client__family__in=walled).first()
print(KnownIn.objects.get(client=one.client, work_form=one.work_form).pk, one.last_name)
"""


def refused(house):
    """What the server said instead of serving."""
    before = len(house.said)
    with pytest.raises(AssertionError):
        house.start()
    house.process = None
    return house.said[before:]


def test_a_server_says_what_to_do_about_its_keys_and_serves_once_they_are_back(house):
    ring = house.data / "keys.json"
    house.stop()
    kept = ring.read_text()
    ring.unlink()

    said = refused(house)

    assert "Not served: The keys are not there" in said
    assert "Put the file back from where the keys are kept, or say in POUKAMA_KEYS where it is." in said
    assert "Traceback" not in said
    assert not ring.exists()
    ring.write_text(json.dumps({"seals": {"1": OTHER}, "searches": OTHER, "newest": 1}))

    said = refused(house)

    assert "are not those of this database" in said
    assert "Use the file that belongs to this database" in said
    assert "Traceback" not in said
    ring.write_text(kept)
    house.start()


def test_a_backup_is_put_back_in_an_empty_place_and_one_signs_in_there(house, enter, tmp_path):
    known, last_name = house.python("-c", f"import django; django.setup()\n{NAMED}").split()
    house.run("backup", str(tmp_path / "backup"))
    empty = tmp_path / "empty"
    empty.mkdir()
    other = House(empty)

    with pytest.raises(AssertionError, match="Mitään ei muutettu"):
        other.run("restore", str(tmp_path / "backup"))

    assert {each.name for each in empty.rglob("*")} <= {"secret-key"}
    shutil.copy(house.data / "keys.json", empty)
    other.run("restore", str(tmp_path / "backup"))
    house.stop()
    other.start(within=300)
    try:
        page = enter("erotyontekija-1", at=other)
        expect(page.locator("form.pk-quick")).to_be_visible()
        page.goto(f"/clients/known/{known}/name/")
        expect(page.locator("main dd", has_text=last_name)).to_be_visible()
    finally:
        other.stop()
    assert json.loads(other.run("keys", "check", "--json"))["left"] == 0
    other.run("audit", "verify")
    other.run("files", "check")
