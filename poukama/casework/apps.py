from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Periods of support to families and people."""

    name = "poukama.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"
