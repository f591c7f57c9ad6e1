"""Process templates of a pack: what check says of their steps, and that what runs keeps the steps that it began with."""

from datetime import date

import pytest
from django.utils import translation

from poukama.casework.models import DueStep, ProcessStep, ProcessTemplate
from poukama.casework.services.following import follow, follow_all
from poukama.casework.services.processes import take_new_steps
from poukama.casework.services.steps import do_step, leave_out
from poukama.setup.packs.applying import apply_pack, differences
from poukama.setup.packs.changes import effective
from poukama.setup.packs.checking import check
from poukama.setup.packs.exporting import export_pack
from poukama.setup.packs.reading import read_folder
from poukama.toolkit import clock
from tests.factories.casework import EpisodeFactory, ProcessFactory
from tests.setup.small_pack import small_pack

PROCESSES = """\
terms:
  process_step:
    - {key: evaluate, name: {fi: arvio, sv: bedömning}}
    - {key: letter, name: kirje}
  member_role:
    - {key: parent, name: Vanhempi}
  end_reason:
    - {key: agreed, name: Sovittu, attributes: {planned: true}}
process_templates:
  - key: path
    name: Polku
    work_form: groups
    begins: with_episode
    steps:
      - {does: evaluate, by_contact: 3}
      - {key: again, does: evaluate, about_contact: 8, again_every: 8}
      - {key: week, does: evaluate, weekly: friday}
      - {key: days, does: evaluate, weekdays: true}
      - {key: month, does: evaluate, monthly: last}
      - {key: mid, does: evaluate, monthly: 15}
      - {key: each, does: evaluate, each_meeting: true}
      - {key: pair, does: evaluate, workers: 2}
      - {key: span, does: evaluate, meetings: [3, 16]}
      - {key: start, does: evaluate, name: {fi: Alkuarvio}, days_after_start: 0}
      - {key: born, does: evaluate, weeks_after_birth: 6}
      - {key: gate, does: evaluate, meetings_before_birth: 1}
      - {does: letter, months_after_end: 6, ending: planned}
      - {key: end, does: letter, days_after_end: 0}
"""


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def pack(folder, *changes):
    """The small pack with a process; each pair of texts is one replaced by another."""
    text = PROCESSES
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in text
        text = text.replace(old, new, 1)
    small_pack(folder)
    (folder / "processes.yaml").write_text(text, encoding="utf-8")
    return read_folder(folder)


