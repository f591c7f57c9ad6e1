"""What casework keeps in the furnished world: goals, notes, reports, handovers, and how a record ends; each with its canaries."""

from datetime import date, timedelta
from typing import Any

from poukama.toolkit import clock
from tests.factories.casework import (
    CareGoalFactory,
    DestructionFactory,
    DestructionLineFactory,
    DueStepFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    GoalMarkFactory,
    GoalRoundFactory,
    GoalWordsFactory,
    HandoverFactory,
    LegalHoldFactory,
    NoteFactory,
    NotePartFactory,
    OddReadingFactory,
    OwnDataFactory,
    OwnPassageFactory,
    PlanApprovalFactory,
    PlanParagraphFactory,
    PlanVersionFactory,
    ProcessFactory,
    ProcessTemplateFactory,
    PromiseFactory,
    ReportFactory,
    ReportPartFactory,
    ReportSendingFactory,
    RoundGoalFactory,
)
from tests.factories.clients import (
    ClientFactory,
    EmergencyAccessFactory,
    EmergencyCheckFactory,
    FamilyFactory,
    IdentityFactory,
    PartyWallFactory,
)
from tests.factories.organisation import (
    UserFactory,
)

TODAY = date(2024, 9, 12)


def opened_in_emergency(work_form: Any, cast: dict[str, Any]) -> dict[str, Any]:
    """What Bertta, of B, has opened of a family of A, walled from another; and a reading of Aino's."""
    family = FamilyFactory(code_name="Kanarhuoli", search_key="kanarhuoli", known_in=work_form)
    member = ClientFactory(
        code_name="Kanarhuoli B", search_key="kanarhuoli b", family=family, known_in=work_form
    )
    IdentityFactory(client=member, work_form=work_form, first_names="Tuulikki", last_name="Suku")
    PartyWallFactory(one=(family, [cast["aino"], cast["lead"], cast["bertta"]]), other=(FamilyFactory(), []))
    now = clock.local(TODAY)
    access = EmergencyAccessFactory(
        family=family,
        recorded_by=cast["bertta"],
        recorded_at=now - timedelta(minutes=10),
        reason="Kanarsyy",
        note="Kanarafter",
        noted_at=now,
        noted_by=cast["bertta"],
    )
    return {
        "emergencyaccess": access,
        "emergencycheck": EmergencyCheckFactory(access=access, work_form=work_form),
        "oddreading": OddReadingFactory(
            reader=cast["aino"],
            work_form=work_form,
            family=family,
            finding="mistake",
            conclusion="Kanarconclusion",
            checked_at=now,
            checked_by=cast["lead"],
        ),
    }


def ending(work_form: Any, known: Any, name: str, lead: Any) -> dict[str, Any]:
    """A record that was held back, one that is proposed for destruction and one that was not destroyed."""
    now = clock.local(TODAY)
    waiting = DestructionFactory(work_form=work_form, recorded_by=lead)
    DestructionLineFactory(destruction=waiting, family=None, client=known.client)
    return {
        "legalhold": LegalHoldFactory(
            known=known,
            reason=f"{name}trial",
            lifted_because=f"{name}over",
            ended_at=now,
            ended_by=lead,
            recorded_by=lead,
        ),
        "destruction": waiting,
        "refused": DestructionFactory(
            work_form=work_form,
            refused_at=now,
            refused_by=UserFactory(),
            refused_because=f"{name}refused",
        ),
        "anonymous": EpisodeFactory(work_form=work_form, family=None, starts_on=TODAY, recorded_by=lead),
    }


def asked_for(known: Any, other: Any, name: str, worker: Any) -> dict[str, Any]:
    """What two have asked of their own data: one copy to be checked, one that the worker has checked."""
    copy = OwnDataFactory(known=known, recorded_by=worker)
    checked = OwnDataFactory(
        known=other, recorded_by=UserFactory(), checked_at=clock.local(TODAY), checked_by=worker
    )
    OwnPassageFactory(own_data=checked)
    return {
        "owndata": copy,
        "ownpassage": OwnPassageFactory(own_data=copy, title=f"{name}owntitle", text=f"{name}owntext"),
        "checked": checked,
    }


