"""What was written of the families with us in the last two weeks of a synthetic year: through the services, of nobody real."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from poukama.access.actor import Actor
from poukama.access.policy import may
from poukama.casework.choices import GoalLevel, HeadingKind, PartKind
from poukama.casework.models import CareGoal, Episode, EpisodeMember, Note
from poukama.casework.rules import Action
from poukama.casework.services import PartIn, PromiseIn, Written, correct_note, write_note
from poukama.casework.services.note_parts import as_it_was
from poukama.organisation.choices import Identification, TermList
from poukama.organisation.models import Term, User, WorkForm
from poukama.organisation.words import words
from poukama.setup.demo.safety import GROWN_UP
from poukama.setup.demo.staff import Staff
from poukama.toolkit import clock

FAMILIES = 8
"""Of how many families of a work form something is written, those who came latest."""
TODDLER = 2
DAYS_AGO = (0, 1, 2, 4, 6, 9, 12)
CHILD_SEEN = (
    "Heräsi virkeänä ja haki seuraa.",
    "Söi hyvin ja nukkui kahdet unet.",
    "Oli väsynyt, mutta rauhoittui.",
)
ADULT_SEEN = ("Oli levännyt ja puhelias.", "Kertoi yön olleen raskas.", "Pyysi itse apua aamulla.")
DONE = (
    "Suunniteltiin seuraavaa päivää.",
    "Käytiin läpi, mikä auttoi viime viikolla.",
    "Harjoiteltiin vuorottelua.",
)
PROMISED = ("Soitetaan neuvolaan.", "Lähetetään hakemus yhdessä.", "Kysytään vapaata aikaa ryhmästä.")
SAID = ("Huomasin itse, milloin on levon paikka.", "Tästä tuli parempi olo.")


def write_down(staff: Staff) -> None:
    """Write of the latest families of each work form, and correct one note."""
    today = clock.today()
    standing = Episode.objects.filter(voided_at=None, ends_on=None, family__isnull=False)
    for work_form in WorkForm.objects.exclude(identification=Identification.COUNTED).order_by("key"):
        headings = words(TermList.NOTE_HEADING).of(work_form)
        tapped = words(TermList.OBSERVATION).of(work_form)
        workers = staff.of(work_form)
        latest = standing.filter(work_form=work_form).select_related("work_form")
        for place, episode in enumerate(latest.order_by("-starts_on", "pk")[:FAMILIES] if headings else ()):
            last = _write_of(episode, place, headings, tapped, workers, today)
            if last is not None and place == 0:
                _correct(last, workers[0])


def _write_of(
    episode: Episode,
    place: int,
    headings: Sequence[Term],
    tapped: Sequence[Term],
    workers: Sequence[User],
    today: date,
) -> Note | None:
    """The notes of one family, the latest last."""
    note = None
    along = _along(episode)
    for turn, ago in enumerate(reversed(DAYS_AGO[place % 3 :])):
        day = today - timedelta(days=ago)
        there = [member for member in along if member.starts_on <= day]
        if not there or day < episode.starts_on:
            continue
        by = workers[turn % len(workers)]
        parts = [_part(heading, there, tapped, place + turn) for heading in headings]
        parts += [_agreed(heading, episode, place, day, by) for heading in headings]
        written = Written(
            happened_on=day,
            starts_at=time(9 + turn, 10),
            parts=[part for part in parts if part is not None],
            together=turn % 2 == 0,
            read_together=turn % 2 == 0,
        )
        with clock.moved_to(clock.local(day, time(15, 30))):
            note = write_note(episode=episode, written=written, by=by)
    return note


def _part(heading: Term, there: Sequence[EpisodeMember], tapped: Sequence[Term], turn: int) -> PartIn | None:
    """What is written under one heading this time; not every time something is."""
    children = [member for member in there if _icon(member) != "adult"]
    adults = [member for member in there if _icon(member) == "adult"]
    kind = heading.attributes.get("kind", HeadingKind.TEXT)
    if kind == HeadingKind.OWN_WORDS:
        said = adults and turn % 2 == 0
        return (
            PartIn(heading.key, SAID[turn % len(SAID)], PartKind.OWN_WORDS, whose=adults[0]) if said else None
        )
    if kind == HeadingKind.OBSERVATIONS:
        of = children[turn % len(children)] if children else adults[0]
        seen = [term.key for term in tapped if _icon(of) in term.attributes.get("of", ())]
        texts = CHILD_SEEN if children else ADULT_SEEN
        return PartIn(
            heading.key,
            texts[turn % len(texts)],
            tells_of=(of,),
            observations=tuple(seen[turn % 2 : turn % 2 + 2]),
        )
    if kind in (HeadingKind.GOALS, HeadingKind.AGREED) or (heading.order + turn) % 3 == 0:
        return None
    return PartIn(heading.key, DONE[(heading.order + turn) % len(DONE)], tells_of=tuple(there))


def _agreed(heading: Term, episode: Episode, place: int, day: date, by: User) -> PartIn | None:
    """Which goals it is about; and on the last day, what is promised."""
    kind = heading.attributes.get("kind")
    if kind == HeadingKind.GOALS:
        goals = CareGoal.objects.filter(
            episode=episode, voided_at=None, ends_on=None, member=None, starts_on__lte=day
        ).exclude(level=GoalLevel.MAIN)
        chosen = tuple(goals.order_by("starts_on", "recorded_at", "pk")[:2])
        return PartIn(heading.key, kind=PartKind.GOALS, goals=chosen) if chosen else None
    is_last = day == clock.today()
    if kind != HeadingKind.AGREED or not is_last or not may(Actor(by, day), Action.READ_NOTES, episode):
        return None
    promise = PromiseIn(PROMISED[place % len(PROMISED)], day + timedelta(days=3 + place), by)
    return PartIn(heading.key, kind=PartKind.AGREED, promises=(promise,))


def _correct(note: Note, by: User) -> None:
    parts = [
        PartIn(
            heading=part.heading,
            text=part.text or "" if order else f"{part.text or ''} Lisäksi käytiin ulkona.".strip(),
            kind=PartKind(part.kind),
            tells_of=tuple(part.tells_of.all()),
            observations=tuple((part.observations or "").split()),
            whose=part.whose,
            goals=tuple(part.goals.select_related("member").order_by("pk")),
            promises=tuple(map(as_it_was, part.promises.order_by("order"))),
        )
        for order, part in enumerate(note.parts.select_related("whose").order_by("order"))
    ]
    written = Written(happened_on=note.happened_on, starts_at=note.starts_at, parts=parts)
    correct_note(note=note, written=written, reason="Ulkoilu jäi kirjaamatta", by=by)


def _along(episode: Episode) -> list[EpisodeMember]:
    rows = EpisodeMember.objects.filter(episode=episode, voided_at=None, ends_on=None)
    return list(rows.select_related("client").order_by("pk"))


def _icon(member: EpisodeMember) -> str:
    """By the year of birth: it is known of everybody in the synthetic year."""
    age = clock.today().year - (member.client.birth_year or 0)
    return "adult" if age >= GROWN_UP else "child" if age >= TODDLER else "baby"