def test_a_process_of_every_kind_of_step_is_right(tmp_path):
    assert check(pack(tmp_path))[1] == []


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "found"),
    [
        ("by_contact: 3", "by_contact: 0", "wrong_value", 15, "“0”"),
        ("months_after_end: 6", "months_after_end: -1", "wrong_value", 27, "“-1”"),
        ("by_contact: 3", "by_contact: three", "wrong_type", 15, "“three”"),
        ("monthly: 15", "monthly: 31", "wrong_value", 20, "“31”"),
        ("weekly: friday", "weekly: freitag", "wrong_value", 17, "“freitag”"),
        ("meetings: [3, 16]", "meetings: [16, 3]", "wrong_value", 23, "from 16 to 3 meetings"),
        ("meetings: [3, 16]", "meetings: [3]", "wrong_value", 23, "a list"),
        ("by_contact: 3", "by_contact: 17", "never_due", 15, "contact 17, in a process of 16 meetings"),
        ("by_contact: 3", "by_contact: 3, workers: 2", "one_trigger", 15, "two things to fall due by: by_contact, workers"),
        (", by_contact: 3", "", "one_trigger", 15, "nothing to fall due by"),
        ("by_contact: 3", "by_contact: 3, again_every: 2", "wrong_value", 15, "“again_every” of a step that is not about a contact"),
        ("by_contact: 3", "by_contact: 3, ending: planned", "wrong_value", 15, "“ending” of a step that does not follow an end"),
        ("does: letter, months", "does: nothing, months", "unknown_step", 27, "“nothing”, which is no word of steps and no form"),
        ("key: again, ", "", "key_twice", 16, "“evaluate” a second time"),
        ("attributes: {planned: true}", "attributes: {planned: false}", "never_due", 27, "a planned ending, but no reason to end is planned in the work form"),
        ("begins: with_episode", "begins: with_episode\n    for_whom: each_child", "never_begins", 14, "“each_child”, but no role of the work form is one"),
        ("work_form: groups", "work_form: absent", "unknown_work_form", 12, "work form “absent”, which the pack does not have"),
        ("weekdays: true", "weekday: true", "unknown_key", 18, "unknown key “weekday”"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_line(tmp_path, old, new, code, line, found):
    (problem, *others) = check(pack(tmp_path, old, new))[1]
    place = (problem.code, problem.place.file, problem.place.line, problem.found)
    assert place == (code, "processes.yaml", line, found)
    assert [other.code for other in others] in ([], ["one_trigger"])


def test_a_process_in_a_work_form_that_only_counts_never_begins(tmp_path):
    small_pack(tmp_path, house=("identification: coded", "identification: counted"))
    (tmp_path / "processes.yaml").write_text(PROCESSES, encoding="utf-8")
    (problem,) = check(read_folder(tmp_path))[1]
    assert (problem.code, problem.place.line) == ("never_begins", 12)


@pytest.mark.django_db
def test_steps_are_kept_as_told_and_a_second_time_changes_nothing(tmp_path):
    document = pack(tmp_path)
    apply_pack(document=document)
    steps = ProcessStep.objects.order_by("order").values_list(
        "key", "name", "trigger", "number", "upto", "weekday"
    )
    assert list(steps)[:3] == [
        ("evaluate", "arvio", "by_contact", 3, None, None),
        ("again", "arvio", "about_contact", 8, None, None),
        ("week", "arvio", "weekly", None, None, 5),
    ]
    assert {row[0]: row[1:] for row in steps}["start"][0] == "Alkuarvio"
    assert {row[0]: row[3:5] for row in steps}["month"] == (None, None)
    assert {row[0]: row[3:5] for row in steps}["span"] == (3, 16)
    assert effective(apply_pack(document=document)) == []
    assert ProcessTemplate.objects.get().version == 1


@pytest.mark.django_db
def test_changed_steps_are_a_new_version_and_what_runs_keeps_its_own(tmp_path, aino):
    apply_pack(document=pack(tmp_path))
    template = ProcessTemplate.objects.get()
    process = ProcessFactory(
        template=template, episode=EpisodeFactory(work_form=template.work_form), recorded_by=aino
    )
    follow(episode=process.episode, by=aino)
    before = process.due_steps.count()
    (change,) = effective(apply_pack(document=pack(tmp_path, "by_contact: 3", "by_contact: 1")))
    assert list(change.fields) == ["steps"]
    template.refresh_from_db()
    assert (template.version, template.steps.filter(version=1).count()) == (2, 14)
    assert template.steps.get(version=2, key="evaluate").number == 1
    follow(episode=process.episode, by=aino)
    process.refresh_from_db()
    assert (process.version, process.due_steps.count()) == (1, before)


@pytest.mark.django_db
def test_what_was_done_left_out_or_promised_stays_and_the_new_steps_are_followed_when_they_are_taken(
    tmp_path, aino
):
    first = ("days_after_start: 0", "days_after_start: 3")
    apply_pack(document=pack(tmp_path, *first))
    template = ProcessTemplate.objects.get()
    episode = EpisodeFactory(work_form=template.work_form, starts_on=date(2024, 9, 2), key_worker=aino)
    process = ProcessFactory(template=template, episode=episode, recorded_by=aino)
    with clock.moved_to(date(2024, 9, 12)):
        follow(episode=episode, by=aino)
        due = DueStep.objects.filter(process=process, voided_at=None)
        month, mid = due.filter(key="month").first(), due.filter(key="mid").first()
        do_step(step=month, done_on=date(2024, 9, 12), by=aino)
        leave_out(step=mid, reason="Not this time.", by=aino)
        before = _promised(process)

        apply_pack(
            document=pack(
                tmp_path,
                *("days_after_start: 0", "days_after_start: 9"),
                *("      - {key: month, does: evaluate, monthly: last}\n", ""),
                *("      - {key: mid, does: evaluate, monthly: 15}\n", ""),
            )
        )
        follow_all()
        assert _promised(process) == before

        take_new_steps(process=process, by=aino)

    after = {key: (due_on, done_on) for key, due_on, done_on in _promised(process)}
    assert (before[0], after["start"]) == (("start", date(2024, 9, 5), None), (date(2024, 9, 11), None))
    assert after["month"] == (month.duty.due_on, date(2024, 9, 12))
    kept = DueStep.objects.get(pk=mid.pk)
    assert (kept.voided_at, kept.reason, kept.duty.due_on) == (None, "Not this time.", mid.duty.due_on)


def _promised(process):
    """What is due by a step that stands by itself: its key, its day, and when it was done."""
    rows = DueStep.objects.filter(process=process, voided_at=None, key__in=("start", "month"))
    return list(rows.order_by("duty__due_on", "key").values_list("key", "duty__due_on", "duty__done_on"))


@pytest.mark.django_db
def test_what_was_changed_here_stays(tmp_path):
    document = pack(tmp_path)
    apply_pack(document=document)
    template = ProcessTemplate.objects.get()
    template.steps.filter(key="evaluate").update(number=4)
    template.name = "Oma polku"
    template.save()
    assert effective(differences(document=document)) == []
    apply_pack(document=document)
    template.refresh_from_db()
    assert (template.name, template.steps.get(key="evaluate").number) == ("Oma polku", 4)


@pytest.mark.django_db
def test_a_template_that_is_followed_is_put_out_of_use_and_another_goes(tmp_path):
    apply_pack(document=pack(tmp_path))
    template = ProcessTemplate.objects.get()
    process = ProcessFactory(template=template, episode=EpisodeFactory(work_form=template.work_form))
    gone = pack(tmp_path, PROCESSES[PROCESSES.index("process_templates") :], "")
    apply_pack(document=gone)
    template.refresh_from_db()
    assert not template.is_active
    apply_pack(document=pack(tmp_path))
    template.refresh_from_db()
    assert template.is_active
    process.delete()
    apply_pack(document=pack(tmp_path, PROCESSES[PROCESSES.index("process_templates") :], ""))
    assert not ProcessTemplate.objects.exists()


@pytest.mark.django_db
def test_what_is_written_back_is_the_same(tmp_path):
    apply_pack(document=pack(tmp_path / "one"))
    export_pack(folder=tmp_path / "two")
    again = read_folder(tmp_path / "two")
    assert check(again)[1] == []
    assert effective(differences(document=again)) == []
