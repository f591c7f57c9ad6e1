"""Recount each measure from the records, one loop at a time, as its definition says in words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.oracle.records import Records, Row

Filters = dict[str, Any]


@dataclass
class Question:
    """What to count: the days from `first` to `last`, and filters."""

    records: Records
    first: date
    last: date
    filters: Filters

    def wants(self, key: str, value: object) -> bool:
        """Whether a filter lets a value through; without the filter everything goes."""
        if key not in self.filters:
            return True
        wanted = self.filters[key]
        return value in wanted if isinstance(wanted, list) else value == wanted

    def ours(self, work_form_id: int) -> bool:
        """Whether the work form is one of those asked."""
        return self.wants("work_form", self.records.work_forms[work_form_id]["key"])

    def on_day(self, day: date | None) -> bool:
        """Whether a day is one of the days asked."""
        return day is not None and self.first <= day <= self.last

    def over(self, row: Row) -> bool:
        """Whether what lasts from `starts_on` to `ends_on` touches the days asked."""
        return row["starts_on"] <= self.last and (row["ends_on"] is None or row["ends_on"] >= self.first)


def _alive(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if row["voided_at"] is None)


def _episodes(q: Question) -> Iterator[Row]:
    return (row for row in _alive(q.records.episodes.values()) if q.ours(row["work_form_id"]))


def _held(q: Question) -> dict[int, Row]:
    return {
        row["id"]: row
        for row in _alive(q.records.occasions.values())
        if row["state"] == "held" and q.on_day(row["happened_on"]) and q.ours(row["work_form_id"])
    }


def _members(q: Question) -> list[Row]:
    episodes = {row["id"] for row in _episodes(q)}
    return [
        row
        for row in _alive(q.records.members.values())
        if row["episode_id"] in episodes and q.over(row) and q.wants("member_role", row["role"])
    ]


def _attendances(q: Question, *, by_kind: bool = True) -> list[Row]:
    occasions = _held(q)
    return [
        row
        for row in _alive(q.records.attendances.values())
        if row["occasion_id"] in occasions
        and (not by_kind or q.wants("occasion_kind", occasions[row["occasion_id"]]["kind"]))
    ]


def _headcounts(q: Question) -> list[tuple[Row, Row]]:
    occasions = _held(q)
    return [
        (row, occasions[row["occasion_id"]])
        for row in _alive(q.records.headcounts.values())
        if row["occasion_id"] in occasions
    ]


def _people(q: Question, clients: Iterable[int]) -> int:
    """How many people these clients are: one for each lot of them that links lead through, over others too."""
    lots: list[set[int]] = []
    for link in _alive(q.records.same.values()):
        ends = {link["kept_id"], link["other_id"]}
        met = [lot for lot in lots if lot & ends]
        lots = [lot for lot in lots if lot not in met] + [ends.union(*met)]
    wanted = set(clients) - {None}
    alone = wanted.difference(*lots)
    return len(alone) + sum(bool(lot & wanted) for lot in lots)


def people_in_care(q: Question) -> int:
    """Different members of episodes."""
    return _people(q, (row["client_id"] for row in _members(q)))


def families_in_care(q: Question) -> int:
    """Different families of episodes."""
    return len({row["family_id"] for row in _episodes(q) if q.over(row)} - {None})


def families_started(q: Question) -> int:
    """Different families whose episode began."""
    return len({row["family_id"] for row in _episodes(q) if q.on_day(row["starts_on"])} - {None})


def families_in_phase(q: Question) -> int:
    """Different families of episodes in a phase."""
    episodes = {row["id"]: row for row in _episodes(q)}
    found = set()
    for phase in _alive(q.records.phases.values()):
        if phase["episode_id"] in episodes and q.over(phase) and q.wants("phase", phase["phase"]):
            found.add(episodes[phase["episode_id"]]["family_id"])
    return len(found - {None})


def families_supported(q: Question) -> int:
    """Different families, alone or in a group, and those that were only counted."""
    known = {row["family_id"] for row in _episodes(q) if q.over(row)}
    known |= {row["family_id"] for row in _attendances(q, by_kind=False)}
    counted = sum(row["families"] for row, _ in _headcounts(q))
    return len(known - {None}) + counted


def people_supported(q: Question) -> int:
    """Different people, alone or in a group."""
    people = {row["client_id"] for row in _members(q)}
    people |= {
        row["client_id"] for row in _attendances(q, by_kind=False) if q.wants("member_role", row["role"])
    }
    return _people(q, people)


def people_consulted(q: Question) -> int:
    """People in consultations."""
    rows = _alive(q.records.consultations.values())
    return sum(row["people"] for row in rows if q.on_day(row["happened_on"]) and q.ours(row["work_form_id"]))


def families_met_in_outreach(q: Question) -> int:
    """Families met in outreach."""
    return sum(
        row["families"]
        for row in _alive(q.records.outreach.values())
        if q.on_day(row["happened_on"]) and q.ours(row["work_form_id"]) and q.wants("place", row["place"])
    )


def chat_contacts(q: Question) -> int:
    """People met in chats."""
    return sum(
        row["contacts"]
        for row in _alive(q.records.chats.values())
        if q.on_day(row["happened_on"]) and q.ours(row["work_form_id"]) and q.wants("service", row["service"])
    )


def _matches(q: Question) -> Iterator[Row]:
    return (row for row in _alive(q.records.matches.values()) if q.ours(row["work_form_id"]))


def families_matched(q: Question) -> int:
    """Different families with a match."""
    return len({row["family_id"] for row in _matches(q) if q.over(row)} - {None})


def matches_started(q: Question) -> int:
    """Matches that began."""
    return sum(q.on_day(row["starts_on"]) for row in _matches(q))


def matches_ended(q: Question) -> int:
    """Matches that ended."""
    return sum(q.on_day(row["ends_on"]) and q.wants("end_reason", row["end_reason"]) for row in _matches(q))


def _roles(q: Question) -> Iterator[Row]:
    return (
        row
        for row in _alive(q.records.roles.values())
        if q.ours(row["work_form_id"]) and q.wants("volunteer_role", row["role"])
    )


def volunteers_active(q: Question) -> int:
    """Different volunteers with a role."""
    return len({row["volunteer_id"] for row in _roles(q) if q.over(row)})


def volunteers_started(q: Question) -> int:
    """Different volunteers who began in a role."""
    return len({row["volunteer_id"] for row in _roles(q) if q.on_day(row["starts_on"])})


def occasions_held(q: Question) -> int:
    """Occasions held."""
    return sum(q.wants("occasion_kind", row["kind"]) for row in _held(q).values())


def groups_met(q: Question) -> int:
    """Different groups that met."""
    groups = q.records.groups
    return len(
        {
            row["group_id"]
            for row in _held(q).values()
            if row["group_id"] is not None
            and groups[row["group_id"]]["voided_at"] is None
            and q.wants("group_kind", groups[row["group_id"]]["kind"])
        }
    )


def participations(q: Question) -> int:
    """Every taking part, known or counted."""
    counted = sum(row["people"] for row, held in _headcounts(q) if q.wants("occasion_kind", held["kind"]))
    return len(_attendances(q)) + counted


def people_reached(q: Question) -> int:
    """People counted at occasions."""
    return sum(
        row["people"]
        for row, held in _headcounts(q)
        if q.wants("category", row["category"]) and q.wants("occasion_kind", held["kind"])
    )


def professionals_trained(q: Question) -> int:
    """Professionals counted at trainings."""
    professionals = ("professional", "partner", "decision_maker")
    return sum(
        row["people"]
        for row, held in _headcounts(q)
        if held["kind"] == "training" and row["category"] in professionals
    )


def public_reached(q: Question) -> int:
    """Residents reached, as estimated."""
    return sum(
        row["people"]
        for row, held in _headcounts(q)
        if row["category"] == "general_public" and q.wants("occasion_kind", held["kind"])
    )


def door_visits(q: Question) -> int:
    """Visits at the door, with their corrections."""
    return sum(
        row["quantity"]
        for row in _alive(q.records.door.values())
        if q.on_day(row["happened_on"]) and q.ours(row["work_form_id"]) and q.wants("visitor", row["visitor"])
    )


def answers_received(q: Question) -> int:
    """Answers received."""
    return sum(
        q.on_day(row["happened_on"])
        and q.ours(row["work_form_id"])
        and q.wants("form", q.records.forms[row["form_id"]]["key"])
        and q.wants("channel", row["channel"])
        for row in _alive(q.records.answers.values())
    )


def partners_active(q: Question) -> int:
    """Different partners."""
    found = set()
    for row in _alive(q.records.partnerships.values()):
        network = q.records.networks.get(row["network_id"], {}).get("key")
        if not (q.over(row) and q.ours(row["work_form_id"])):
            continue
        if q.wants("kind", row["kind"]) and q.wants("network", network):
            found.add(row["partner_id"])
    return len(found)


def _due_steps(q: Question) -> Iterator[tuple[Row, Row]]:
    """Each step whose day is one of those asked, with its duty."""
    processes = {row["id"]: row for row in _alive(q.records.processes.values())}
    episodes = {row["id"] for row in _episodes(q)}
    for row in _alive(q.records.due_steps.values()):
        process, duty = processes.get(row["process_id"]), q.records.duties[row["duty_id"]]
        if process is None or process["episode_id"] not in episodes or not q.on_day(duty["due_on"]):
            continue
        if q.wants("process", q.records.templates[process["template_id"]]["key"]):
            yield row, duty


def _days_of_steps(q: Question) -> Iterator[tuple[date, date]]:
    """The last day in time and the day on which it was done, of each step that was done."""
    return ((duty["due_on"], duty["done_on"]) for _, duty in _due_steps(q) if duty["done_on"] is not None)


def steps_in_time(q: Question) -> int:
    return sum(done <= due for due, done in _days_of_steps(q))


def steps_late(q: Question) -> int:
    return sum(done > due for due, done in _days_of_steps(q))


def steps_due(q: Question) -> int:
    """Done or not, left out or not."""
    return sum(1 for _ in _due_steps(q))


def processes_carried_through(q: Question) -> int:
    """Different processes whose step of so many meetings was done."""
    return len(
        {
            row["process_id"]
            for row, duty in _due_steps(q)
            if duty["done_on"] is not None and q.records.steps[row["step_id"]]["trigger"] == "meetings"
        }
    )


def _of_episodes(q: Question, rows: Iterable[Row], day: str) -> Iterator[Row]:
    """Rows in force of episodes in force, on the days asked."""
    episodes = {row["id"] for row in _episodes(q)}
    return (row for row in _alive(rows) if row["episode_id"] in episodes and q.on_day(row[day]))


def contacts_held(q: Question) -> int:
    """Contacts that took place."""
    rows = _of_episodes(q, q.records.contacts.values(), "happened_on")
    return sum(row["took_place"] and q.wants("kind", row["kind"]) for row in rows)


def requests_received(q: Question) -> int:
    """Requests, whatever was decided."""
    return sum(
        q.on_day(row["came_on"])
        and q.ours(row["work_form_id"])
        and q.wants("source", row["source"])
        and q.wants("need", row["need"])
        and q.wants("decision", row["state"])
        and q.wants("timing", row["timing"])
        for row in _alive(q.records.requests.values())
    )


def families_handed_over(q: Question) -> int:
    """Different families of episodes from which somebody was handed over."""
    found = set()
    for row in _of_episodes(q, q.records.handovers.values(), "sent_on"):
        to = q.records.work_forms[row["to_work_form_id"]]["key"]
        if q.wants("answer", row["state"]) and q.wants("to", to) and q.wants("need", row["need"]):
            found.add(q.records.episodes[row["episode_id"]]["family_id"])
    return len(found - {None})


def children_told_of(q: Question) -> int:
    """Different children of whom notes tell."""
    notes = {row["id"] for row in _of_episodes(q, q.records.notes.values(), "happened_on")}
    members = {row["id"]: row for row in _alive(q.records.members.values())}
    told = [
        members[row["episodemember_id"]]
        for row in q.records.children_of_notes.values()
        if row["note_id"] in notes and row["episodemember_id"] in members
    ]
    return _people(q, (row["client_id"] for row in told if q.wants("member_role", row["role"])))


def notes_late(q: Question) -> int:
    """Late notes."""
    return sum(row["is_late"] for row in _of_episodes(q, q.records.notes.values(), "happened_on"))


def goals_attained(q: Question) -> int:
    """Goals that ended because they were attained."""
    rows = _of_episodes(q, q.records.goals.values(), "ends_on")
    return sum(row["ending"] == "attained" and q.wants("level", row["level"]) for row in rows)


def goals_evaluated(q: Question) -> int:
    """Marks that the family gave, of weeks and months."""
    episodes = {row["id"] for row in _episodes(q)}
    rounds = {row["id"]: row for row in _alive(q.records.rounds.values()) if row["episode_id"] in episodes}
    turns = {row["id"]: row for row in _alive(q.records.turns.values()) if row["round_id"] in rounds}
    return sum(
        row["voice"] == "family"
        and row["turn_id"] in turns
        and q.on_day(row["marked_on"])
        and q.wants("mark", row["mark"])
        and q.wants("span", rounds[turns[row["turn_id"]]["round_id"]]["span"])
        for row in _alive(q.records.marks.values())
    )


def _reports(q: Question) -> Iterator[Row]:
    """Reports for which there was a day."""
    rows = _of_episodes(q, q.records.reports.values(), "signed_on")
    return (row for row in rows if row["due_on"] is not None and q.wants("report_kind", row["kind"]))


def reports_in_time(q: Question) -> int:
    return sum(row["signed_on"] <= row["due_on"] for row in _reports(q))


def reports_late(q: Question) -> int:
    return sum(row["signed_on"] > row["due_on"] for row in _reports(q))


def _follow_ups(q: Question) -> Iterator[Row]:
    """Follow-ups themselves, without the tries that reached nobody."""
    rows = _of_episodes(q, q.records.follow_ups.values(), "due_on")
    return (row for row in rows if row["try_of_id"] is None)


def follow_ups_due(q: Question) -> int:
    """Agreed, asked or not."""
    return sum(q.wants("outcome", row["outcome"]) for row in _follow_ups(q))


def follow_ups_met(q: Question) -> int:
    """In which they were reached."""
    return sum(row["outcome"] == "reached" for row in _follow_ups(q))


MEASURES: dict[str, Callable[[Question], int]] = {
    count.__name__: count
    for count in (
        people_in_care,
        families_in_care,
        families_started,
        families_in_phase,
        families_supported,
        people_supported,
        people_consulted,
        families_met_in_outreach,
        chat_contacts,
        families_matched,
        matches_started,
        matches_ended,
        volunteers_active,
        volunteers_started,
        occasions_held,
        groups_met,
        participations,
        people_reached,
        professionals_trained,
        public_reached,
        door_visits,
        answers_received,
        partners_active,
        steps_in_time,
        steps_late,
        steps_due,
        processes_carried_through,
        contacts_held,
        requests_received,
        families_handed_over,
        children_told_of,
        notes_late,
        goals_attained,
        goals_evaluated,
        reports_in_time,
        reports_late,
        follow_ups_due,
        follow_ups_met,
    )
}


FILTERS = {
    "people_in_care": {"member_role"},
    "families_in_phase": {"phase"},
    "people_supported": {"member_role"},
    "families_met_in_outreach": {"place"},
    "chat_contacts": {"service"},
    "matches_ended": {"end_reason"},
    "volunteers_active": {"volunteer_role"},
    "volunteers_started": {"volunteer_role"},
    "occasions_held": {"occasion_kind"},
    "groups_met": {"group_kind"},
    "participations": {"occasion_kind"},
    "people_reached": {"category", "occasion_kind"},
    "public_reached": {"occasion_kind"},
    "door_visits": {"visitor"},
    "answers_received": {"form", "channel"},
    "partners_active": {"kind", "network"},
    "steps_in_time": {"process"},
    "steps_late": {"process"},
    "steps_due": {"process"},
    "processes_carried_through": {"process"},
    "contacts_held": {"kind"},
    "requests_received": {"source", "need", "decision", "timing"},
    "families_handed_over": {"answer", "to", "need"},
    "children_told_of": {"member_role"},
    "goals_attained": {"level"},
    "goals_evaluated": {"span", "mark"},
    "reports_in_time": {"report_kind"},
    "reports_late": {"report_kind"},
    "follow_ups_due": {"outcome"},
}
"""Which filters each measure is counted by, besides the work form."""


def recount(records: Records, measure: str, filters: Filters, first: date, last: date) -> int:
    """Count a measure over the days from `first` to `last`, both included."""
    unknown = set(filters) - FILTERS.get(measure, set()) - {"work_form"}
    assert not unknown, f"{measure} is not counted by {unknown}"
    return int(MEASURES[measure](Question(records, first, last, filters)))
