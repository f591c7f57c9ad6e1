from django.apps import AppConfig


class ShelterConfig(AppConfig):
    """Places and nights."""

    name = "poukama.shelter"
    label = "shelter"
    default_auto_field = "django.db.models.BigAutoField"
