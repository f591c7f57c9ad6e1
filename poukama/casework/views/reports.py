"""Reports: the list of them, putting one together and signing it off, reading, correcting, sending and taking out."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404, may, visible
from poukama.access.requests import StaffRequest
from poukama.casework.choices import ReportKind
from poukama.casework.forms.reports import ReportForm, SendForm
from poukama.casework.models import Episode, EpisodeMember, Report
from poukama.casework.on_drafts import REPORT_CORRECTION_FORM, REPORT_FORM, month_about, report_of
from poukama.casework.queries import Called, episode_or_404, sees_when
from poukama.casework.queries.gathering import Gathered, gather, people_of
from poukama.casework.queries.report_papers import as_content
from poukama.casework.queries.reports import (
    IN_ORDER,
    SHOWN,
    about_these,
    children_to_tell_of,
    days_of_child,
    days_of_month,
    goes_on,
    listed,
    month_title,
    months_to_report,
    not_told_of,
    page_of_report,
    report_rows,
    reports_of,
    standing_blocks,
    titled,
    told_as,
)
from poukama.casework.rules import Action
from poukama.casework.services import DayNotYetCome, DayOutsideEpisode
from poukama.casework.services import reports as services
from poukama.clients.forms import said_why
from poukama.clients.models import Client, KnownIn
from poukama.clients.rules import Action as Clients
from poukama.clients.services.disclosing import (
    NoConsent,
    NoSuchGround,
    SameController,
    TellingOnceMore,
)
from poukama.drafts.kinds import Of
from poukama.drafts.queries import draft_of
from poukama.drafts.services import finish, finishing
from poukama.toolkit import clock, toast
from poukama.toolkit.facts import Text
from poukama.toolkit.pages import page_of
from poukama.toolkit.papers.pdf import as_pdf
from poukama.toolkit.papers.word_file import DOCX, as_docx
from poukama.toolkit.periods import Period

_CHANGED = gettext_lazy("The report has changed meanwhile. Look at it again.")
_NOT_SENT: dict[type[Exception], tuple[str | None, Text]] = {
    NoSuchGround: ("basis", gettext_lazy("Choose one of these.")),
    SameController: ("to", gettext_lazy("They have the same controller: nothing is disclosed between them.")),
    DayOutsideEpisode: ("sent_on", gettext_lazy("It was signed off later. Choose that or a later day.")),
    TellingOnceMore: (None, gettext_lazy("It was recorded already. Nothing has changed.")),
    services.NobodyToTellOf: (None, _CHANGED),
    services.ReportChanged: (None, _CHANGED),
}
"""Where and how it is said why a sending was not written down."""
FILES = {"pdf": (as_pdf, "application/pdf"), "docx": (as_docx, DOCX)}


@reads(Action.SEE_REPORTS)
def reports(request: StaffRequest, pk: int) -> HttpResponse:
    """Which reports are made, and which are due. A panel of the family's page, and a page of its own."""
    episode = episode_or_404(request.actor, Action.SEE_REPORTS, pk)
    is_told = sees_when(request.actor, episode)
    made = listed(request.actor, episode)
    page = page_of(made if is_told else made.none(), request, by=IN_ORDER, size=SHOWN)
    today = clock.today()
    people = people_of(request.actor, episode, Period(episode.starts_on, episode.ends_on or today))
    context = {
        "episode": episode,
        "is_part": bool(request.htmx) or request.is_part,
        "is_told": is_told,
        "page": page,
        "rows": report_rows(page.rows),
        "months": months_to_report(request.actor, episode, people, today) if is_told else [],
        "children": children_to_tell_of(people, made, ReportKind.CHILD),
        "letters": children_to_tell_of(people, made, ReportKind.LETTER),
        "may_write": is_told and may(request.actor, Action.WRITE_REPORT, episode),
    }
    template = "casework/_reports.html" if context["is_part"] else "casework/reports.html"
    return render(request, template, context)


@writes(Action.WRITE_REPORT)
def report_month(request: StaffRequest, pk: int, year: int, month: int) -> HttpResponseBase:
    """Put together the report of a month and sign it off; `about` in the address are those whom it is about."""
    episode = episode_or_404(request.actor, Action.WRITE_REPORT, pk)
    first = _first_of(year, month)
    period = days_of_month(episode, first, clock.today())
    if period is None:
        return _refused(request, episode, month_title(first), period)
    people = people_of(request.actor, episode, period)
    asked = set(request.GET.getlist("about"))
    about = [each for each in people if asked & {str(row.pk) for row in each.rows}] or people
    found = reports_of(request.actor, episode).filter(kind=ReportKind.MONTH, starts_on=period.starts_on)
    made = found.filter(about__in=[row.pk for each in about for row in each.rows]).order_by("pk").first()
    chosen = [each.rows[0].pk for each in about] if len(about) < len(people) else []
    draft = report_of(episode.pk, month_about(first, chosen))
    if made is not None and not _is_typed(request, draft):
        left = [] if asked else not_told_of(people, found)
        return (
            redirect(f"{request.path}?{about_these(left)}") if left else redirect("casework:report", made.pk)
        )
    gathered = gather(request.actor, episode, ReportKind.MONTH, period, about)
    return _write(request, episode, gathered, people=people, draft=draft, there=made)


