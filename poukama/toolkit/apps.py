from django.apps import AppConfig
from django.utils.module_loading import import_string


class ToolkitConfig(AppConfig):
    """What every other part stands on and that knows no words of the trade."""

    name = "poukama.toolkit"
    label = "toolkit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the database stamp changes, and empty fields say what is missing; found only now, with the models."""
        import_string("poukama.toolkit.stamps.connect")(self)
        import_string("poukama.toolkit.watched.connect")(self)
        import_string("poukama.toolkit.fields.say_what_is_missing")()
        import_string("poukama.toolkit.sealing.files.connect")()
        import_string("poukama.toolkit.changes.connect")(self)
