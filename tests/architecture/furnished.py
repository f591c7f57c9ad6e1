"""A house with one of everything in two work forms: with canaries in A, without them in B; and a plan that counts."""

from datetime import date
from typing import Any

from poukama.casework.models import Promise
from poukama.clients.models import KnownIn
from poukama.organisation.choices import Identification, TermList
from poukama.organisation.models import Term
from poukama.toolkit import clock
from tests.architecture.furnished_casework import (
    TODAY,
    asked_for,
    ending,
    fallen_due,
    goals_and_plan,
    handed_over_to,
    opened_in_emergency,
    reported,
    written,
)
from tests.architecture.half_written import plant
from tests.factories.activities import (
    AttendanceFactory,
    ChatDutyFactory,
    DoorCountFactory,
    GroupFactory,
    HeadcountFactory,
    OccasionFactory,
    OutreachFactory,
)
from tests.factories.casework import (
    AppointmentFactory,
    ConsultationFactory,
    ContactFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    EpisodePhaseFactory,
    EpisodeWorkersFactory,
    FollowUpFactory,
    HandoverFactory,
    ReceiptLinkFactory,
    RequestFactory,
    RequestStepFactory,
)
from tests.factories.clients import (
    AlertFactory,
    AttachmentFactory,
    ClientFactory,
    ConsentFactory,
    CorrectedYearFactory,
    DisclosureFactory,
    ExpectingFactory,
    FamilyFactory,
    FamilyTieFactory,
    IdentityFactory,
    OtherHomeFactory,
    PartingFactory,
    PartyWallFactory,
    ProtectionExemptionFactory,
    ProtectionOrderFactory,
    ProtectionReaderFactory,
    SafeContactFactory,
    SamePersonFactory,
    WallProposalFactory,
    WhereaboutsFactory,
)
from tests.factories.drafts import DraftFactory
from tests.factories.governance import (
    BudgetLineFactory,
    FocusAreaFactory,
    FocusIndicatorFactory,
    GoalFactory,
    PlanFactory,
    ProposalFactory,
    ReadingFactory,
    StaffLineFactory,
    TargetFactory,
)
from tests.factories.organisation import (
    AreaFactory,
    AssignmentFactory,
    AssociationFactory,
    PartnershipFactory,
    TermFactory,
    UserFactory,
    WorkFormAreaFactory,
)
from tests.factories.outbox import MessageFactory
from tests.factories.outcomes import FormFactory, ReceivedAnswerFactory
from tests.factories.reporting import AnnualReportFactory, ReportAnswerFactory, SnapshotFactory
from tests.factories.workforce import (
    MatchFactory,
    MatchVolunteerFactory,
    VolunteerFactory,
    VolunteerRoleFactory,
)


