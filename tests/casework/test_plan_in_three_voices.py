"""A plan says what the family, the worker and the referrer each say; a disagreement is never written over."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from poukama.access.actor import Actor
from poukama.casework.choices import GoalLevel, Trigger, Voice
from poukama.casework.duty_kinds import PLAN_REVIEW_DUTY
from poukama.casework.models import PlanApproval, PlanParagraph, PlanVersion
from poukama.casework.queries.plans import compared, difference, of_version, sentences
from poukama.casework.services import (
    DayNotYetCome,
    DaysDoNotFit,
    EpisodeClosed,
    NotAMember,
    UndoTooLate,
    UnknownWord,
    close_episode,
    reopen_episode,
)
from poukama.casework.services.following import follow
from poukama.casework.services.plans import (
    ChangedMeanwhile,
    ParagraphSaysNothing,
    PlanWithoutGoals,
    PlanWithoutWords,
    ReviewTooLate,
    SettledAlready,
    approve_plan,
    disagree,
    publish_plan,
    settle_disagreement,
    void_approval,
    write_paragraph,
)
from poukama.clients.models import KnownIn
from poukama.duties.models import Duty
from poukama.duties.queries import mine, rows_of
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.casework import (
    CareGoalFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    ProcessFactory,
    ProcessTemplateFactory,
)
from tests.factories.clients import PartyWallFactory, ProtectionOrderFactory
from tests.factories.organisation import TermFactory

TODAY, REVIEW = date(2024, 9, 12), date(2024, 12, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(work_form_a, scale, aino):
    return EpisodeFactory(work_form=work_form_a, starts_on=date(2024, 5, 20), key_worker=aino)


@pytest.fixture
def goal(episode):
    return CareGoalFactory(episode=episode, text="Calm days.")


def _write(episode, by, text, seen=None, voice=Voice.FAMILY, **of):
    usual = {"section": "need", "voice": voice, "seen": seen}
    return write_paragraph(episode=episode, text=text, by=by, **usual | of)


def _publish(episode, by, on=TODAY, **said):
    usual = {"published_on": on, "next_review_on": REVIEW}
    with clock.moved_to(on):
        return publish_plan(episode=episode, by=by, **usual | said)


def test_each_voice_has_a_paragraph_of_its_own_and_the_former_is_kept(episode, aino):
    first = _write(episode, aino, "We need sleep.")
    _write(episode, aino, "They need rest.", voice=Voice.WORKER)
    again = _write(episode, aino, "We need sleep. And help.", seen=first.pk)
    assert _write(episode, aino, "We need sleep. And help.", seen=again.pk) == again

    first.refresh_from_db()
    assert (again.corrects, first.voided_by, first.text) == (first, aino, "We need sleep.")
    assert PlanParagraph.objects.filter(voided_at=None).count() == 2
    assert _write(episode, aino, "", seen=again.pk) is None
    assert _write(episode, aino, "") is None
    assert PlanParagraph.objects.filter(voided_at=None).count() == 1


def test_two_who_write_at_once_never_write_over_each_other(episode, aino, lead):
    first = _write(episode, aino, "One.")
    _write(episode, lead, "Two.", seen=first.pk)
    for seen in (first.pk, None):
        with pytest.raises(ChangedMeanwhile):
            _write(episode, aino, "Three.", seen=seen)

    assert PlanParagraph.objects.get(voided_at=None).text == "Two."


def test_what_cannot_be_written_is_refused(episode, aino):
    for refused, of in (
        (UnknownWord, {"section": "nowhere"}),
        (ParagraphSaysNothing, {"voice": Voice.CHILD}),
        (NotAMember, {"member": EpisodeMemberFactory()}),
    ):
        with pytest.raises(refused):
            _write(episode, aino, "Words.", **of)
    with pytest.raises(ParagraphSaysNothing):
        disagree(episode=episode, section="need", voice=Voice.FAMILY, text=" ", by=aino)
    with pytest.raises(UnknownWord):
        disagree(episode=episode, section="nowhere", voice=Voice.FAMILY, text="No.", by=aino)
    close_episode(episode=episode, ends_on=TODAY, reason="goals_met", by=aino)
    with pytest.raises(EpisodeClosed):
        _write(episode, aino, "Words.")


def test_nobody_writes_over_a_disagreement_not_even_past_the_services(episode, aino):
    row = disagree(episode=episode, section="need", voice=Voice.FAMILY, text="We do not.", by=aino)
    _write(episode, aino, "We need sleep.")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanParagraph.objects.filter(pk=row.pk).update(voided_at=clock.now(), voided_by=aino)

    settle_disagreement(paragraph=row, by=aino)
    with pytest.raises(SettledAlready):
        settle_disagreement(paragraph=row, by=aino)
    row.refresh_from_db()
    assert (row.text, row.settled_on, row.settled_by) == ("We do not.", TODAY, aino)
    with pytest.raises(ParagraphSaysNothing):
        settle_disagreement(paragraph=PlanParagraph.objects.get(is_disagreement=False), by=aino)


def test_a_version_holds_what_stood_then_whatever_is_written_later(episode, goal, aino):
    first = _write(episode, aino, "We need sleep.")
    member = EpisodeMemberFactory(episode=episode)
    one = _publish(episode, aino, present=[member], others_present="social worker", read_together=True)
    _write(episode, aino, "We need sleep and help.", seen=first.pk)
    two = _publish(episode, aino)

    actor = Actor(aino, TODAY)
    assert [row.text for row in of_version(actor, one)] == ["We need sleep."]
    assert [row.text for row in of_version(actor, two)] == ["We need sleep and help."]
    assert (one.number, two.number, one.others_present, list(one.present.all())) == (
        1,
        2,
        "social worker",
        [member],
    )
    assert list(two.goals.all()) == [goal]


def test_a_plan_without_goals_or_words_makes_no_version(episode, aino):
    with pytest.raises(PlanWithoutGoals):
        _publish(episode, aino)
    CareGoalFactory(episode=episode, level=GoalLevel.WEEK)
    with pytest.raises(PlanWithoutGoals):
        _publish(episode, aino)
    CareGoalFactory(episode=episode)
    with pytest.raises(PlanWithoutWords):
        _publish(episode, aino)
    _write(episode, aino, "We need sleep.")
    for refused, said in (
        (DaysDoNotFit, {"next_review_on": TODAY}),
        (ReviewTooLate, {"next_review_on": TODAY + timedelta(days=400)}),
        (NotAMember, {"present": [EpisodeMemberFactory()]}),
    ):
        with pytest.raises(refused):
            _publish(episode, aino, **said)
    with pytest.raises(DayNotYetCome):
        publish_plan(episode=episode, published_on=TODAY + timedelta(days=1), next_review_on=REVIEW, by=aino)
    assert not PlanVersion.objects.exists()


def test_a_version_is_not_older_than_the_one_before_it(episode, goal, aino):
    _write(episode, aino, "We need sleep.")
    _publish(episode, aino)
    with pytest.raises(DaysDoNotFit):
        publish_plan(episode=episode, published_on=date(2024, 9, 1), next_review_on=REVIEW, by=aino)


def test_the_difference_is_said_in_words_with_the_sentences(episode, goal, aino):
    first = _write(episode, aino, "We need sleep. Nights are long.")
    row = disagree(episode=episode, section="means", voice=Voice.REFERRER, text="Too little.", by=aino)
    one = _publish(episode, aino)
    _write(episode, aino, "We need sleep. Evenings are hard too.", seen=first.pk)
    settle_disagreement(paragraph=row, by=aino)
    disagree(episode=episode, section="need", voice=Voice.FAMILY, text="We are not tired.", by=aino)
    CareGoalFactory(episode=episode, text="Evenings are calm.")
    two = _publish(episode, aino)

    titles = {"need": "Need", "means": "Means"}
    changes = difference(Actor(aino, TODAY), two, one, titles)
    titled = [change.title for change in changes[:3]]
    with translation.override("en"):
        assert difference(Actor(aino, TODAY), two, one, titles)[-1].says == "1 goal added"
        assert difference(Actor(aino, TODAY), one, two, titles)[-1].says == "1 goal taken out"
    assert (titled, len(changes)) == ([f"Need, {Voice.FAMILY.label}", "Means", "Need"], 4)
    assert [(part.is_, part.text) for part in changes[0].parts] == [
        ("same", "We need sleep."),
        ("removed", "Nights are long."),
        ("added", "Evenings are hard too."),
    ]
    assert [part.text for change in changes[1:] for part in change.parts] == [
        "Too little.",
        "We are not tired.",
        "Evenings are calm.",
    ]
    assert difference(Actor(aino, TODAY), two, two, titles) == []


def test_texts_are_compared_by_sentences_and_lines():
    assert sentences(" One. Two!\nThree ") == ["One.", "Two!", "Three"]
    assert [part.is_ for part in compared("One. Two.", "One. Two.")] == ["same", "same"]
    assert [part.is_ for part in compared("", "One.")] == ["added"]


def test_looking_at_a_plan_again_is_a_duty_until_the_next_version(episode, goal, aino, bertta):
    _write(episode, aino, "We need sleep.")
    _publish(episode, aino)
    (duty,) = Duty.objects.filter(kind=PLAN_REVIEW_DUTY)
    assert (duty.due_on, duty.owner, duty.done_on) == (REVIEW, aino, None)
    actor = Actor(aino, TODAY)
    (row,) = rows_of(actor, list(mine(actor, REVIEW).filter(kind=PLAN_REVIEW_DUTY).order_by("pk")), TODAY)
    assert (row.about.code, row.about.url) == (episode.code, url("casework:plan", episode))
    assert not mine(Actor(bertta, TODAY), REVIEW).exists()

    late = REVIEW + timedelta(days=3)
    _publish(episode, aino, on=late, next_review_on=late + timedelta(days=90))
    duty.refresh_from_db()
    assert (duty.done_on, duty.due_on) == (late, REVIEW)
    assert Duty.objects.get(done_on=None, kind=PLAN_REVIEW_DUTY).due_on == late + timedelta(days=90)


def test_an_ended_episode_has_no_plan_to_look_at_unless_the_ending_is_taken_back(episode, goal, aino):
    _write(episode, aino, "We need sleep.")
    _publish(episode, aino)
    close_episode(episode=episode, ends_on=TODAY, reason="goals_met", by=aino)
    assert not Duty.objects.filter(kind=PLAN_REVIEW_DUTY, voided_at=None).exists()
    reopen_episode(episode=episode, by=aino)

    assert Duty.objects.get(kind=PLAN_REVIEW_DUTY, voided_at=None).due_on == REVIEW


def test_each_voice_accepts_once_and_a_slip_is_taken_back_today(episode, goal, aino):
    _write(episode, aino, "We need sleep.")
    version = _publish(episode, aino)
    member = EpisodeMemberFactory(episode=episode)
    accept = {"version": version, "by": aino, "approved_on": TODAY}
    one = approve_plan(voice=Voice.FAMILY, member=member, **accept)
    assert approve_plan(voice=Voice.FAMILY, member=member, **accept) == one
    approve_plan(voice=Voice.REFERRER, **accept)
    for refused, said in (
        (ParagraphSaysNothing, {"voice": Voice.CHILD}),
        (NotAMember, {"voice": Voice.FAMILY, "member": EpisodeMemberFactory()}),
        (DaysDoNotFit, {"voice": Voice.WORKER, "approved_on": date(2024, 9, 1)}),
        (DayNotYetCome, {"voice": Voice.WORKER, "approved_on": REVIEW}),
    ):
        with pytest.raises(refused):
            approve_plan(**accept | said)
    with clock.moved_to(REVIEW), pytest.raises(UndoTooLate):
        void_approval(approval=one, by=aino)
    void_approval(approval=one, by=aino)

    assert list(PlanApproval.objects.filter(voided_at=None).values_list("voice", flat=True)) == ["referrer"]


def test_the_review_of_a_plan_under_an_order_is_given_only_to_those_whom_it_names(episode, aino, lead, goal):
    episode.key_worker = aino
    episode.save(update_fields=["key_worker"])
    _write(episode, aino, "One.")
    known = KnownIn.objects.get(client=EpisodeMemberFactory(episode=episode).client)
    ProtectionOrderFactory(known=known, kind="non_disclosure", readers=[lead])

    publish_plan(episode=episode, published_on=TODAY, next_review_on=REVIEW, by=lead)

    assert Duty.objects.get(kind=PLAN_REVIEW_DUTY).owner is None


def test_a_plan_is_written_read_and_accepted_on_screen(signed_in, aino, episode, goal):
    browser = signed_in(aino)
    section = url("casework:plan_section", episode, "need")
    assert browser.get(section).status_code == 200
    said = {"family": "We need sleep.", "worker": "Rest first.", "referrer": ""}
    nobodys = browser.post(section, said | {"disagree-text": "Not enough."})
    assert (nobodys.status_code, list(nobodys.context["against"].errors)) == (422, ["voice"])
    assert "We need sleep." in nobodys.content.decode()
    assert not PlanParagraph.objects.exists()
    browser.post(section, said | {"disagree-voice": "referrer", "disagree-text": "Not enough."})
    page = browser.get(url("casework:plan", episode)).content.decode()
    assert all(text in page for text in ("We need sleep.", "Rest first.", "Not enough.", "Calm days."))

    sent = {"published_on": "2024-09-12", "next_review_on": "2024-12-12", "read_together": "on"}
    wrong = browser.post(url("casework:publish_plan", episode), sent | {"next_review_on": "2024-09-01"})
    assert wrong.status_code == 422
    made = browser.post(url("casework:publish_plan", episode), sent)
    version = PlanVersion.objects.get()
    assert made.url == url("casework:plan_version", version)
    browser.post(url("casework:approve_plan", version), {"who": "family", "approved_on": "2024-09-12"})
    shown = browser.get(made.url).content.decode()
    assert "Not enough." in shown
    assert url("casework:undo_approval", version, PlanApproval.objects.get()) in shown
    browser.post(url("casework:undo_approval", version, PlanApproval.objects.get()))
    assert PlanApproval.objects.get().voided_by == aino
    browser.post(url("casework:settle_disagreement", PlanParagraph.objects.get(is_disagreement=True)))
    assert PlanParagraph.objects.get(is_disagreement=True).settled_by == aino
    assert browser.get(url("casework:plan_section", episode, "nowhere")).status_code == 404


def test_the_second_writer_sees_both_texts_and_nothing_is_lost(signed_in, aino, lead, episode):
    first = _write(episode, aino, "One.")
    browser = signed_in(aino)
    section = url("casework:plan_section", episode, "need")
    before = {"family": "Three.", "seen_family": str(first.pk), "worker": "Mine."}
    theirs = _write(episode, lead, "Two.", seen=first.pk)

    refused = browser.post(section, before)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert all(text in page for text in ("Two.", "Three.", "Mine."))
    assert PlanParagraph.objects.filter(voided_at=None).count() == 1
    assert f'value="{theirs.pk}"' in page
    browser.post(section, before | {"family": "Two. Three.", "seen_family": str(theirs.pk)})
    assert {row.text for row in PlanParagraph.objects.filter(voided_at=None)} == {"Two. Three.", "Mine."}


def test_a_text_that_is_too_long_says_by_how_much_and_is_kept(signed_in, aino, episode):
    sent = {"family": "x" * 6000, "worker": "", "referrer": ""}
    refused = signed_in(aino).post(url("casework:plan_section", episode, "need"), sent)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "1\N{NO-BREAK SPACE}000" in page
    assert "x" * 6000 in page
    assert not PlanParagraph.objects.exists()


def test_under_a_protection_order_a_plan_is_read_by_those_it_names(signed_in, aino, lead, episode, goal):
    _write(episode, aino, "We need sleep.")
    version = _publish(episode, aino)
    member = EpisodeMemberFactory(episode=episode)
    ProtectionOrderFactory(known=KnownIn.objects.get(client=member.client), readers=[aino])
    addresses = [url("casework:plan", episode), url("casework:plan_version", version)]

    assert [signed_in(aino).get(each).status_code for each in addresses] == [200, 200]
    assert [signed_in(lead).get(each).status_code for each in addresses] == [404, 404]


def test_a_paragraph_of_one_behind_a_wall_is_not_in_the_others_page(signed_in, aino, lead, episode, goal):
    member = EpisodeMemberFactory(episode=episode)
    _write(episode, aino, "Secret of one.", member=member)
    _write(episode, aino, "Of all.")
    version = _publish(episode, aino)
    PartyWallFactory(one=(member.client, [aino]), other=(EpisodeMemberFactory().client, []))

    for address in (url("casework:plan", episode), url("casework:plan_version", version)):
        mine, theirs = [signed_in(user).get(address).content.decode() for user in (aino, lead)]
        assert ("Secret of one." in mine, "Secret of one." in theirs) == (True, False)
        assert "Of all." in theirs


def test_gone_through_with_the_referrer_the_step_of_that_month_is_done(episode, goal, aino):
    TermFactory(
        list=TermList.PROCESS_STEP, key="review", name="review", attributes={"met_by": "plan_reviewed"}
    )
    template = ProcessTemplateFactory(
        work_form=episode.work_form, steps=[{"does": "review", "trigger": Trigger.MONTHLY}]
    )
    ProcessFactory(episode=episode, template=template, starts_on=episode.starts_on)
    _write(episode, aino, "We need sleep.")
    follow(episode=episode, by=aino)
    _publish(episode, aino)
    assert not Duty.objects.filter(kind="casework.step", done_on__isnull=False).exists()

    version = _publish(episode, aino, with_referrer=True)

    assert version.with_referrer
    done = Duty.objects.filter(kind="casework.step", done_on__isnull=False)
    assert [(duty.due_on, duty.done_on) for duty in done] == [(date(2024, 9, 30), TODAY)]
