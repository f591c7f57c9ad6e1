from django.apps import AppConfig


class PorchConfig(AppConfig):
    """Public pages."""

    name = "poukama.porch"
    label = "porch"
    default_auto_field = "django.db.models.BigAutoField"
