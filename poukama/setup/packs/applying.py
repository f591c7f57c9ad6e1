"""Writing a pack into the database: all of it or nothing, and a second time nothing at all."""

from typing import Any

from django.db import transaction
from django.db.models import Model

from poukama.access import audit
from poukama.casework.models import ProcessStep, ProcessTemplate
from poukama.governance.models import FocusArea, FocusIndicator
from poukama.organisation.models import Association, PackItem, User, WorkFormArea
from poukama.setup.packs.bindings import BINDINGS, Binding
from poukama.setup.packs.changes import Action, Change, Reason, changes, effective
from poukama.setup.packs.checking import checked
from poukama.setup.packs.items import Item, items_of
from poukama.setup.packs.problems import Document
from poukama.setup.packs.schema import PackPart
from poukama.setup.packs.state import State, current
from poukama.toolkit import clock

APPLY = "setup.apply_pack"


@transaction.atomic
def apply_pack(*, document: Document, by: User | None = None) -> list[Change]:
    """Bring the database up to a pack; returns what changed and what was kept. Refuses a pack with errors."""
    pack = checked(document)
    items = items_of(pack)
    state = current()
    found = changes(items, state)
    done = effective(found)
    _write(done, items, state)
    _remember(items, found, state)
    renamed = _name_the_pack(pack)
    if done or renamed:
        counts = {
            action.value: sum(change.action is action for change in done)
            for action in Action
            if action is not Action.KEEP
        }
        audit.record(APPLY, by=by, detail={"pack": pack.name, "version": pack.version, **counts})
    return found


def _write(done: list[Change], items: list[Item], state: State) -> None:
    wanted = {item.id: item for item in items}
    by_kind: dict[str, list[Change]] = {kind: [] for kind in BINDINGS}
    for change in done:
        by_kind[change.kind].append(change)
    for kind, kind_changes in by_kind.items():
        binding = BINDINGS[kind]
        added = [wanted[change.id] for change in kind_changes if change.action is Action.ADD]
        _add(binding, added, state)
        for change in kind_changes:
            if change.action is Action.CHANGE:
                _change(binding, change, state)
    for change in done:
        if change.action is Action.REMOVE:
            state.rows[change.id].delete()
        elif change.action is Action.RETIRE:
            _retire(BINDINGS[change.kind], state.rows[change.id])


def _add(binding: Binding, items: list[Item], state: State) -> None:
    to_own_kind = [name for name, kind in binding.links.items() if kind == binding.kind]
    for item in items:
        state.rows[item.id] = _new_row(binding, item, state)
    binding.model._default_manager.bulk_create([state.rows[item.id] for item in items])
    for name in to_own_kind:
        for item in items:
            if item.content[name]:
                _link(binding, state.rows[item.id], name, item, state)
                state.rows[item.id].save(update_fields=[name])
    for name in binding.sets:
        _fill_sets(binding, name, items, state)
    if "indicators" in binding.prefetch:
        _fill_indicators(items, state)
    if "steps" in binding.prefetch:
        _fill_steps(items, state)


def _new_row(binding: Binding, item: Item, state: State) -> Model:
    """A row not saved yet, with everything but its links to its own kind, which may not be there yet."""
    values = binding.identity(item.key)
    if binding.within:
        values["plan_id"] = state.pk("plan", item.key.partition("/")[0])
    if binding.kind == "plan":
        values["created_at"] = clock.now()
    values |= {name: binding.value(name, item.content[name]) for name in binding.plain}
    row = binding.model(**values)
    for name, kind in binding.links.items():
        if kind != binding.kind:
            _link(binding, row, name, item, state)
    return row