def furnished(cast: dict[str, Any], work_form_a: Any, work_form_b: Any) -> dict[str, Any]:
    """One of everything in work form A, with canaries; the same without them in B; and a plan that counts them."""
    AssociationFactory()
    area = AreaFactory(key="area-one", name="Area one")
    for which, key in {
        TermList.MEMBER_ROLE: "parent",
        TermList.PHASE: "motivation",
        TermList.CONTACT_KIND: "meeting",
        TermList.END_REASON: "goals_met",
        TermList.VOLUNTEER_ROLE: "doula",
        TermList.PEOPLE_CATEGORY: "parents",
        TermList.OCCASION_KIND: "event",
        TermList.OUTREACH_PLACE: "clinic",
        TermList.CHAT_SERVICE: "chat",
        TermList.THEME: "sleep",
        TermList.ESTIMATE_BASIS: "other",
        TermList.DISCLOSURE_GROUND: "child_welfare",
        TermList.GOAL_MARK: "succeeded",
        TermList.PLAN_SECTION: "need",
        TermList.REFERRAL_SOURCE: "self",
        TermList.NEED: "support",
        TermList.DECISION_REASON: "no_time",
        TermList.NOTE_HEADING: "work",
        TermList.OBSERVATION: "plays",
        TermList.SERVICE_TASK: "child_welfare",
        TermList.RETENTION_CLASS: "own_schedule",
    }.items():
        TermFactory(list=which, key=key, name=key.title())
    Term.objects.filter(list=TermList.MEMBER_ROLE).update(attributes={"icon": "child"})
    for name in ("Kanar", "Vaahtera"):  # the word for what is agreed, which no form offers any more
        TermFactory(
            list=TermList.CONTACT_KIND, key=f"{name}time".lower(), name=f"{name}time", is_active=False
        )
    elsewhere = furnish(work_form_b, cast["bertta"], "Vaahtera", area, UserFactory())
    found = furnish(work_form_a, cast["aino"], "Kanar", area, cast["lead"])
    ours, theirs = [cast["aino"], cast["lead"]], [cast["bertta"]]
    for order, named in ((found["protectionorder"], ours), (elsewhere["protectionorder"], theirs)):
        for user in named:
            ProtectionReaderFactory(order=order, user=user)
    wall = PartyWallFactory(one=(found["family"], ours), other=(elsewhere["family"], theirs))
    PartyWallFactory(one=(found["person"], ours), other=(elsewhere["person"], theirs))
    found |= opened_in_emergency(work_form_a, cast)
    found["incoming"] = handed_over_to(work_form_a, ours)
    plant(found, work_form_b, cast["aino"], "Kanar")
    DraftFactory(kind="casework.alert", key=str(elsewhere["episode"].pk), written_by=cast["bertta"])
    plan = PlanFactory(year=2024, state="approved", approved_on=date(2023, 11, 30))
    target = TargetFactory(
        plan=plan,
        work_form=work_form_a,
        unit="person",
        measure="people_in_care",
        filters={"work_form": work_form_a.key},
    )
    visits = TargetFactory(plan=plan, work_form=work_form_a, unit="visit", measure="door_visits")
    somebody = UserFactory(name="Some Body")
    reading = ReadingFactory()
    return found | {
        "partywall": wall,
        "wallproposal": WallProposalFactory(
            work_form=work_form_a, client=found["person"], other=ClientFactory(known_in=work_form_a)
        ),
        "area": area,
        "plan": plan,
        "draft": PlanFactory(year=2025),
        "goal": GoalFactory(plan=plan, work_form=work_form_a, code="GOAL-A"),
        "budgetline": BudgetLineFactory(plan=plan),
        "staffline": StaffLineFactory(plan=plan),
        "focusarea": FocusAreaFactory(plan=plan),
        "indicator": FocusIndicatorFactory(focus_area__plan=plan),
        "reading": reading,
        "proposal": ProposalFactory(
            reading=reading,
            payload={
                "label": "Families",
                "aim": 10,
                "direction": "at_least",
                "unit": "family",
                "work_form_key": "",
            },
        ),
        "annualreport": AnnualReportFactory(),
        "answer": ReportAnswerFactory(question="goal:GOAL-A"),
        "target": target,
        "visits": visits,
        "snapshot": SnapshotFactory(work_form=work_form_a, target_code=target.code),
        "user": somebody,
        "somebody": somebody,
        "invited": UserFactory(last_login=None),
        "closed": UserFactory(is_active=False),
        "assignment": AssignmentFactory(user=somebody, work_form=work_form_a),
        "later": AssignmentFactory(
            user=somebody, work_form=work_form_a, role="lead", starts_on=date(2024, 10, 1)
        ),
        "waiting": AssignmentFactory(
            user=somebody,
            work_form=None,
            role="director",
            assigned_by=cast["administrator"],
            awaits_confirmation=True,
        ),
    }