@writes(Action.WRITE_REPORT)
def report_child(request: StaffRequest, pk: int, member: int) -> HttpResponseBase:
    """Put together the summary of one child and sign it off."""
    return _of_child(request, pk, member, ReportKind.CHILD)


@writes(Action.WRITE_REPORT)
def letter(request: StaffRequest, pk: int, member: int) -> HttpResponseBase:
    """Write to a child who leaves."""
    return _of_child(request, pk, member, ReportKind.LETTER)


@reads(Action.READ_REPORT)
def report(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A version as it was signed off: what it says and from which entries, to whom it was sent, its versions."""
    shown = _report(request, Action.READ_REPORT, pk)
    opened(request, _whose(shown), work_form=shown.episode.work_form.key, report=str(shown.entry))
    page = page_of_report(request.actor, shown)
    return render(request, "casework/report.html", {"page": page, "episode": shown.episode})


@reads(Action.EXPORT_REPORT)
def report_file(request: StaffRequest, pk: UUID, kind: str) -> HttpResponse:
    """The same as a file, made now and kept nowhere, under a name that tells nothing. An event of each whom it is about."""
    shown = _report(request, Action.EXPORT_REPORT, pk)
    if kind not in FILES:
        raise Http404
    make, media_type = FILES[kind]
    page = page_of_report(request.actor, shown)
    for each in page.about:
        opened(request, each.member.client, work_form=shown.episode.work_form.key, as_what=kind)
    answer = HttpResponse(make(as_content(page)), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="raportti-{shown.pk.hex[:8]}.{kind}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@writes(Action.CORRECT_REPORT)
def correct_report(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Correct a report: a new version with a reason. If somebody else was quicker, what was typed is kept."""
    asked = _report(request, Action.CORRECT_REPORT, pk)
    standing = Report.objects.filter(entry=asked.entry, voided_at=None).order_by("pk").first()
    if standing is None:
        raise Http404
    now = _report(request, Action.CORRECT_REPORT, standing.pk)
    if now.pk != asked.pk and request.method != "POST":
        return redirect("casework:correct_report", now.pk)
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        kind=ReportKind(now.kind),
        blocks=standing_blocks(now),
        corrects=True,
    )
    has_changed = now.pk != asked.pk
    if form.is_valid() and not has_changed:
        try:
            with finishing(kind=REPORT_CORRECTION_FORM, key=now.entry, by=request.user):
                made = services.correct_report(
                    report=now, blocks=form.written(), reason=form.cleaned_data["reason"], by=request.user
                )
        except services.ReportChanged:
            has_changed = True
        else:
            toast.say(request, _("Corrected. The former version is kept."))
            return redirect("casework:report", made.pk)
    if has_changed:
        form.is_valid()
        form.add_error(
            None,
            _(
                "Somebody else has corrected it meanwhile. Look at theirs; saving again corrects that version."
            ),
        )
    elif request.method != "POST":
        opened(request, _whose(now), work_form=now.episode.work_form.key, report=str(now.entry))
    context = {
        "form": form,
        "episode": now.episode,
        "report": now,
        "title": titled(now),
        "changed": has_changed,
    }
    return render(request, "casework/correct_report.html", context, status=422 if form.errors else 200)