def _change(binding: Binding, change: Change, state: State) -> None:
    row = state.rows[change.id]
    columns = []
    item = Item(change.kind, change.key, {name: after for name, (_before, after) in change.fields.items()})
    for name, after in item.content.items():
        if name in binding.plain:
            setattr(row, name, binding.value(name, after))
            columns.append(name)
        elif name in binding.links:
            _link(binding, row, name, item, state)
            columns.append(name)
        elif name in binding.sets:
            _empty_set(binding, name, row)
            _fill_sets(binding, name, [item], state)
        elif name == "steps":
            row.version += 1  # type: ignore[attr-defined]  # what runs keeps the steps that it began with
            columns.append("version")
            _fill_steps([item], state)
        else:
            FocusIndicator.objects.filter(focus_area=row.pk).delete()
            _fill_indicators([item], state)
    if columns:
        row.save(update_fields=columns)


def _link(binding: Binding, row: Model, name: str, item: Item, state: State) -> None:
    kind, other = binding.links[name], item.content[name]
    if other and BINDINGS[kind].within:
        other = f"{item.key.partition('/')[0]}/{other}"
    setattr(row, f"{name}_id", state.pk(kind, other) if other else None)


def _through(binding: Binding, name: str) -> tuple[Any, str, str]:
    relation: Any = binding.model._meta.get_field(name)
    return (
        relation.remote_field.through,
        f"{relation.m2m_field_name()}_id",
        f"{relation.m2m_reverse_field_name()}_id",
    )


def _fill_sets(binding: Binding, name: str, items: list[Item], state: State) -> None:
    through, own, other = _through(binding, name)
    rows = []
    for item in items:
        for key in item.content[name]:
            row = through(
                **{own: state.rows[item.id].pk, other: state.pk(binding.sets[name], key)},
            )
            if through is WorkFormArea:
                row.order = state.rows[item.id].order  # type: ignore[attr-defined]
            rows.append(row)
    through._default_manager.bulk_create(rows)


def _empty_set(binding: Binding, name: str, row: Model) -> None:
    through, own, _other = _through(binding, name)
    through._default_manager.filter(**{own: row.pk}).delete()


def _fill_indicators(items: list[Item], state: State) -> None:
    rows = []
    for item in items:
        focus_area = state.rows[item.id]
        assert isinstance(focus_area, FocusArea)  # noqa: S101 - tells the type checker
        for order, part in enumerate(item.content["indicators"], start=1):
            rows.append(FocusIndicator(focus_area=focus_area, order=order, **part))
    FocusIndicator.objects.bulk_create(rows)


def _fill_steps(items: list[Item], state: State) -> None:
    rows = []
    for item in items:
        template = state.rows[item.id]
        assert isinstance(template, ProcessTemplate)  # noqa: S101 - tells the type checker
        for order, said in enumerate(item.content["steps"], start=1):
            rows.append(ProcessStep(template=template, version=template.version, order=order, **said))
    ProcessStep.objects.bulk_create(rows)


def _retire(binding: Binding, row: Model) -> None:
    setattr(row, binding.retire, False if binding.retire == "is_active" else clock.today())
    row.save(update_fields=[binding.retire])


def _remember(items: list[Item], found: list[Change], state: State) -> None:
    """Keep what the pack said, but of a plan left whole what it said before."""
    closed = (Reason.PLAN_APPROVED, Reason.PLAN_NOT_OURS)
    left = {change.id for change in found if change.reason in closed}
    said = {item.id: item.content for item in items if item.id not in left}
    gone = [item_id for item_id in state.applied if item_id not in said and item_id not in left]
    new = {item_id: content for item_id, content in said.items() if state.applied.get(item_id) != content}
    if gone:
        PackItem.objects.filter(key__in=gone).delete()
    if new:
        PackItem.objects.bulk_create(
            [PackItem(key=item_id, content=content) for item_id, content in new.items()],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["content"],
        )


def _name_the_pack(pack: PackPart) -> bool:
    wanted = {"pack_name": pack.name, "pack_version": pack.version}
    return bool(Association.objects.exclude(**wanted).update(**wanted))


def differences(*, document: Document) -> list[Change]:
    """What applying a pack would change and what it would keep. Changes nothing."""
    return changes(items_of(checked(document)), current())
