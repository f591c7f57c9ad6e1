from django.apps import AppConfig


class SetupConfig(AppConfig):
    """Configuration packs, synthetic years and the command line."""

    name = "poukama.setup"
    label = "setup"
    default_auto_field = "django.db.models.BigAutoField"
