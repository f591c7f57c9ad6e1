from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Staff pages composed of panels that other apps own."""

    name = "poukama.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
