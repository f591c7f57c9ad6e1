"""A family's plan in three voices: reading it, writing a section, making a version, accepting it."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.choices import OF_PLANS, Voice
from poukama.casework.forms.plans import ApproveForm, DisagreeForm, PublishForm, SectionForm
from poukama.casework.models import PlanParagraph, PlanVersion
from poukama.casework.on_drafts import PLAN_SECTION_FORM, section_of
from poukama.casework.queries import episode_or_404
from poukama.casework.queries.goals import goal_tree, member_names, members_by_key
from poukama.casework.queries.parting import paragraphs_before
from poukama.casework.queries.plans import (
    approval_rows,
    difference,
    goals_of_version,
    of_version,
    paragraphs,
    section_rows,
    sections_of,
    versions,
)
from poukama.casework.rules import Action
from poukama.casework.services import (
    AlreadyVoided,
    DayNotYetCome,
    DayOutsideEpisode,
    DaysDoNotFit,
    EpisodeClosed,
    UndoTooLate,
    UnknownWord,
)
from poukama.casework.services import plans as services
from poukama.drafts.services import finishing
from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels
from poukama.toolkit import clock, toast
from poukama.toolkit.facts import Text
from poukama.toolkit.sealing import opens

VERSIONS = 12
_NO_VERSION: dict[type[Exception], tuple[str | None, Text]] = {
    services.PlanWithoutGoals: (
        None,
        gettext_lazy("The plan has no goals yet. Agree at least a main goal first."),
    ),
    services.PlanWithoutWords: (None, gettext_lazy("Nobody has written anything into the plan yet.")),
    services.ReviewTooLate: ("next_review_on", gettext_lazy("A plan is looked at again within a year.")),
    DayOutsideEpisode: ("published_on", gettext_lazy("The episode did not run on this day.")),
    DayNotYetCome: ("published_on", gettext_lazy("The episode did not run on this day.")),
    DaysDoNotFit: (
        "next_review_on",
        gettext_lazy("Choose a day after the version and after the one before it."),
    ),
    EpisodeClosed: (None, gettext_lazy("This episode has ended.")),
}
"""Where and how it is said why no version was made."""


@reads(Action.SEE_PLAN)
def plan(request: StaffRequest, pk: int) -> HttpResponse:
    """The plan as it is being written, and its versions. Opening it is an event."""
    episode = episode_or_404(request.actor, Action.SEE_PLAN, pk)
    opened(request, episode, work_form=episode.work_form.key)
    names = member_names(request.actor, episode)
    found = list(paragraphs(request.actor, episode).order_by("recorded_at", "pk"))
    made = list(versions(request.actor, episode).order_by("-number", "pk")[:VERSIONS])
    context = {
        "episode": episode,
        "sections": section_rows(episode, found, names),
        "before": paragraphs_before(request.actor, episode),
        "section_names": term_labels(TermList.PLAN_SECTION),
        "tree": goal_tree(request.actor, episode, clock.today()),
        "versions": made,
    }
    return render(request, "casework/plan.html", context)


@writes(Action.WRITE_PLAN)
def plan_section(request: StaffRequest, pk: int, section: str) -> HttpResponseBase:
    """Write what the voices say in a section, or in what one of them disagrees."""
    episode = episode_or_404(request.actor, Action.WRITE_PLAN, pk)
    title = next((title for key, title, _goals in sections_of(episode) if key == section), None)
    if title is None:
        raise Http404
    names = member_names(request.actor, episode)
    asked = request.GET.get("of", "")
    key = int(asked) if asked.isdigit() and int(asked) in names else None
    member = next(iter(members_by_key(request.actor, episode, [key])), None) if key else None
    own = paragraphs(request.actor, episode).filter(section=section, member=member, is_disagreement=False)
    standing = {Voice(row.voice): row for row in own.order_by("pk") if opens(row)}
    sent = request.POST if request.method == "POST" else None
    form, against = SectionForm(sent, standing=standing), DisagreeForm(sent)
    theirs: dict[str, PlanParagraph | None] = {}
    draft = section_of(episode.pk, section, key)
    try:
        if form.is_valid() and against.is_valid():
            said = against.said()
            with finishing(kind=PLAN_SECTION_FORM, key=draft, by=request.user):
                services.write_section(
                    episode=episode,
                    section=section,
                    texts=form.texts(),
                    member=member,
                    against=said,
                    by=request.user,
                )
            toast.say(request, _("Saved, and the disagreement is in the plan.") if said else _("Saved."))
            return redirect("casework:plan", episode.pk)
    except services.ChangedMeanwhile as refused:
        form, theirs = _beside(request, form, standing, refused.voice)
    except EpisodeClosed:
        form.add_error(None, _("This episode has ended."))
    except (services.ParagraphSaysNothing, UnknownWord):
        against.add_error("text", _("Write in what they disagree."))
    context = {
        "episode": episode,
        "title": title,
        "form": form,
        "against": against,
        "fields": [(form[voice.value], form[f"seen_{voice.value}"], theirs.get(voice)) for voice in OF_PLANS],
        "names": names.items(),
        "member": member,
        "section": section,
        "draft": draft,
    }
    status = 422 if form.errors or against.errors else 200
    return render(request, "casework/plan_section.html", context, status=status)


@writes(Action.SETTLE_DISAGREEMENT, methods=("POST",))
def settle_disagreement(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Those who disagreed have come to agree; the paragraph stays readable."""
    found = PlanParagraph.objects.filter(voided_at=None).select_related("episode__work_form")
    paragraph = get_or_404(request.actor, Action.SETTLE_DISAGREEMENT, found, pk=pk)
    try:
        services.settle_disagreement(paragraph=paragraph, by=request.user)
    except services.SettledAlready:
        toast.warn(request, _("It has been settled already."))
    else:
        toast.say(request, _("Settled. The paragraph stays readable."))
    return redirect("casework:plan", paragraph.episode_id)


