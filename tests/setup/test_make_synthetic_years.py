"""Invented years: believable, the same for the same seed, and never mixed with real work."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Q

from poukama.access.models import AuditEvent
from poukama.activities.models import Attendance, DoorCount, Headcount, Occasion
from poukama.casework.models import Contact, Episode, EpisodeMember, ReceiptLink
from poukama.casework.queries import told_by
from poukama.casework.services.receipts import chain_of
from poukama.clients.code_names import WORDS
from poukama.clients.models import Alert, BehindWall, Client, Family, Identity, SafeContact
from poukama.organisation.models import Assignment, Position, User
from poukama.setup.demo.diary import Chance, Diary, is_working_day
from poukama.setup.demo.ladder import CODES
from poukama.setup.demo.making import PackNotApplied, WorkAlreadyRecorded, make_years
from poukama.toolkit import clock
from poukama.workforce.models import Volunteer

PACK = Path("packs/lahti-2024")


def _fingerprint() -> dict[str, object]:
    return {
        "door": Counter(DoorCount.objects.order_by().values_list("happened_on", "visitor", "quantity")),
        "occasions": Counter(Occasion.objects.order_by().values_list("happened_on", "kind", "state")),
        "episodes": Counter(
            Episode.objects.order_by().values_list("starts_on", "ends_on", "family__code_name")
        ),
        "contacts": Counter(Contact.objects.order_by().values_list("happened_on", "kind", "took_place")),
        "volunteers": set(Volunteer.objects.values_list("code_name", flat=True)),
        "names": Counter((each.first_names, each.last_name) for each in Identity.objects.order_by("pk")),
        "alerts": Counter(Alert.objects.order_by().values_list("kind", "ends_on")),
        "agreements": Counter(SafeContact.objects.order_by().values_list("confirmed_on", "by_text")),
        "walls": set(BehindWall.objects.order_by().values_list("family__code_name", "side")),
        "earlier": Counter(
            ReceiptLink.objects.order_by().values_list("consultation__happened_on", "known__work_form__key")
        ),
        "tokens": set(DoorCount.objects.values_list("token", flat=True)),
    }


def _cut_in_the_middle(diary: Diary) -> int:
    """Half of what was to happen has happened when the power goes."""
    due = len(diary._waiting) // 2
    for moment, _, event in sorted(diary._waiting, key=lambda waiting: waiting[:2])[:due]:
        with clock.moved_to(moment):
            event()
    raise KeyboardInterrupt


def _made(seed: int) -> dict[str, object]:
    with transaction.atomic():
        make_years(pack=PACK, last_year=2024, scale=0.02, seed=seed)
        found = _fingerprint()
        transaction.set_rollback(True)
    return found


@pytest.mark.slow
def test_the_same_seed_makes_the_same_year(pack: object) -> None:
    first = _made(7)
    assert all(
        first[name] for name in ("door", "occasions", "episodes", "contacts", "names", "alerts", "walls")
    )
    assert _made(7) == first
    assert _made(8) != first


@pytest.mark.slow
def test_a_year_is_believable(pack: object) -> None:
    make_years(pack=PACK, last_year=2024, scale=0.05, seed=7)

    days = set(DoorCount.objects.values_list("happened_on", flat=True))
    assert all(is_working_day(day) and day.year == 2024 for day in days)
    still_open = Q(ends_on=None) | Q(ends_on__year=2024)
    assert Episode.objects.filter(still_open, starts_on__year=2023).exists()
    assert Episode.objects.filter(ends_on=None).exists()
    assert all(model.objects.exists() for model in (Attendance, Contact, EpisodeMember, Headcount))
    assert {name.split()[0] for name in Family.objects.values_list("code_name", flat=True)} <= set(WORDS)
    assert not EpisodeMember.objects.filter(client__code_name="", client__birth_year__isnull=False).exists()
    assert not Contact.objects.filter(happened_on__gt=date(2024, 12, 31)).exists()
    linked = ReceiptLink.objects.order_by("pk").values_list("consultation", flat=True)
    assert 0 < len(linked) < len(told_by(chain_of(CODES[0])))
    assert AuditEvent.objects.filter(action="casework.open_episode").count() == Episode.objects.count()

    held = Assignment.objects.exclude(position=None).values_list("position").distinct().count()
    assert held == Position.objects.count()
    administrator = User.objects.get(email="yllapito@poukama.example")
    assert [(one.role, one.work_form) for one in administrator.assignments.all()] == [("administrator", None)]
    assert not Client.objects.filter(created_by=administrator).exists()

    with pytest.raises(WorkAlreadyRecorded):
        make_years(pack=PACK, last_year=2024, scale=0.05, seed=7)


def test_chance_is_the_same_for_the_same_seed() -> None:
    first, second, other = Chance(1), Chance(1), Chance(2)
    drawn = [[chance.between((1, 1000)) for _ in range(5)] for chance in (first, second, other)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_days_off_are_no_working_days() -> None:
    days = (date(2024, 6, 21), date(2024, 12, 6), date(2024, 12, 24), date(2024, 5, 4), date(2024, 5, 6))
    assert [is_working_day(day) for day in days] == [False, False, False, False, True]


def test_a_database_without_the_pack_is_refused(db: None) -> None:
    with pytest.raises(PackNotApplied) as refusal:
        make_years(pack=PACK, last_year=2024)
    assert "ensikoti" in refusal.value.missing
    assert not User.objects.exists()


def test_the_command_says_what_is_missing(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("demo")
    with pytest.raises(CommandError):
        call_command("demo", pack=str(tmp_path))
    with pytest.raises(CommandError):
        call_command("demo", years=0)


def test_a_year_that_was_interrupted_leaves_nothing(
    pack: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the first start of a server does: what the power cut took is made again from the beginning."""
    with monkeypatch.context() as cut:
        cut.setattr(Diary, "run", _cut_in_the_middle)
        with pytest.raises(KeyboardInterrupt):
            call_command("demo", scale=0.05)
    assert not DoorCount.objects.exists()
    assert not User.objects.exists()

    call_command("demo", scale=0.02, if_empty=True)
    made = _fingerprint()
    assert made["door"]

    call_command("demo", scale=0.02, if_empty=True)
    assert _fingerprint() == made
    with pytest.raises(CommandError):
        call_command("demo", scale=0.02)
