from django.apps import AppConfig
from django.utils.module_loading import import_string


class WorkforceConfig(AppConfig):
    """Volunteers and whom they stand beside."""

    name = "poukama.workforce"
    label = "workforce"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name what becomes of matches."""
        import_string("poukama.workforce.on_ending.connect")()
        import_string("poukama.workforce.on_own_data.connect")()
