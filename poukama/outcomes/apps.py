from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """Named forms and the answers received to them."""

    name = "poukama.outcomes"
    label = "outcomes"
    default_auto_field = "django.db.models.BigAutoField"
