from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """What someone must do by a day."""

    name = "poukama.duties"
    label = "duties"
    default_auto_field = "django.db.models.BigAutoField"
