from django.apps import AppConfig
from django.utils.module_loading import import_string


class ActivitiesConfig(AppConfig):
    """Open doors, groups, events, outreach and chat duty."""

    name = "poukama.activities"
    label = "activities"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name what the gatekeeper of walls is told, and what becomes of those who came."""
        import_string("poukama.activities.on_walls.connect")()
        import_string("poukama.activities.on_ending.connect")()
        import_string("poukama.activities.on_own_data.connect")()