@writes(Action.PUBLISH_PLAN)
def publish_plan(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Make a version of the plan as it stands."""
    episode = episode_or_404(request.actor, Action.PUBLISH_PLAN, pk)
    form = PublishForm(request.POST or None, names=member_names(request.actor, episode))
    if form.is_valid():
        data = form.cleaned_data
        try:
            version = services.publish_plan(
                episode=episode,
                published_on=data["published_on"],
                next_review_on=data["next_review_on"],
                present=members_by_key(request.actor, episode, form.present_members()),
                others_present=data["others_present"],
                read_together=data["read_together"],
                with_referrer=data["with_referrer"],
                by=request.user,
            )
        except tuple(_NO_VERSION) as refused:
            field, said = _NO_VERSION[type(refused)]
            form.add_error(field, str(said))
        else:
            toast.say(request, _("A version of the plan has been made."))
            return redirect("casework:plan_version", version.pk)
    context = {"form": form, "episode": episode}
    return render(request, "casework/publish_plan.html", context, status=422 if form.errors else 200)


@reads(Action.READ_PLAN_VERSION)
def plan_version(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A version as it was: who was present, what changed from the former, who accepts it. Opening it is an event."""
    version = _version(request, Action.READ_PLAN_VERSION, pk)
    episode = version.episode
    opened(request, episode, work_form=episode.work_form.key)
    names = member_names(request.actor, episode)
    before = versions(request.actor, episode).filter(number__lt=version.number)
    former = before.select_related("episode").order_by("-number", "pk").first()
    titles = {key: title for key, title, _goals in sections_of(episode)}
    present = list(version.present.order_by("pk").values_list("pk", flat=True))
    context = {
        "episode": episode,
        "version": version,
        "sections": section_rows(episode, of_version(request.actor, version), names),
        "goals": goals_of_version(request.actor, version),
        "former": former,
        "changes": difference(request.actor, version, former, titles) if former else [],
        "present": [names[key] for key in present if key in names],
        "approvals": approval_rows(version, names),
    }
    return render(request, "casework/plan_version.html", context)


@writes(Action.APPROVE_PLAN)
def approve_plan(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Write who accepts a version."""
    version = _version(request, Action.APPROVE_PLAN, pk)
    episode = version.episode
    form = ApproveForm(request.POST or None, names=member_names(request.actor, episode))
    if form.is_valid():
        voice, key = form.voice_and_member()
        member = next(iter(members_by_key(request.actor, episode, [key])), None) if key else None
        try:
            services.approve_plan(
                version=version,
                voice=voice,
                member=member,
                approved_on=form.cleaned_data["approved_on"],
                by=request.user,
            )
        except (DaysDoNotFit, DayNotYetCome):
            form.add_error("approved_on", _("The version was made later. Choose that or a later day."))
        else:
            toast.say(request, _("Written down."))
            return redirect("casework:plan_version", version.pk)
    context = {"form": form, "episode": episode, "version": version}
    return render(request, "casework/approve_plan.html", context, status=422 if form.errors else 200)


@writes(Action.APPROVE_PLAN, methods=("POST",))
def undo_approval(request: StaffRequest, pk: UUID, approval: int) -> HttpResponse:
    """Take back an approval that was written by mistake today."""
    version = _version(request, Action.APPROVE_PLAN, pk)
    names = member_names(request.actor, version.episode)
    found = [row.approval for row in approval_rows(version, names) if row.approval.pk == approval]
    if not found:
        raise Http404
    try:
        services.void_approval(approval=found[0], by=request.user)
    except (AlreadyVoided, UndoTooLate):
        toast.warn(request, _("This can be taken back on the same day only."))
    else:
        toast.say(request, _("Taken back."))
    return redirect("casework:plan_version", version.pk)


def _beside(
    request: StaffRequest, form: SectionForm, standing: dict[Voice, PlanParagraph], voice: Voice
) -> tuple[SectionForm, dict[str, PlanParagraph | None]]:
    """The form with what was typed, beside it what others have written; saved again, it takes the place of that."""
    typed = request.POST.copy()
    theirs: dict[str, PlanParagraph | None] = {}
    for each in OF_PLANS:
        now = standing.get(each)
        seen, text = form.texts()[each][1], form.texts()[each][0]
        if (now.pk if now else None) != seen:
            typed[f"seen_{each.value}"] = str(now.pk) if now else ""
            is_same = now is not None and now.text == text
            theirs |= {} if is_same else {each: now}
    again = SectionForm(typed, standing=standing)
    again.is_valid()
    said = _("Somebody else has written here meanwhile. Both texts are below: put them together and save.")
    again.add_error(voice.value, said)
    return again, theirs


def _version(request: StaffRequest, action: str, pk: UUID) -> PlanVersion:
    related = PlanVersion.objects.select_related("episode__family", "episode__client", "episode__work_form")
    return get_or_404(request.actor, action, related, pk=pk)
