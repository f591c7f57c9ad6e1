from django.apps import AppConfig


class WhistleblowingConfig(AppConfig):
    """Protected reports."""

    name = "poukama.whistleblowing"
    label = "whistleblowing"
    default_auto_field = "django.db.models.BigAutoField"
