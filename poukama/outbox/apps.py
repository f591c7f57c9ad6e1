from django.apps import AppConfig
from django.utils.module_loading import import_string


class OutboxConfig(AppConfig):
    """The only way anything is sent to a person."""

    name = "poukama.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name what becomes of messages."""
        import_string("poukama.outbox.on_ending.connect")()
        import_string("poukama.outbox.on_own_data.connect")()
