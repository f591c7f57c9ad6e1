"""Exporting what runs, and applying it again: nothing changes."""

from datetime import UTC, datetime

import pytest

from poukama.governance.models import Plan, Target
from poukama.organisation.models import Association, PackItem, Position, Site, Team, Term, WorkForm
from poukama.setup.packs.applying import apply_pack, differences
from poukama.setup.packs.bindings import BINDINGS
from poukama.setup.packs.checking import check
from poukama.setup.packs.exporting import FolderNotEmpty, export_pack
from poukama.setup.packs.items import items_of
from poukama.setup.packs.reading import read_folder
from poukama.setup.packs.state import current
from tests.packs import lahti

pytestmark = pytest.mark.django_db


def exported(folder):
    export_pack(folder=folder)
    return read_folder(folder)


@pytest.mark.usefixtures("pack")
def test_the_pack_of_lahti_comes_back_as_it_was(tmp_path):
    document = exported(tmp_path / "out")

    back, problems = check(document)
    original, _warnings = check(lahti())
    assert [problem.code for problem in problems] == ["income_sum"]
    assert {item.id: item.content for item in items_of(back)} == {
        item.id: item.content for item in items_of(original)
    }
    assert differences(document=document) == []


@pytest.mark.usefixtures("pack")
def test_what_was_added_and_changed_here_is_exported_too(tmp_path):
    Site.objects.create(key="cabin", name="Mökki: järven rannalla", is_secret=True)
    Term.objects.create(list="theme", key="dogs", name="Koirat", attributes={"paws": 4}, order=2)
    Term.objects.filter(list="theme", key="birth").update(is_active=False)
    Position.objects.create(
        key="night", name="Yövuoro", team=Team.objects.get(key="turvakoti"), number=7, order=99
    )
    Target.objects.filter(code="ENS-1").update(aim=40, owner=None, note="12.5 %: #ei")
    Target.objects.create(
        plan=Plan.objects.get(),
        work_form=WorkForm.objects.get(key="doula"),
        code="OMA",
        label="Oma",
        aim=0,
        order=3,
    )
    WorkForm.objects.filter(key="doula").update(parent=None, legal_basis="no")

    document = exported(tmp_path / "out")

    assert [p for p in check(document)[1] if not p.is_warning] == []
    assert differences(document=document) == []
    apply_pack(document=document)
    assert Site.objects.get(key="cabin").is_secret
    assert differences(document=document) == []


@pytest.mark.usefixtures("pack")
def test_an_export_sets_up_an_empty_database_alike(tmp_path):
    before = current().contents
    document = exported(tmp_path / "out")
    WorkForm.objects.update(parent=None)
    for binding in reversed(BINDINGS.values()):
        binding.model._default_manager.all().delete()
    PackItem.objects.all().delete()

    apply_pack(document=document)

    assert current().contents == before


def test_a_database_with_hardly_anything_is_exported(tmp_path):
    Association.objects.create(pk=1, name="Uusi yhdistys", short_name="Uusi")
    Plan.objects.create(year=2025, title="Luonnos", created_at=datetime(2024, 11, 1, tzinfo=UTC))

    document = exported(tmp_path / "out")

    assert check(document)[1] == []
    assert [change.reason for change in differences(document=document)] == []


def test_a_folder_with_files_is_not_written_over(tmp_path):
    (tmp_path / "notes.txt").write_text("Säilytä.")

    with pytest.raises(FolderNotEmpty):
        export_pack(folder=tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
