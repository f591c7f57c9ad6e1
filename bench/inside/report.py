"""The monthly report of a busy month: put together, signed off, and as a PDF and a DOCX."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from html import unescape
from statistics import median

from django.test import Client
from django.urls import reverse

from bench.inside.people import WORKERS, signed_in
from bench.paired import seconds
from poukama.casework.choices import PartKind
from poukama.casework.models import Episode, EpisodeMember, Report
from poukama.casework.services import Meeting, PartIn, Written, write_note
from poukama.casework.services.opening import MemberIn, open_episode
from poukama.clients.services.adding import create_client, create_family
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.organisation.words import words
from poukama.setup.demo.staff import DOMAIN
from poukama.toolkit import clock

WHERE = "elp"
AGES = (34, 31, 7, 3)
NOTES_A_DAY, DAYS = 2, 30
BLOCK = re.compile(r'<textarea[^>]*\bname="(\w+)"[^>]*>\r?\n?(.*?)</textarea>', re.DOTALL)
MARK = re.compile(r'<input[^>]*\bname="(gathered)"[^>]*\bvalue="([^"]*)"')
SAID = "Aamu alkoi rauhassa, ja puhuimme siitä, mikä viikossa on ollut raskasta ja mikä on auttanut. " * 3


def run(rounds: int) -> dict[str, float]:
    """Seconds of the longest of its steps, and of each, in a month of two notes a day about four people."""
    client, episode = signed_in(WORKERS[0]), busy_family()
    last = clock.today()
    address = reverse("casework:report_month", args=[episode.pk, last.year, last.month])
    taken = {"together": _taken(partial(_get, client, address), rounds)}
    page = client.get(address).content.decode()
    typed = {name: unescape(text) for name, text in BLOCK.findall(page)} | dict(MARK.findall(page))
    typed |= {"family": "Meillä on parempi olla."}
    taken["signed"] = seconds(lambda: _sent(client, address, typed))
    report = Report.objects.get(episode=episode)
    for kind in ("pdf", "docx"):
        file = reverse("casework:report_file", args=[report.pk, kind])
        taken[kind] = _taken(partial(_get, client, file), rounds)
    return taken | {"longest": max(taken.values())}


def _taken(work: Callable[[], None], rounds: int) -> float:
    work()
    return median(seconds(work) for _turn in range(rounds))


def _get(client: Client, where: str) -> None:
    assert client.get(where).status_code == 200


def _sent(client: Client, where: str, typed: dict[str, str]) -> None:
    assert client.post(where, typed).status_code == 302


def busy_family() -> Episode:
    """A family of four whose month is full of notes."""
    worker, place = User.objects.get(email=f"{WORKERS[0]}@{DOMAIN}"), WorkForm.objects.get(key=WHERE)
    last = clock.today()
    first = last.replace(day=1)
    family = create_family(work_form=place, since_on=first, by=worker)
    members = [
        MemberIn(
            create_client(
                work_form=place, since_on=first, family=family, birth_year=last.year - age, by=worker
            ),
            "parent" if age in AGES[:2] else "child",
        )
        for age in AGES
    ]
    episode = open_episode(work_form=place, family=family, starts_on=first, members=members, by=worker)
    there = list(EpisodeMember.objects.filter(episode=episode).order_by("pk"))
    headings = [
        term.key
        for term in words(TermList.NOTE_HEADING).of(place)
        if term.attributes.get("kind") != "own_words"
    ]
    for number in range(NOTES_A_DAY * DAYS):
        day: date = first + timedelta(days=number // NOTES_A_DAY)
        if day <= last:
            parts = [PartIn(heading, SAID, tells_of=(there[number % len(there)],)) for heading in headings]
            parts.append(PartIn("own_words", "Tänään jaksoin.", PartKind.OWN_WORDS, whose=there[0]))
            meeting = Meeting("meeting", 45, (there[0], there[number % len(there)]))
            write_note(episode=episode, written=Written(day, parts, about=meeting), by=worker)
    return episode
