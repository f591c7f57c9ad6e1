from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    """Volunteers and whom they stand beside."""

    name = "poukama.workforce"
    label = "workforce"
    default_auto_field = "django.db.models.BigAutoField"
