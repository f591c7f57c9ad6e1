from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """What happened, counted against what was promised."""

    name = "poukama.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"
