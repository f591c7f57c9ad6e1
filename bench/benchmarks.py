"""The benchmarks, each giving the lines that it has to say."""

import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from bench.houses import BUSY, HISTORY, LARGE, ONE, House, Houses, Size
from bench.load import requests_a_second, tap_together
from bench.report import Line
from bench.serving import resident, served, workers_of

DOOR_TAP = "/activities/door/perhetupa/tap/"
NOTES_A_CLIENT = 25
ALL_PANELS = "a family's page with all its panels"


@dataclass(frozen=True)
class Course:
    """How thorough a run is."""

    houses: Houses
    rounds: int
    sizes: tuple[Size, ...]
    list_rows: int
    load_seconds: float
    load_rounds: int
    door_seconds: float
    clients: tuple[int, ...]
    devices: int = 50


Found = Iterable[Line]


def figures(course: Course) -> Found:
    """The figures of one year, cold, against hand-written SQL; and how the times grow."""
    for kind, make in (("PostgreSQL", course.houses.postgresql), ("SQLite", course.houses.sqlite)):
        first = 0.0
        for size in course.sizes:
            if kind == "SQLite" and size.association_years > HISTORY.association_years:
                continue
            with make(size) as house:
                found = house.inside("figures", rounds=course.rounds * 3)
            first = first or found["hand"]
            name = f"{kind}, {size.association_years} association-years"
            note = f"best by hand: {found['best']}; growth {found['hand'] / first:.1f} ×"
            yield Line(f"{name}: cold", found["cold"], bound=1.5, note=note)
            yield Line(f"{name}: counted only, nothing kept", found["counted"])
            yield Line(f"{name}: nothing has changed", found["warm"])


def pages(course: Course) -> Found:
    """Server time with ten years of history, and with ten times the activity, against one year."""
    for kind, make in (("SQLite", course.houses.sqlite), ("PostgreSQL", course.houses.postgresql)):
        with ExitStack() as stack:
            staying = {
                size: stack.enter_context(stack.enter_context(make(size)).staying("pages"))
                for size in (ONE, HISTORY, BUSY)
            }
            taken: dict[Size, list[dict[str, float]]] = {size: [] for size in staying}
            for turn in range(course.rounds):
                for size in staying if turn % 2 else reversed(staying):
                    taken[size].append(staying[size](times=3))
        for larger, bound, what in ((HISTORY, 1.3, "ten years"), (BUSY, 3.0, "ten times the work")):
            for page in taken[ONE][0]:
                ratios = [
                    large[page] / one[page] for large, one in zip(taken[larger], taken[ONE], strict=True)
                ]
                yield Line(f"{kind}, {what}: {page}", median(ratios), bound=bound)


def lists(course: Course) -> Found:
    """List pages against a bare view of the same table, 16 asking at once."""
    with course.houses.sqlite(ONE, lists=course.list_rows) as house:
        yield from _lists(course, house, "SQLite")
    with course.houses.postgresql(ONE, lists=course.list_rows) as house:
        yield from _lists(course, house, "PostgreSQL")


def _lists(course: Course, house: House, kind: str) -> Found:
    pages = house.inside("lists")
    with served(house) as (ours, _), served(house, "bench.bare.wsgi") as (bare, _):
        for page in pages:
            (headers,) = house.inside("sessions", who=page["who"])["headers"]
            ratios = []
            for _ in range(course.load_rounds):
                theirs = requests_a_second(bare, f"/{page['label']}/", {}, seconds=course.load_seconds)
                mine = requests_a_second(ours, page["path"], headers, seconds=course.load_seconds)
                ratios.append(mine / theirs)
            note = f"{page['rows']:,} rows"
            yield Line(f"{kind}: {page['path']}", median(ratios), bound=1 / 3, at_least=True, note=note)


def door(course: Course) -> Found:
    """One tap against an empty page, and fifty devices at once with a bad network."""
    with course.houses.postgresql(ONE) as house:
        found = house.inside("door", rounds=course.rounds * 10)
        yield Line("PostgreSQL: one tap against an empty page", found["ratio"], bound=4)
    with course.houses.sqlite(ONE) as house:
        found = house.inside("door", rounds=course.rounds * 10)
        yield Line("SQLite: one tap against an empty page", found["ratio"], bound=4)
        sessions = house.inside("sessions", who="perhetupa-ohjaaja", number=course.devices)
        before = house.inside("counted")["visits"]
        with served(house) as (port, _):
            taps = tap_together(
                port, DOOR_TAP, sessions["headers"], sessions["now"], seconds=course.door_seconds
            )
        told = house.folder / "tokens"
        told.write_text("\n".join(taps.acknowledged))
        after = house.inside("counted", tokens=str(told))
    number = len(taps.acknowledged)
    note = f"{number:,} visits, {taps.sent:,} times sent, {taps.again:,} of them again"
    yield Line("SQLite, 50 at once: taps lost", number - after["found"] + taps.given_up, "", 0, note=note)
    yield Line("SQLite, 50 at once: taps doubled", max(0, after["visits"] - before - number), "", 0)


