from poukama.access.actor import Actor
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.factories.access import AuditEventFactory, ChainHeadFactory
from tests.factories.organisation import (
    AreaFactory,
    AssociationFactory,
    NetworkFactory,
    PartnershipFactory,
    PositionFactory,
    SiteFactory,
    TermFactory,
    UnitFactory,
    WorkFormFactory,
)


def test_everyone_of_the_cast_holds_one_role(cast, work_form_a, work_form_b):
    held = {
        name: [(role.role, role.work_form_key) for role in Actor(user, clock.today()).held]
        for name, user in cast.items()
    }

    assert held == {
        "aino": [(Role.WORKER, "work-form-a")],
        "bertta": [(Role.WORKER, "work-form-b")],
        "cecilia": [],
        "lead": [(Role.LEAD, "work-form-a")],
        "director": [(Role.DIRECTOR, None)],
        "board_member": [(Role.BOARD, None)],
        "office": [(Role.OFFICE, None)],
        "administrator": [(Role.ADMINISTRATOR, None)],
        "gatekeeper": [(Role.GATEKEEPER, None)],
        "student": [(Role.STUDENT, "work-form-a")],
    }


def test_factories_make_valid_rows(db):
    area = AreaFactory()
    work_form = WorkFormFactory(area=area)
    made = [
        AssociationFactory(),
        work_form,
        PositionFactory(work_forms=[work_form]),
        TermFactory(work_forms=[work_form]),
        NetworkFactory(work_forms=[work_form]),
        PartnershipFactory(),
        SiteFactory(),
        UnitFactory(),
        AuditEventFactory(),
        ChainHeadFactory(),
    ]

    for row in made:
        row.full_clean(exclude=["recorded_by", "previous_hash", "actor", "detail"])
    assert list(area.work_forms.values_list("key", flat=True)) == [work_form.key]
