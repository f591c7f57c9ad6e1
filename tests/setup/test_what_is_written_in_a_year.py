"""What an invented year has beside its visits: plans, months, reports, endings, follow-ups and handovers."""

import json
from datetime import date
from pathlib import Path

import pytest

from poukama.casework.choices import HandoverState, ReportKind, ReportStep, Voice
from poukama.casework.models import (
    DueStep,
    EpisodeMember,
    FollowUp,
    Handover,
    PlanParagraph,
    PlanVersion,
    Process,
    Report,
    ReportSending,
)
from poukama.casework.on_drafts import REPORT_FORM
from poukama.clients.models import Disclosure
from poukama.drafts.models import Draft
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.setup.demo.half_written import write_half
from poukama.setup.demo.making import make_years
from poukama.toolkit import clock
from tests.factories.casework import DueStepFactory, EpisodeFactory
from tests.factories.organisation import TermFactory

PACK, LAST = Path("packs/lahti-2024"), date(2024, 12, 29)


@pytest.mark.slow
def test_it_is_planned_told_followed_and_handed_over(pack: object) -> None:
    make_years(pack=PACK, last_year=2024, scale=0.3, seed=2024, until=LAST)

    voices = set(PlanParagraph.objects.values_list("voice", flat=True))
    assert voices == {Voice.FAMILY, Voice.WORKER, Voice.REFERRER}
    assert PlanVersion.objects.filter(number__gt=1).exists()

    reports = Report.objects.filter(voided_at=None)
    assert set(reports.values_list("kind", flat=True)) == set(ReportKind)
    assert any(report.is_late for report in reports)
    assert not reports.filter(kind=ReportKind.MONTH, due_on=None).exists()
    assert ReportSending.objects.exists()

    told = reports.filter(kind=ReportKind.CHILD).values_list("member__ends_on", flat=True)
    assert set(told) != {None}
    assert FollowUp.objects.filter(outcome="reached").exists()
    assert FollowUp.objects.filter(met_on=None, due_on__gt=LAST).exists()
    assert not FollowUp.objects.filter(episode__ends_on=None).exists()

    taken_on = Handover.objects.filter(state=HandoverState.ACCEPTED)
    assert taken_on.exists()
    assert not taken_on.filter(opened__ends_on=None).exists()
    assert Disclosure.objects.filter(pk__in=taken_on.values("disclosures")).exists()

    carried = DueStep.objects.filter(step__trigger="meetings", duty__done_on__isnull=False)
    ended = Process.objects.filter(pk__in=carried.order_by().values("process"))
    assert set(ended.values_list("template__key", flat=True)) == {"lapsityo", "lkk"}
    assert not ended.filter(ends_on=None).exists()

    of_lkk = Process.objects.filter(template__key="lkk").values("episode")
    assert not EpisodeMember.objects.filter(episode__in=of_lkk, ends_on=None).exists()


@pytest.mark.django_db
def test_a_report_that_is_late_is_half_written_by_the_key_worker(work_form_a: WorkForm, aino: User) -> None:
    TermFactory(list=TermList.PROCESS_STEP, key="report", attributes={"met_by": ReportStep.MONTH_REPORTED})
    episode = EpisodeFactory(work_form=work_form_a, key_worker=aino)
    asked = {"process__episode": episode, "step__does": "report"}
    DueStepFactory(**asked, duty__due_on=date(2024, 12, 31))
    with clock.moved_to(LAST):
        write_half(7)
    assert not Draft.objects.exists()

    DueStepFactory(**asked, duty__due_on=date(2024, 11, 30))
    with clock.moved_to(LAST):
        write_half(7)
    draft = Draft.objects.get()
    assert (draft.kind, draft.key, draft.written_by) == (REPORT_FORM, f"{episode.pk}.2024-11", aino)
    assert json.loads(draft.typed)[0][0] == "worker"