def demo(course: Course) -> Found:
    """The whole synthetic year through the services, and what its parts take of it."""
    base = course.houses.base(anew=True)
    made = json.loads((base.folder / "made.json").read_text())
    yield Line("the synthetic year", made["seconds"], "s", 60, note=f"{made['events']:,} events")
    yield Line("of it the processor worked", made["processor"] / made["seconds"], "×")
    for part, seconds in sorted(made["parts"].items(), key=lambda item: -item[1]):
        yield Line(f"its share: {part}", seconds / made["seconds"])


def memory(course: Course) -> Found:
    """What a web worker holds after serving everything a few times."""
    with course.houses.sqlite(HISTORY) as house:
        pages = [(page["who"], page["path"]) for page in house.inside("lists")]
        pages += [("toiminnanjohtaja", path) for path in ("/reporting/progress/2024/", "/", "/access/staff/")]
        pages += [("toiminnanjohtaja", f"/reporting/figure/{pk}/") for pk in range(1, 9)]
        pages += [
            ("toiminnanjohtaja", f"/reporting/progress/2024/figures.{kind}") for kind in ("csv", "xlsx")
        ]
        sessions = {who: house.inside("sessions", who=who)["headers"][0] for who in {who for who, _ in pages}}
        with served(house) as (port, pid):
            for who, path in pages:
                requests_a_second(port, path, sessions[who], seconds=course.load_seconds / 4, at_once=8)
            most = max(resident(worker) for worker in workers_of(pid))
    yield Line("the larger web worker", most, "MB", 250, note=f"after {len(pages)} pages, many times each")


def names(course: Course) -> Found:
    """Searching sealed names, the family's page, and sealing everything again with a new key, on PostgreSQL."""
    few = 0.0
    for clients in course.clients:
        with course.houses.postgresql(ONE) as house:
            found = house.inside("names", clients=clients, rounds=course.rounds)
            page = house.inside("family", rounds=4 * course.rounds)
        few = few or found["seconds"]
        name = f"{clients:,} clients"
        yield Line(f"{name}: a search, against the same over plain words", found["ratio"], bound=3)
        yield Line(
            f"{name}: a search, against {course.clients[0]:,} clients", found["seconds"] / few, bound=2
        )
        yield Line(f"{name}: the family's page, without sealing, rules and audit", page["ratio"], bound=1.5)
        most = 20_000 if clients == course.clients[-1] else None  # of a few, beginning takes the longest
        yield Line(f"{name}: sealed again", found["a_second"], "/s", most, at_least=True)


def report(course: Course) -> Found:
    """The monthly report of a busy month: each of its steps within the bound."""
    for kind, make in (("SQLite", course.houses.sqlite), ("PostgreSQL", course.houses.postgresql)):
        with make(ONE) as house:
            found = house.inside("report", rounds=course.rounds)
        told = ", ".join(f"{step} {found[step]:.2f}" for step in ("together", "signed", "pdf", "docx"))
        yield Line(f"{kind}: the report of a busy month", found["longest"], "s", 2, note=told)


def work(course: Course) -> Found:
    """A worker's everyday pages with many clients and notes, against few, on PostgreSQL; and following everybody."""
    sizes = (course.clients[0], course.clients[-1])
    with ExitStack() as stack:
        staying = {}
        for clients in sizes:
            filled = course.houses.postgresql(ONE, clients=clients, notes=clients * NOTES_A_CLIENT)
            house = stack.enter_context(filled)
            following = house.inside("work")["following"]
            staying[clients] = stack.enter_context(house.staying("work"))
        taken: dict[int, list[dict[str, float]]] = {clients: [] for clients in sizes}
        for turn in range(course.rounds):
            for clients in sizes if turn % 2 else reversed(sizes):
                taken[clients].append(staying[clients](times=3))
    few, many = taken[sizes[0]], taken[sizes[1]]
    for name in few[0]:
        grown = median(much[name] / little[name] for much, little in zip(many, few, strict=True))
        yield Line(f"{sizes[1]:,} clients against {sizes[0]:,}: {name}", grown, bound=2)
    whole = median(each[ALL_PANELS] for each in many)
    yield Line(f"{sizes[1]:,} clients: {ALL_PANELS}", whole, "s", 0.3)
    yield Line(f"{sizes[1]:,} clients: everybody followed", following, "s", 30)


ALL: dict[str, Callable[[Course], Found]] = {
    "demo": demo,
    "figures": figures,
    "pages": pages,
    "list": lists,
    "door": door,
    "memory": memory,
    "names": names,
    "report": report,
    "work": work,
}


def course_of(houses: Houses, *, quick: bool) -> Course:
    """A whole run, or one of a few minutes."""
    if quick:
        return Course(houses, 5, (ONE, HISTORY), 100_000, 1, 3, 10, (2_000, 20_000))
    return Course(houses, 9, (ONE, HISTORY, LARGE), 100_000, 3, 5, 60, (2_000, 200_000))