@writes(Action.SEND_REPORT)
def send_report(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Write down to whom it was sent and on which ground: a disclosure of each whom it is about."""
    shown = _report(request, Action.SEND_REPORT, pk)
    episode = shown.episode
    known = _known_of(request, shown)
    if known is None:
        return render(
            request, "casework/send_report.html", {"report": shown, "episode": episode, "form": None}
        )
    form = SendForm(request.POST or None, episode=episode, known=known)
    if form.is_valid():
        try:
            services.send_report(
                report=shown,
                to=form.receiver(),
                basis=form.cleaned_data["basis"],
                what=told_as(shown),
                sent_on=form.cleaned_data["sent_on"],
                by=request.user,
            )
        except NoConsent as refused:
            form.add_error("basis", said_why(refused))
        except tuple(_NOT_SENT) as refused:
            field, said = _NOT_SENT[type(refused)]
            form.add_error(field, str(said))
        else:
            toast.say(request, _("Written down. They may ask what was told of them."))
            return redirect("casework:report", shown.pk)
    context = {"form": form, "report": shown, "episode": episode, "title": titled(shown)}
    return render(request, "casework/send_report.html", context, status=422 if form.errors else 200)


def _of_child(request: StaffRequest, pk: int, member: int, kind: ReportKind) -> HttpResponseBase:
    episode = episode_or_404(request.actor, Action.WRITE_REPORT, pk)
    whole = Period(episode.starts_on, max(episode.starts_on, episode.ends_on or clock.today()))
    people = people_of(request.actor, episode, whole)
    child = next((each for each in people if each.is_child and member in {row.pk for row in each.rows}), None)
    if child is None:
        raise Http404
    made = reports_of(request.actor, episode).filter(kind=kind, member__client=child.member.client_id)
    there = made.order_by("pk").first()
    draft = report_of(episode.pk, f"{kind}-{child.member.pk}")
    if there is not None and not _is_typed(request, draft):
        return redirect("casework:report", there.pk)
    period = days_of_child(child, clock.today())
    gathered = gather(request.actor, episode, kind, period, [child], of=child)
    return _write(request, episode, gathered, child=child.member, draft=draft, there=there)


def _is_typed(request: StaffRequest, draft: str) -> bool:
    """Whether something of one's own is sent, or was left half written: it is shown, also where a report stands already."""
    return request.method == "POST" or draft_of(request.actor, Of(REPORT_FORM, draft)) is not None


def _write(
    request: StaffRequest,
    episode: Episode,
    gathered: Gathered,
    *,
    draft: str,
    people: list[Called] | None = None,
    child: EpisodeMember | None = None,
    there: Report | None = None,
) -> HttpResponseBase:
    """The form of a report with what was gathered, and signing it off. `there` is one that stands already."""
    is_month = gathered.kind == ReportKind.MONTH
    title = month_title(gathered.period.starts_on) if is_month else str(ReportKind(gathered.kind).label)
    if gathered.is_empty and gathered.kind != ReportKind.LETTER:
        return _refused(request, episode, title, gathered.period)
    form = ReportForm(
        request.POST if request.method == "POST" else None, kind=gathered.kind, blocks=gathered.blocks
    )
    if form.is_valid() and request.POST.get("gathered") != gathered.mark:
        form.add_error(
            None,
            _(
                "Something was recorded, corrected or taken back while you wrote. What each part comes from is now up "
                "to date: look at it, and sign again."
            ),
        )
    if form.is_valid():
        signed = services.ReportIn(
            kind=gathered.kind,
            period=gathered.period,
            about=[each.member for each in gathered.about],
            blocks=form.written(),
            member=child,
        )
        try:
            return _sign(request, episode, signed, draft)
        except services.ReportedAlready as refused:
            there = refused.report
            said = _(
                "%(who)s has signed off a report of these days already. What you wrote is below, and is not saved. Copy "
                "what is missing there, and correct that one."
            )
            form.add_error(None, said % {"who": there.signed_by.initials})
        except (DayNotYetCome, DayOutsideEpisode, services.NothingToReport):
            return _refused(request, episode, title, gathered.period)
    if request.method != "POST":
        days, whose = str(gathered.period.starts_on), child.client if child else episode
        opened(request, whose, work_form=episode.work_form.key, of_days=days)
    context = {
        "form": form,
        "episode": episode,
        "gathered": gathered,
        "goes_on": is_month and goes_on(episode, gathered.period),
        "title": title,
        "people": people or [],
        "about": {each.member.pk for each in gathered.about},
        "draft": draft,
        "child": gathered.about[0] if child else None,
        "there": there,
    }
    return render(request, "casework/write_report.html", context, status=422 if form.errors else 200)


def _sign(request: StaffRequest, episode: Episode, signed: services.ReportIn, draft: str) -> HttpResponse:
    """Sign it off, and go there; also when it is sent again because no answer came."""
    try:
        with finishing(kind=REPORT_FORM, key=draft, by=request.user):
            made = services.sign_report(episode=episode, report=signed, by=request.user)
    except services.ReportedAlready as already:
        if not already.is_same:
            raise
        finish(kind=REPORT_FORM, key=draft, by=request.user)
        made = already.report
    toast.say(request, _("Signed off. What is changed after this is a version with a reason."))
    return redirect("casework:report", made.pk)


def _refused(request: StaffRequest, episode: Episode, title: str, period: Period | None) -> HttpResponse:
    """Say that there is nothing to make a report of; nothing is made."""
    context = {"episode": episode, "title": title, "period": period, "form": None}
    status = 422 if request.method == "POST" else 200
    return render(request, "casework/write_report.html", context, status=status)


def _whose(shown: Report) -> Client | Episode:
    """About whom the trail says that it was opened: one child's is no business of the others."""
    return shown.member.client if shown.member else shown.episode


def _first_of(year: int, month: int) -> date:
    """The first of the month that an address names; 404 when there is none."""
    try:
        return date(year, month, 1)
    except ValueError:
        raise Http404 from None


def _known_of(request: StaffRequest, shown: Report) -> KnownIn | None:
    """By what the work form knows one of those whom it is about, when the actor may tell of all of them."""
    clients = set(shown.about.order_by("pk").values_list("client", flat=True))
    rows: QuerySet[KnownIn] = KnownIn.objects.filter(client__in=clients, work_form=shown.episode.work_form_id)
    found = list(
        visible(request.actor, Clients.DISCLOSE, rows).select_related("work_form", "client").order_by("pk")
    )
    return found[0] if found and len(found) == len(clients) else None


def _report(request: StaffRequest, action: str, pk: UUID) -> Report:
    rows = Report.objects.select_related(
        "episode__family",
        "episode__client",
        "episode__work_form",
        "member__client",
        "signed_by",
        "recorded_by",
    )
    return get_or_404(request.actor, action, rows.prefetch_related("about"), pk=pk)