def goals_and_plan(episode: Any, member: Any, name: str, worker: Any) -> dict[str, Any]:
    """One of everything of goals and plans: of a member, in this week and this month."""
    by = {"recorded_by": worker}
    main = CareGoalFactory(**by, episode=episode, member=member, text=f"{name}goal")
    interim = CareGoalFactory(
        **by, episode=episode, member=member, level="interim", under=main, text=f"{name}interim"
    )
    CareGoalFactory(
        **by,
        episode=episode,
        member=member,
        text=f"{name}goal",
        ends_on=TODAY,
        ending="attained",
        ended_at=clock.local(TODAY),
        ended_by=worker,
    )
    month = GoalRoundFactory(
        **by, episode=episode, span="month", starts_on=date(2024, 9, 1), ends_on=date(2024, 9, 30)
    )
    RoundGoalFactory(**by, round=month, goal=interim, set_on=TODAY)
    week = GoalRoundFactory(**by, episode=episode, starts_on=date(2024, 9, 9), ends_on=date(2024, 9, 15))
    turn = RoundGoalFactory(
        **by, round=week, goal__member=member, goal__under=interim, goal__text=f"{name}week", set_on=TODAY
    )
    GoalMarkFactory(**by, turn=turn, marked_on=TODAY)
    GoalWordsFactory(**by, turn=turn, member=member, text=f"{name}said", said_on=TODAY)
    need = PlanParagraphFactory(**by, episode=episode, member=member, text=f"{name}need")
    disagreement = PlanParagraphFactory(
        **by, episode=episode, member=member, is_disagreement=True, text=f"{name}agree"
    )
    version = PlanVersionFactory(**by, episode=episode, others_present=f"{name}nurse")
    version.paragraphs.set([need, disagreement])
    version.goals.set([main, interim])
    return {
        "caregoal": main,
        "roundgoal": turn,
        "planparagraph": disagreement,
        "planversion": version,
        "planapproval": PlanApprovalFactory(**by, version=version, member=member),
    }


def fallen_due(episode: Any, worker: Any, name: str) -> Any:
    """A process with a step that is due, and one that was left out for a reason of its own."""
    steps = [{"does": "evaluation", "trigger": "by_contact", "number": 1}]
    template = ProcessTemplateFactory(work_form=episode.work_form, steps=steps)
    process = ProcessFactory(episode=episode, template=template, recorded_by=worker)
    step = template.steps.get()
    now = clock.local(TODAY)
    DueStepFactory(
        process=process,
        step=step,
        occasion="visit-1",
        duty__voided_at=now,
        duty__voided_by=worker,
        left_out_at=now,
        left_out_by=worker,
        reason=f"{name}leftout",
    )
    return DueStepFactory(process=process, step=step, occasion="visit-2", duty__due_on=TODAY)


def handed_over_to(work_form: Any, ours: list[Any]) -> Any:
    """A handover from a third work form, of a family behind a wall, which these are to answer."""
    family = FamilyFactory()
    member = EpisodeMemberFactory(episode__family=family)
    PartyWallFactory(one=(family, ours), other=(FamilyFactory(), []))
    return HandoverFactory(episode=member.episode, to_work_form=work_form, members=[member])


def written(episode: Any, member: Any, worker: Any, name: str) -> Any:
    """A note that was corrected, one that was taken out, and a reference to an official record."""
    by = {"episode": episode, "recorded_by": worker}
    former = NoteFactory(**by, of=[member], voided_at=clock.local(TODAY), voided_by=worker)
    note = NoteFactory(
        **by,
        entry=former.entry,
        version=2,
        corrects=former,
        correction_reason=f"{name}fixed",
        tells_of_child=True,
    )
    note.children.set([member])
    seen = NotePartFactory(note=note, text=f"{name}seen", of=[member])
    PromiseFactory(part=seen, text=f"{name}promise")
    NotePartFactory(
        note=note, kind="own_words", heading="own_words", text=f"{name}voice", whose=member, of=[member]
    )
    NoteFactory(
        **by,
        of=[member],
        taken_out_because=f"{name}misplaced",
        voided_at=clock.local(TODAY),
        voided_by=worker,
    )
    NoteFactory(**by, register=f"{name}register", register_number=f"{name}number")
    return note


def reported(episode: Any, member: Any, told: Any, worker: Any, name: str) -> Any:
    """The report of a month that was corrected, with a note in it, and sent."""
    by = {"episode": episode, "recorded_by": worker, "about": [member]}
    former = ReportFactory(**by, voided_at=clock.local(TODAY), voided_by=worker)
    report = ReportFactory(
        **by, entry=former.entry, version=2, corrects=former, correction_reason=f"{name}mended"
    )
    part = ReportPartFactory(report=report, text=f"{name}month")
    part.notes.set([NoteFactory(episode=episode, recorded_by=worker, of=[member])])
    ReportSendingFactory(report=report, recorded_by=worker).disclosures.set([told])
    return report
