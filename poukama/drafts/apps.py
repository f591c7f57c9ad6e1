from django.apps import AppConfig
from django.utils.module_loading import import_string


class DraftsConfig(AppConfig):
    """What has been typed and not recorded yet."""

    name = "poukama.drafts"
    label = "drafts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name what comes round."""
        import_string("poukama.drafts.on_rounds.connect")()
