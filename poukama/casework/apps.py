from django.apps import AppConfig
from django.utils.module_loading import import_string


class CaseworkConfig(AppConfig):
    """Periods of support to families and people."""

    name = "poukama.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name what cards lead to, and what is known of violence."""
        import_string("poukama.casework.on_card.connect")()
        import_string("poukama.casework.on_violence.connect")()