def furnish(work_form: Any, worker: Any, name: str, area: Any, lead: Any) -> dict[str, Any]:
    """One of everything in a work form, recorded by its worker; what is free to be named begins with `name`."""
    work_form.door_counter = True
    work_form.identification = Identification.NAMED
    work_form.identity_codes = True
    work_form.save()
    WorkFormAreaFactory(area=area, work_form=work_form)
    by = {"work_form": work_form, "recorded_by": worker}
    is_ours = name == "Kanar"
    keeper = UserFactory(name=f"{name}keeper Person")
    AssignmentFactory(user=keeper, work_form=work_form)
    family = FamilyFactory(code_name=f"{name}iala", search_key=f"{name}iala".lower(), known_in=work_form)
    member = ClientFactory(
        code_name=f"{name}iala B",
        search_key=f"{name}iala b".lower(),
        family=family,
        known_in=work_form,
        birth_year=1907 if is_ours else 1950,
    )
    person = ClientFactory(
        code_name=f"{name}inen",
        search_key=f"{name}inen".lower(),
        known_in=work_form,
        birth_year=1913 if is_ours else 1951,
    )
    IdentityFactory(
        client=member,
        work_form=work_form,
        first_names=f"{name}helka",
        last_name=f"{name}suku",
        born_on="2019-03-14",
        code="140319A912S" if is_ours else "140319A934F",
    )
    twice = [
        ClientFactory(
            code_name=f"{name}iala {letter}",
            search_key=f"{name}iala {letter}".lower(),
            family=family,
            known_in=work_form,
        )
        for letter in "CD"
    ]
    known = KnownIn.objects.get(client=member, work_form=work_form)
    SafeContactFactory(
        known=known,
        by_email=True,
        phone=f"{name}phone",
        email=f"{name}mail@example.org",
        address=f"{name}road 1",
        hours=f"{name}hours",
        say=f"{name}says",
        code_word=f"{name}secret",
        language=f"{name}lingo",
        interpreter=f"{name}uncle",
        note=f"{name}note",
    )
    unborn = ClientFactory(
        code_name=f"{name}iala V",
        search_key=f"{name}iala v".lower(),
        family=family,
        known_in=work_form,
        is_unborn=True,
    )
    expecting = ExpectingFactory(
        work_form=work_form,
        client=unborn,
        mother=member,
        due_on="2025-03-03" if is_ours else "2025-04-04",
        recorded_by=worker,
    )
    PartingFactory(work_form=work_form, client=member, former=FamilyFactory(), family=family)
    CorrectedYearFactory(
        work_form=work_form, client=member, former=1908 if is_ours else 1949, year=member.birth_year
    )
    WhereaboutsFactory(
        known=known,
        municipality=f"{name}town",
        home=f"{name}home 1",
        school=f"{name}school",
        daycare=f"{name}daycare",
        workplace=f"{name}work",
    )
    order = ProtectionOrderFactory(
        known=known, against=f"{name}against", action=f"{name}order", ends_on=date(2024, 10, 1)
    )
    exempted = ClientFactory(family=family, code_name=f"{name}iala E", known_in=work_form)
    ProtectionExemptionFactory(order=order, client=exempted, reason=f"{name}exempt")
    alert = AlertFactory(known=known, what=f"{name}alert", action=f"{name}action")
    consent = ConsentFactory(
        known=known,
        what=f"{name}consent",
        purpose_words=f"{name}purpose",
        to_words=f"{name}receiver",
        recorded_by=worker,
    )
    told = DisclosureFactory(
        known=known,
        consent=consent,
        what=f"{name}told",
        to_words=f"{name}receiver",
        recorded_by=worker,
    )
    attachment = AttachmentFactory(
        known=known, title=f"{name}paper", sealed_from=f"{name}inside".encode(), recorded_by=worker
    )
    episode = EpisodeFactory(**by, family=family, key_worker=keeper, starts_on=TODAY)
    due = fallen_due(episode, worker, name)
    asked = RequestFactory(
        **by,
        family=family,
        waiting=True,
        channel="call",
        do_now=f"{name}donow",
        need_words=f"{name}hope",
        reach=f"{name}reach",
        hours=f"{name}when",
    )
    RequestStepFactory(request=asked, words=f"{name}decided", recorded_by=worker)
    handover = HandoverFactory(
        episode=episode,
        recorded_by=worker,
        state="refused",
        reason="no_time",
        summary=f"{name}summary",
        answer=f"{name}answer",
        answered_on=TODAY,
        answered_at=clock.local(TODAY),
        answered_by=worker,
    )
    member_in = EpisodeMemberFactory(episode=episode, client=member, recorded_by=worker)
    note = written(episode, member_in, worker, name)
    group = GroupFactory(**by, name=f"{name}group", kind="peer_group")
    occasion = OccasionFactory(**by, group=group, title=f"{name}title")
    volunteer = VolunteerFactory(code_name=f"{name}volo", birth_year=1913 if is_ours else 1952)
    match = MatchFactory(**by, family=family)
    MatchVolunteerFactory(match=match, volunteer=volunteer, recorded_by=worker)
    AttendanceFactory(occasion=occasion, client=person, recorded_by=worker)
    HeadcountFactory(
        occasion=occasion, recorded_by=worker, is_estimate=True, basis="other", basis_text=f"{name}basis"
    )
    DoorCountFactory(
        **by, is_correction=True, quantity=3, reason=f"{name}reason", happened_on=date(2024, 9, 11)
    )
    partnership = PartnershipFactory(**by)
    partnership.partner.name = f"{name}partner"
    partnership.partner.save()
    form = FormFactory(work_forms=[work_form])
    return {
        "workform": work_form,
        "process": due.process,
        "duestep": due,
        "step": due.step,
        "duty": due.duty,
        "family": family,
        "client": member,
        "knownin": known,
        "alert": alert,
        "protectionorder": order,
        "exempted": exempted,
        "consent": consent,
        "disclosure": told,
        "attachment": attachment,
        "familytie": FamilyTieFactory(work_form=work_form, client=member, other=person, recorded_by=worker),
        "expecting": expecting,
        "otherhome": OtherHomeFactory(
            work_form=work_form, client=member, there=person, starts_on=TODAY, recorded_by=worker
        ),
        "sameperson": SamePersonFactory(kept=twice[0], other=twice[1], recorded_by=worker),
        "message": MessageFactory(known=known, recorded_by=worker),
        "person": person,
        "episode": episode,
        **goals_and_plan(episode, member_in, name, worker),
        **ending(work_form, known, name, lead),
        **asked_for(known, KnownIn.objects.get(client=person, work_form=work_form), name, worker),
        "member": member_in,
        "note": note,
        "notepart": note.parts.get(heading="work"),
        "followup": FollowUpFactory(
            episode=episode,
            known=known,
            due_on=date(2024, 12, 2),
            words=f"{name}then",
            recorded_by=worker,
        ),
        "report": reported(episode, member_in, told, worker, name),
        "promise": Promise.objects.get(part__note=note),
        "episodeworkers": EpisodeWorkersFactory(episode=episode, key_worker=keeper, recorded_by=worker),
        "phase": EpisodePhaseFactory(episode=episode, recorded_by=worker),
        "appointment": AppointmentFactory(
            episode=episode, kind=f"{name}time".lower(), planned_on=TODAY, met_by=[worker], recorded_by=worker
        ),
        "contact": ContactFactory(episode=episode, recorded_by=worker),
        "consultation": ConsultationFactory(**by, happened_on=TODAY),
        "receiptlink": ReceiptLinkFactory(
            known=known,
            consultation=ConsultationFactory(**by, happened_on=date(2024, 9, 1)),
            recorded_by=worker,
        ),
        "request": asked,
        "handover": handover,
        "group": group,
        "occasion": occasion,
        "planned": OccasionFactory(**by, state="planned", title=f"{name}title"),
        "cancelled": OccasionFactory(**by, state="cancelled", title=f"{name}title"),
        "outreach": OutreachFactory(**by),
        "chatduty": ChatDutyFactory(**by),
        "volunteer": volunteer,
        "volunteerrole": VolunteerRoleFactory(**by, volunteer=volunteer),
        "match": match,
        "partnership": partnership,
        "receivedanswer": ReceivedAnswerFactory(**by, form=form),
    }
