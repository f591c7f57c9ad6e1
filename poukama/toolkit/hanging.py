"""Whether anything hangs on a row, so that it can be taken back as if it had not been."""

from collections.abc import Collection

from django.db.models import Model


def hangs_on(row: Model, *, but: Collection[type[Model]] = ()) -> bool:
    """Whether a row in force of any model points to this one, also of apps that the caller does not know of.

    Rows that were taken back do not count, nor do those of the models in `but`. A query for each model, so not for a list.
    """
    for relation in row._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not relation.auto_created or relation.concrete or not isinstance(model, type):
            continue
        if model._meta.auto_created or issubclass(model, tuple(but)):
            continue
        rows = model._base_manager.filter(**{relation.remote_field.name: row})  # type: ignore[union-attr]
        if any(field.name == "voided_at" for field in model._meta.get_fields()):
            rows = rows.filter(voided_at=None)
        if rows.order_by().exists():
            return True
    return False
